import { formatInstant, type Instant, MarketCalendar } from "@datahub-settlement/core"

/** The Danish day where an instant begins one, else the instant. */
export const dayText = (instant: Instant): string =>
  MarketCalendar.isLocalMidnight(instant) ? MarketCalendar.localDateOf(instant) : formatInstant(instant)
