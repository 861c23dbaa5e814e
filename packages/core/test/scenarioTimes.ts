import { type Instant, LocalDate, MarketCalendar, type Period } from "@datahub-settlement/core"
import { type SeededRandom } from "@datahub-settlement/core/testing"

export const longAgo: Instant = MarketCalendar.startOfDay(LocalDate.make("2015-01-01"))

export const midnightOf = (instant: Instant): Instant => MarketCalendar.startOfDay(MarketCalendar.localDateOf(instant))

export const randomMidnight = (period: Period, random: SeededRandom): Instant =>
  midnightOf(random.int(period.from, period.to - 1))
