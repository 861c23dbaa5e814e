import {
  Gsrn,
  kwhText,
  LocalDate,
  MarketCalendar,
  MeteringLedger,
  type MissingInterval
} from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
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

interface NewDay {
  readonly messageNo: number
  readonly gsrn: string
  readonly day: string
  readonly intervals: number
  readonly wh: number
  readonly whBefore: number | null
}

/** What came into the ledger since the last time, and of it, in words, what a person wants to hear of. */
export const readingNews = Effect.fnUntraced(function* (news: ReadingNews) {
  const { sql } = yield* Database
  const days = yield* sql<NewDay>`
    SELECT d.message_no::int AS "messageNo", d.gsrn, d.day::text AS day, cardinality(d.quantities) AS intervals,
      d.total_wh::int AS wh, older.total_wh::int AS "whBefore"
    FROM metering.metering_day d
    LEFT JOIN LATERAL (
      SELECT o.total_wh FROM metering.metering_day o
      WHERE o.gsrn = d.gsrn AND o.day = d.day AND o.registered_at < d.registered_at
      ORDER BY o.registered_at DESC LIMIT 1
    ) older ON true
    WHERE d.message_no > ${news.lastMessage}
    ORDER BY d.day, d.gsrn, d.registered_at`
  const missing = yield* missingIn(days)
  return days.flatMap((day) => {
    news.lastMessage = Math.max(news.lastMessage, day.messageNo)
    news.readings += day.intervals
    return newsOf(news, day, missing.get(`${day.gsrn}/${day.day}`) ?? [])
  })
})

const missingIn = Effect.fnUntraced(function* (days: ReadonlyArray<NewDay>) {
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

const newsOf = (news: ReadingNews, found: NewDay, missing: ReadonlyArray<MissingInterval>): ReadonlyArray<string> => {
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
  if (whBefore === null || whBefore === wh) return []
  news.corrections += 1
  return [`${gsrn}: correction of ${day}, ${kwhText(whBefore)} -> ${kwhText(wh)} kWh`]
}
