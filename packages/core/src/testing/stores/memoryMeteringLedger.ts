import { Effect, Layer } from "effect"
import { type Gsrn, type Instant, MarketCalendar } from "../../market/index.ts"
import {
  assembleReadings,
  consumptionOf,
  type LedgerMessage,
  type MeteringDay,
  meteringDays,
  MeteringLedger,
  type MeteringSeries,
  missingIntervals,
  type ReadingsQuery,
  seriesOfDay
} from "../../metering/index.ts"
import { MemoryKnowledge } from "./MemoryKnowledge.ts"

interface Row {
  readonly recordedAt: Instant
  readonly messageNo: number
  readonly day: MeteringDay
}

/** The metering ledger in memory: for tests and examples, and for programs that keep nothing. */
export const memoryMeteringLedger: Layer.Layer<MeteringLedger, never, MemoryKnowledge> = Layer.effect(
  MeteringLedger,
  Effect.gen(function* () {
    const knowledge = yield* MemoryKnowledge
    const numbers = new Map<string, number>()
    const rows: Array<Row> = []
    const append = (messages: ReadonlyArray<LedgerMessage>, recordedAt: Instant) => {
      const fresh = new Map(
        messages
          .toReversed()
          .filter(({ messageId }) => !numbers.has(messageId))
          .map((one) => [one.messageId, one])
      )
      const added = [...fresh.values()].flatMap(({ messageId, series }) => {
        const messageNo = numbers.size + 1
        numbers.set(messageId, messageNo)
        return series.flatMap(meteringDays).map((day) => ({ recordedAt, messageNo, day: keptDay(day, messageId) }))
      })
      rows.push(...added)
      return {
        days: added.length,
        knownMessages: new Set(messages.map(({ messageId }) => messageId)).size - fresh.size
      }
    }
    const readings = (query: ReadingsQuery) => readingsOf(rows, query)
    return {
      append: (messages) => Effect.map(knowledge.recordingInstant, (recordedAt) => append(messages, recordedAt)),
      readings: (query) => Effect.sync(() => readings(query)),
      currentReadings: ({ asOf, from, gsrns: wanted, period, to }) =>
        Effect.sync(() => {
          const isWanted = (gsrn: Gsrn): boolean => from <= gsrn && gsrn <= to && (wanted?.includes(gsrn) ?? true)
          const gsrns = new Set<Gsrn>(rows.map(({ day }) => day.gsrn).filter(isWanted))
          return Map.groupBy(readings({ gsrns: [...gsrns], period, asOf }), ({ gsrn }) => gsrn)
        }),
      missing: (query) =>
        Effect.sync(() => {
          const series = Map.groupBy(readings(query), ({ gsrn }) => gsrn)
          return [...new Set(query.gsrns)]
            .sort()
            .flatMap((gsrn) => missingIntervals(gsrn, assembleReadings(series.get(gsrn) ?? [], gsrn, query.period)))
        }),
      consumption: (gsrn, period, unit, asOf) =>
        Effect.sync(() =>
          consumptionOf(assembleReadings(readings({ gsrns: [gsrn], period, asOf }), gsrn, period), unit)
        ),
      knownInstant: knowledge.knownInstant
    }
  })
)

/** A copy that nobody else can change, under the message that brought it. */
const keptDay = (day: MeteringDay, messageId: string): MeteringDay => ({
  ...day,
  messageId,
  unknownQualities: day.unknownQualities?.size === 0 ? undefined : day.unknownQualities,
  quantitiesWh: day.quantitiesWh.slice(),
  qualities: day.qualities.slice()
})

const readingsOf = (
  rows: ReadonlyArray<Row>,
  { asOf, gsrns, period }: ReadingsQuery
): ReadonlyArray<MeteringSeries> => {
  const wanted = new Set(gsrns)
  const from = MarketCalendar.localDateOf(period.from)
  const to = MarketCalendar.localDateOf(period.to - 1)
  return rows
    .filter(
      ({ day, recordedAt }) =>
        wanted.has(day.gsrn) && from <= day.day && day.day <= to && (asOf === undefined || recordedAt <= asOf)
    )
    .sort(inOrder)
    .map(({ day }) => seriesOfDay(day))
}

const inOrder = (a: Row, b: Row): number =>
  compare(a.day.gsrn, b.day.gsrn) ||
  compare(a.day.day, b.day.day) ||
  a.day.registeredAt - b.day.registeredAt ||
  a.messageNo - b.messageNo ||
  a.day.firstInterval - b.day.firstInterval

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
