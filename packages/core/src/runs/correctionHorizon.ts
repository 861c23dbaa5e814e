import { firstOfMonth, type Instant, MarketCalendar } from "../market/index.ts"

/**
 * How far back settled time is corrected: grid companies correct readings, and DataHub its own series, up to three years
 * back (BRS-021 4.3.10), and the third and last correction of a wholesale month comes after 36 months (BRS-027 4.3.0).
 */
export const CORRECTION_MONTHS_MAX = 36

/**
 * The first instant that news of today may still correct: three years back, and the whole of the month that this falls
 * into, because a month is settled as one.
 *
 * @example
 * import { correctableFrom, formatInstant } from "@datahub-settlement/core"
 *
 * formatInstant(correctableFrom(Date.UTC(2026, 10, 29))) // => "2023-10-31T23:00:00Z"
 */
export const correctableFrom = (now: Instant): Instant =>
  MarketCalendar.startOfDay(firstOfMonth(MarketCalendar.localDateOf(now), -CORRECTION_MONTHS_MAX))
