import {
  Gsrn,
  kwhText,
  LocalDate,
  MarketCalendar,
  MeteringLedger,
  type MissingInterval
} from "@datahub-settlement/core"
import { registeredAfter, type RegisteredDay } from "@datahub-settlement/persistence"
import { Effect } from "effect"

/** What is known of the readings in the ledger; it grows with {@link readingNews}. */
export interface ReadingNews {
  /** Number of the last message that was looked at. */
  lastMessage: number
  /** Values that were stored, corrections included. */
  readings: number
  /** Days whose readings were registered anew with other values. */
  corrections: number
  /** Days of a metering point that have a gap. */
  readonly gaps: Set<string>
  /** Gaps that were filled. */
  filled: number
}

export const newReadingNews = (): ReadingNews => ({
  lastMessage: 0,
  readings: 0,
  corrections: 0,
  gaps: new Set(),
  filled: 0
})

/** What came into the ledger since the last time, and of it, in words, what a person wants to hear of. */
export const readingNews = Effect.fnUntraced(function* (news: ReadingNews) {
  const days = yield* registeredAfter(news.lastMessage)
  const missing = yield* missingIn(days)
  return days.flatMap((day) => {
    news.lastMessage = Math.max(news.lastMessage, day.messageNo)
    news.readings += day.intervals
    return newsOf(news, day, missing.get(`${day.gsrn}/${day.day}`) ?? [])
  })
})

const missingIn = Effect.fnUntraced(function* (days: ReadonlyArray<RegisteredDay>) {
  const ledger = yield* MeteringLedger
  const found = yield* Effect.forEach(
    Map.groupBy(days, ({ day }) => day),
    ([day, ofDay]) =>
      ledger.missing({
        gsrns: [...new Set(ofDay.map(({ gsrn }) => Gsrn.make(gsrn)))],
        period: MarketCalendar.dayPeriod(LocalDate.make(day))
      })
  )
  return Map.groupBy(found.flat(), ({ from, gsrn }) => `${gsrn}/${MarketCalendar.localDateOf(from)}`)
})

const newsOf = (
  news: ReadingNews,
  found: RegisteredDay,
  missing: ReadonlyArray<MissingInterval>
): ReadonlyArray<string> => {
  const { day, gsrn, wh, whBefore } = found
  const key = `${gsrn}/${day}`
  if (missing.length > 0) {
    news.gaps.add(key)
    const minutes = missing.reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0)
    return [`${gsrn}: the readings of ${day} have a gap of ${minutes} min`]
  }
  if (news.gaps.delete(key)) {
    news.filled += 1
    return [`${gsrn}: what was missing of ${day} has come (${kwhText(wh)} kWh)`]
  }
  if (whBefore === undefined || whBefore === wh) return []
  news.corrections += 1
  return [`${gsrn}: correction of ${day}, ${kwhText(whBefore)} -> ${kwhText(wh)} kWh`]
}
