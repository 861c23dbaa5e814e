import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ChargeStore, type Charge, SpotPriceStore } from "../../charges/index.ts"
import type { Transactions } from "../../exchange/index.ts"
import { takeReadings } from "../../intake/index.ts"
import type { AcontoPlans } from "../../invoicing/index.ts"
import { GridArea, type Gsrn, LocalDate, MarketCalendar, type Period, type Validity } from "../../market/index.ts"
import type { MeteringSeries } from "../../metering/index.ts"
import { type Contract, Portfolio } from "../../portfolio/index.ts"
import {
  billedOf,
  type CorrectionCause,
  type CorrectionOptions,
  CorrectionsDue,
  runCorrections,
  type RunId,
  type RunOutcome,
  runSettlement,
  type SettlementPorts,
  SettlementRunStore
} from "../../runs/index.ts"
import { subscriptionOf, tariffOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { seriesOf, type SeriesFields } from "../seriesOf.ts"
import { spotOf } from "../spotOf.ts"
import { expectSame } from "./conformance.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"
import { runIdOf } from "./RecordedRunWorld.ts"

/** What a case of correction runs needs. */
export type CorrectionCaseNeeds = AcontoPlans | SettlementPorts | SettlementRunStore | CorrectionsDue | Transactions

/** How a point of the world is settled. */
export type CorrectedKind = "plain" | "heated" | "solar"

const sinceNewYear: Validity = { from: midnight("2024-01-01") }
const spotPrices = spotOf({
  period: dates("2024-01-01", "2024-05-01"),
  dkkPerKwh: ["0.31"].concat(Array(23).fill("0.7"))
})

/** `month(2)` is February 2024. */
export const month = (number: number): Period => MarketCalendar.monthPeriod(LocalDate.make(`2024-0${number}-01`))

/** What a case is told of a world of its own: a grid area with charges and points that no other case has. */
export interface CorrectionWorld {
  readonly number: number
  readonly area: GridArea
  readonly charges: Readonly<Record<"net" | "tax" | "low" | "monthly", Charge>>
  readonly gsrn: (index: number) => Gsrn
  /** Every run that has billed anything, the oldest first. */
  readonly billing: Array<RunId>
  /** Draws the next number of a run, message or registration. */
  readonly next: () => number
}

export const correctionWorld = (number: number): CorrectionWorld => {
  let drawn = 0
  const code = (text: string): string => `K${number}-${text}`
  return {
    number,
    area: GridArea.make(String(500 + number)),
    charges: {
      net: tariffOf({ code: code("NET"), prices: "0.2543" }),
      tax: tariffOf({ code: code("TAX"), prices: "0.761", isTax: true }),
      low: tariffOf({ code: code("LOW"), prices: "0.008", isTax: true }),
      monthly: subscriptionOf({ code: code("ABO"), prices: "36.77" })
    },
    gsrn: (index) => worldPoint(9000 + number, index),
    billing: [],
    next: () => ++drawn
  }
}

const drawRunId = ({ next, number }: CorrectionWorld): RunId => runIdOf(9_000_000 + number * 10_000 + next())

/** A point that is supplied since New Year; production has the next index. */
export const addPoint = Effect.fnUntraced(function* (world: CorrectionWorld, index: number, kind: CorrectedKind) {
  const { area, charges } = world
  const [gsrn, production] = [world.gsrn(index), world.gsrn(index + 1)]
  yield* (yield* ChargeStore).record(Object.values(charges), "correction world")
  yield* (yield* SpotPriceStore).record(spotPrices, "correction world")
  const version = { ...sinceNewYear, gridArea: area, priceArea: "DK1" as const }
  const contract: Contract = {
    ...sinceNewYear,
    gsrn,
    terms: { name: "Spot", energy: { kind: "spot", margin: 40_000_000, supplement: 0 }, subscriptionPerMonth: 29e9 },
    ...(kind === "heated" ? { electricHeating: { tax: charges.tax.key, reduced: charges.low.key } } : {}),
    ...(kind === "solar" ? { production: { gsrn: production, netting: "hourly" as const } } : {})
  }
  yield* (yield* Portfolio).record({
    meteringPoints: [
      { ...version, gsrn, type: "E17" },
      ...(kind === "solar" ? [{ ...version, gsrn: production, type: "E18" as const }] : [])
    ],
    supply: [{ ...sinceNewYear, gsrn }],
    contracts: [contract],
    links: [charges.net, charges.tax, charges.monthly].map((charge) => linkOf(gsrn, charge, ["2024-01-01"]))
  })
})

/** Readings that are registered after all that came before; those of settled time are noted for correction. */
export const tellReadings = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  fields: Pick<SeriesFields, "gsrn" | "period" | "kwh" | "meteringPointType">
) {
  const number = world.next()
  const messageId = `correction-${world.number}-${number}`
  const series: MeteringSeries = seriesOf({
    ...fields,
    registeredAt: Date.UTC(2025, 0, 1) + number * 1000,
    messageId
  })
  yield* takeReadings([{ messageId, series: [series] }], "correction world")
})

/** The same, told on a day. */
export const tellReadingsOn = (world: CorrectionWorld, date: string, fields: Parameters<typeof tellReadings>[1]) =>
  Effect.andThen(TestClock.setTime(midnight(date) + 3_600_000), tellReadings(world, fields)).pipe(
    Effect.provide(TestClock.layer())
  )

/** Notes a correction of which the intake knows nothing. */
export const noteNews = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  gsrn: Gsrn,
  period: Period,
  cause: CorrectionCause = "readings"
) {
  const messageId = `news-${world.number}-${world.next()}`
  yield* (yield* CorrectionsDue).note([{ gsrn, period, cause, messageId, notedAt: 0 }])
})

/** Settles and bills months. */
export const billMonths = Effect.fnUntraced(function* (world: CorrectionWorld, ...periods: ReadonlyArray<Period>) {
  for (const period of periods) {
    const { run } = yield* runSettlement({ runId: drawRunId(world), period, gridAreas: [world.area] })
    world.billing.push(run.runId)
  }
})

/** Settles the corrections that are due, which bills them. */
export const billCorrections = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  options: Omit<CorrectionOptions, "drawRunId"> = {}
) {
  const outcome = yield* runCorrections({ ...options, drawRunId: () => drawRunId(world) })
  if (options.dryRun !== true) world.billing.push(...outcome.runs.map(({ run }) => run.runId))
  return outcome
})

/** Sums of runs by metering point, charge and period: energy, exact units, øre. What is nothing is left out. */
export const sumsOf = Effect.fnUntraced(function* (runIds: ReadonlyArray<RunId>, gsrns: ReadonlyArray<Gsrn>) {
  const store = yield* SettlementRunStore
  const sums = new Map<string, { wh: number; units: bigint; oere: number }>()
  for (const runId of new Set(runIds)) {
    const { period } = yield* store.find(runId)
    for (const gsrn of gsrns) {
      for (const line of yield* store.lines(runId, { gsrn })) {
        const { amountOere, exactUnits, id, kind, pricedGsrn, quantityWh, vatClass } = line
        const place = [gsrn, MarketCalendar.localDateOf(period.from), id, pricedGsrn, kind, vatClass].join(" ")
        const sum = sums.get(place) ?? { wh: 0, units: 0n, oere: 0 }
        sums.set(place, { wh: sum.wh + quantityWh, units: sum.units + exactUnits, oere: sum.oere + amountOere })
      }
    }
  }
  return [...sums]
    .filter(([, { oere, units, wh }]) => wh !== 0 || units !== 0n || oere !== 0)
    .map(([place, { oere, units, wh }]) => `${place}: ${wh} Wh, ${units}, ${oere} øre`)
    .sort()
})

/** What is billed of points, by month: lines and sums, without which runs they came from. */
const billsOf = (periods: ReadonlyArray<Period>, gsrns: ReadonlyArray<Gsrn>) =>
  Effect.forEach(
    periods.flatMap((period) => gsrns.map((gsrn) => ({ gsrn, period }))),
    ({ gsrn, period }) =>
      Effect.map(billedOf(gsrn, period), ({ runIds: _, ...bill }) => ({
        ...bill,
        lines: bill.lines.map((line) => Object.values(line).map(String).join(" ")).sort()
      }))
  )

/** What months come to for points when they are settled anew with all that is known; the last thing that a case does. */
export const freshSums = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  periods: ReadonlyArray<Period>,
  gsrns: ReadonlyArray<Gsrn>
) {
  const fresh = { ...world, billing: [] as Array<RunId> }
  yield* billMonths(fresh, ...periods)
  return yield* sumsOf(fresh.billing, gsrns)
})

/** Fails unless all that was billed is what a settlement of today says: exact, to the øre, with VAT. */
export const expectBilledAnew = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  periods: ReadonlyArray<Period>,
  gsrns: ReadonlyArray<Gsrn>
) {
  const billed = yield* sumsOf(world.billing, gsrns)
  const bills = yield* billsOf(periods, gsrns)
  const anew = yield* freshSums(world, periods, gsrns)
  const without = (some: ReadonlyArray<string>, others: ReadonlyArray<string>) =>
    some.filter((one) => !others.includes(one))
  yield* expectSame("billed, where it is another", without(billed, anew), without(anew, billed))
  yield* expectSame("bills", bills, yield* billsOf(periods, gsrns))
})

/** Lines that runs have stored. */
export const linesIn = (runs: ReadonlyArray<RunOutcome>): number =>
  runs.reduce((sum, { progress }) => sum + progress.lines, 0)
