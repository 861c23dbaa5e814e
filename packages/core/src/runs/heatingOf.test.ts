import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { GridArea, gsrnOf, LocalDate, MarketCalendar, type Period, type Validity } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import type { HeatingUse, SuppliedPoint } from "../portfolio/index.ts"
import { householdCharges, memoryStores, seriesOf, tariffOf } from "../testing/index.ts"
import { heatingOf } from "./heatingOf.ts"

const gsrn = gsrnOf("57131399900000001")
const reduced = tariffOf({ code: "LOW", prices: "0.008" })
const dates = (from: string, to: string): Period => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
const start = (date: string): number => MarketCalendar.startOfDay(LocalDate.make(date))
const YEAR_WH = 4_000_000

interface Heated {
  readonly supply?: ReadonlyArray<Validity>
  readonly periods?: ReadonlyArray<Validity>
  readonly usedBefore?: ReadonlyArray<HeatingUse>
}

const since2025 = { from: start("2025-01-01") }

const pointOf = ({ periods = [since2025], supply = [since2025], usedBefore = [] }: Heated): SuppliedPoint => ({
  gsrn,
  type: "E17",
  gridArea: GridArea.make("791"),
  priceArea: "DK2",
  supply,
  product: [],
  links: [],
  children: [],
  electricHeating: { tax: householdCharges.tax.key, reduced: reduced.key, periods, usedBefore }
})

/** A kWh an hour in all of 2025 and 2026. */
const measured = MeteringLedger.use((ledger) =>
  ledger.append([
    {
      messageId: "m",
      series: [seriesOf({ gsrn, period: dates("2025-01-01", "2027-01-01"), kwh: "1", messageId: "m" })]
    }
  ])
)

/** From when until when, the limit in kWh, and what of it was used before. */
const allowances = (heated: Heated, period: Period) =>
  Effect.gen(function* () {
    yield* measured
    const states = yield* heatingOf([pointOf(heated)], period, Date.UTC(2030, 0, 1), [reduced])
    return Result.getOrThrow(states.get(gsrn)!).allowances.map(({ from, limitWh, to, usedBeforeWh }) => [
      MarketCalendar.localDateOf(from),
      to === undefined ? "" : MarketCalendar.localDateOf(to),
      limitWh,
      usedBeforeWh
    ])
  }).pipe(Effect.provide(memoryStores))

const march2026 = dates("2026-03-01", "2026-04-01")
const hoursOf = ({ from, to }: Period): number => (to - from) / 3_600_000

describe("what was used of a year's limit of electric heating", () => {
  it.effect("is what was measured since the year began, and nothing of the year before", () =>
    Effect.gen(function* () {
      const used = hoursOf(dates("2026-01-01", "2026-03-01")) * 1000
      assert.deepStrictEqual(yield* allowances({}, march2026), [["2026-01-01", "2027-01-01", YEAR_WH, used]])
      assert.deepStrictEqual(yield* allowances({}, dates("2025-12-01", "2026-02-01")), [
        ["2025-01-01", "2026-01-01", YEAR_WH, hoursOf(dates("2025-01-01", "2025-12-01")) * 1000],
        ["2026-01-01", "2027-01-01", YEAR_WH, 0]
      ])
    })
  )

  it.effect("is what a contract says of the year until a day, and what was measured since then", () =>
    Effect.gen(function* () {
      const used = (...usedBefore: ReadonlyArray<HeatingUse>) =>
        Effect.map(allowances({ usedBefore }, march2026), (all) => all.map((one) => one[3]))
      const measuredSince = (date: string) => hoursOf({ from: start(date), to: march2026.from }) * 1000
      const february = { until: start("2026-02-01"), wh: 700_000 }
      assert.deepStrictEqual(yield* used(february), [700_000 + measuredSince("2026-02-01")])
      // The newest word counts, up to the first day of what is settled, and no word of another year.
      assert.deepStrictEqual(yield* used(february, { until: march2026.from, wh: 5 }), [5])
      assert.deepStrictEqual(yield* used(february, { until: start("2026-03-02"), wh: 5 }), [
        700_000 + measuredSince("2026-02-01")
      ])
      const all = measuredSince("2026-01-01")
      assert.deepStrictEqual(yield* used({ until: start("2025-06-01"), wh: 9 }), [all])
      assert.deepStrictEqual(yield* used({ until: start("2026-01-01"), wh: 9 }), [all])
    })
  )

  it.effect("is less what the roof has produced in the same hours", () =>
    Effect.gen(function* () {
      const roof = gsrnOf("57131399900000002")
      const period = dates("2026-01-01", "2026-03-01")
      const fed = seriesOf({ gsrn: roof, period, kwh: "0.25", meteringPointType: "E18", messageId: "roof" })
      yield* measured
      yield* MeteringLedger.use((ledger) => ledger.append([{ messageId: "roof", series: [fed] }]))
      const production = { gsrn: roof, netting: "hourly", periods: [since2025] } as const
      const states = yield* heatingOf([{ ...pointOf({}), production }], march2026, Date.UTC(2030, 0, 1), [reduced])
      assert.deepStrictEqual(
        Result.getOrThrow(states.get(gsrn)!).allowances.map(({ usedBeforeWh }) => usedBeforeWh),
        [hoursOf(period) * 750]
      )
    }).pipe(Effect.provide(memoryStores))
  )

  it.effect("begins anew with our supply, and nothing limits the time without heating", () =>
    Effect.gen(function* () {
      const since = { from: start("2026-02-15") }
      const limit = (from: string, to: string) => Math.round((YEAR_WH * hoursOf(dates(from, to))) / 24 / 365)
      assert.deepStrictEqual(yield* allowances({ supply: [since] }, march2026), [
        [
          "2026-02-15",
          "2027-01-01",
          limit("2026-02-15", "2027-01-01"),
          hoursOf({ from: since.from, to: march2026.from }) * 1000
        ]
      ])
      const heating = [dates("2026-03-10", "2026-03-20")]
      assert.deepStrictEqual(yield* allowances({ periods: heating }, march2026), [
        ["2026-03-01", "2026-03-10", Number.MAX_SAFE_INTEGER, 0],
        ["2026-03-10", "2026-03-20", limit("2026-03-10", "2026-03-20"), 0],
        ["2026-03-20", "2026-04-01", Number.MAX_SAFE_INTEGER, 0]
      ])
    })
  )
})

describe("electric heating of which something is not known", () => {
  it.effect("is told: the reduced tax, and readings of the year", () =>
    Effect.gen(function* () {
      const states = yield* heatingOf([pointOf({})], march2026, Date.UTC(2030, 0, 1), [])
      const problems = Result.getOrThrow(Result.flip(states.get(gsrn)!))
      assert.deepStrictEqual([...new Set(problems.map(({ _tag }) => _tag))].sort(), ["MissingReading", "UnknownCharge"])
      const { system, tax } = householdCharges
      yield* measured
      const far = dates("2027-03-01", "2027-04-01")
      const unread = yield* heatingOf([pointOf({})], far, Date.UTC(2030, 0, 1), [tax, system, reduced])
      const unknown = Result.getOrThrow(Result.flip(unread.get(gsrn)!))
      assert.deepStrictEqual(
        unknown.map(({ _tag }) => _tag),
        ["MissingReading"]
      )
      const known = yield* heatingOf([pointOf({})], march2026, Date.UTC(2030, 0, 1), [tax, system, reduced])
      assert.strictEqual(Result.getOrThrow(known.get(gsrn)!).reduced, reduced)
      const { electricHeating: _, ...other } = pointOf({})
      assert.strictEqual((yield* heatingOf([other], march2026, 0, [])).size, 0)
    }).pipe(Effect.provide(memoryStores))
  )
})
