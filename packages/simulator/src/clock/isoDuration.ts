import { addDays, type Instant, MarketCalendar } from "@datahub-settlement/core"

const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * The instant that is an ISO 8601 duration later: weeks and days are Danish ones, so `P1D` keeps the wall-clock time.
 * `undefined` for what is no such duration.
 */
export const laterBy = (instant: Instant, duration: string): Instant | undefined => {
  const parts = PATTERN.exec(duration)
  if (parts === null || duration === "P" || duration.endsWith("T")) return undefined
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0))
  const date = MarketCalendar.localDateOf(instant)
  const dayLater = addDays(date, weeks! * 7 + days!)
  const sinceMidnight = instant + MarketCalendar.utcOffsetMs(instant) - wallMidnight(date)
  const wall = wallMidnight(dayLater) + sinceMidnight
  const offset = MarketCalendar.utcOffsetMs(wall - MarketCalendar.utcOffsetMs(wall))
  return wall - offset + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000
}

const wallMidnight = (date: string): number => Date.parse(`${date}T00:00:00Z`)
