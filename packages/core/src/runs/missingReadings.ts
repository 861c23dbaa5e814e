import { Effect, Stream } from "effect"
import { clip, type GridArea, type Gsrn, type Instant, type Period, type Validity } from "../market/index.ts"
import { MeteringLedger, type MissingInterval } from "../metering/index.ts"
import { Portfolio, type SuppliedPoint } from "../portfolio/index.ts"
import type { StorageError } from "../storage/index.ts"
import { chunkPointsOf } from "./runSettlement.ts"

/** Whose readings are looked at. */
export interface MissingQuery {
  readonly period: Period
  /** Only these grid areas; without it all. */
  readonly gridAreas?: ReadonlyArray<GridArea> | undefined
  /** Only these metering points; without it all that we supply. */
  readonly gsrns?: ReadonlyArray<Gsrn> | undefined
  /** Only what was known at that instant; without it, all that is known. */
  readonly asOf?: Instant | undefined
}

/** A metering point that we supply, and what is missing of the readings that it is settled from. */
export interface IncompletePoint {
  readonly gsrn: Gsrn
  /** Of its own readings, those of its production, and those of child points with a tariff; by GSRN and time. */
  readonly missing: ReadonlyArray<MissingInterval>
}

/** What was found of so many points. */
export interface CompletenessPart {
  /** Points that were looked at, of all that are to be. */
  readonly looked: number
  readonly points: number
  readonly incomplete: ReadonlyArray<IncompletePoint>
}

/**
 * What is missing of the readings of every metering point that we supply in a period, within its supply: what would keep
 * it from being settled. In GSRN order, part by part, so that a whole portfolio takes no more memory than a part.
 *
 * @example
 * import { Effect, Stream } from "effect"
 * import { GridArea, gsrnOf, LocalDate, MarketCalendar, MeteringLedger, missingReadings, Portfolio } from "@datahub-settlement/core"
 * import { memoryStores, seriesOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2025-03-01"))
 * const lastDay = MarketCalendar.dayPeriod(LocalDate.make("2025-03-31"))
 * const supplied = { gsrn, from: period.from }
 * const found = Effect.gen(function* () {
 *   const master = { ...supplied, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" } as const
 *   yield* (yield* Portfolio).record({ meteringPoints: [master], supply: [supplied] })
 *   const series = seriesOf({ gsrn, period: { from: period.from, to: lastDay.from }, kwh: "0.3" })
 *   yield* (yield* MeteringLedger).append([{ messageId: series.messageId, series: [series] }])
 *   return yield* Stream.runCollect(missingReadings({ period }))
 * })
 * const [part] = Effect.runSync(found.pipe(Effect.provide(memoryStores)))
 * part!.incomplete[0]!.missing[0]!.from === lastDay.from // => true
 */
export const missingReadings = (
  query: MissingQuery,
  pointsTogether: number = chunkPointsOf(query.period)
): Stream.Stream<CompletenessPart, StorageError, Portfolio | MeteringLedger> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { asOf, gridAreas, gsrns: wanted, period } = query
      const supplied = yield* (yield* Portfolio).pointsInSupply({ period, gridAreas, asOf })
      const only = wanted === undefined ? undefined : new Set(wanted)
      const gsrns = only === undefined ? supplied : supplied.filter((gsrn) => only.has(gsrn))
      return Stream.fromIterable(partsOf(gsrns, pointsTogether)).pipe(
        Stream.mapEffect(({ looked, some }) =>
          Effect.map(incompleteOf(query, some), (incomplete): CompletenessPart => ({
            looked,
            points: gsrns.length,
            incomplete
          }))
        )
      )
    })
  )

function* partsOf(gsrns: ReadonlyArray<Gsrn>, size: number) {
  for (let first = 0; first < gsrns.length; first += size) {
    const some = gsrns.slice(first, first + size)
    yield { looked: first + some.length, some }
  }
}

const incompleteOf = Effect.fnUntraced(function* ({ asOf, period }: MissingQuery, gsrns: ReadonlyArray<Gsrn>) {
  const range = { from: gsrns[0]!, to: gsrns.at(-1)!, gsrns }
  const points = yield* (yield* Portfolio).points({ ...range, period, asOf })
  const needs = points.map((point) => ({ gsrn: point.gsrn, readings: neededOf(point, period) }))
  const measured = new Set(needs.flatMap(({ readings }) => readings.map(({ gsrn }) => gsrn)))
  const missing = yield* (yield* MeteringLedger).missing({ gsrns: [...measured], period, asOf })
  const byGsrn = Map.groupBy(missing, ({ gsrn }) => gsrn)
  return needs.flatMap(({ gsrn, readings }): ReadonlyArray<IncompletePoint> => {
    const lacking = readings.flatMap((needed) => {
      const parts = (byGsrn.get(needed.gsrn) ?? []).flatMap((interval) => clip(interval, needed) ?? [])
      return parts.map((part): MissingInterval => ({ gsrn: needed.gsrn, ...part }))
    })
    return lacking.length === 0 ? [] : [{ gsrn, missing: lacking }]
  })
})

/** Readings that a settlement of the point cannot do without: by GSRN, the point's own first, and by time. */
const neededOf = (
  { gsrn, links, production, supply }: SuppliedPoint,
  period: Period
): ReadonlyArray<MissingInterval> => {
  const supplied = supply.flatMap((validity) => clip(validity, period) ?? [])
  const within = (measured: Gsrn, validity: Validity): ReadonlyArray<MissingInterval> =>
    supplied.flatMap((part) => {
      const both = clip(validity, part)
      return both === undefined ? [] : [{ gsrn: measured, ...both }]
    })
  const children = links.filter((link) => {
    const isOther = link.gsrn !== gsrn && link.gsrn !== production?.gsrn
    return isOther && link.charge.type === "D03"
  })
  return [
    ...within(gsrn, period),
    ...(production === undefined ? [] : production.periods.flatMap((validity) => within(production.gsrn, validity))),
    ...joined(children.flatMap((link) => within(link.gsrn, link)))
  ]
}

/** Several tariffs of one child ask for the same readings. */
const joined = (parts: ReadonlyArray<MissingInterval>): ReadonlyArray<MissingInterval> => {
  const sorted = parts.toSorted((a, b) => (a.gsrn === b.gsrn ? a.from - b.from : a.gsrn < b.gsrn ? -1 : 1))
  const all: Array<MissingInterval> = []
  for (const part of sorted) {
    const last = all.at(-1)
    if (last?.gsrn !== part.gsrn || last.to < part.from) all.push(part)
    else all[all.length - 1] = { ...last, to: Math.max(last.to, part.to) }
  }
  return all
}
