import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { GridArea, gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { householdCharges, memorySettlementRunStore, memoryStores, spotProductOf, tariffOf } from "../testing/index.ts"
import type { CorrectionDue } from "./CorrectionsDue.ts"
import { planCorrections } from "./planCorrections.ts"
import { RULE_VERSION } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

const stores = () => Layer.mergeAll(memoryStores, memorySettlementRunStore)

const home = gsrnOf("57131399900000001")
const roof = gsrnOf("57131399900000002")
const month = (number: number) => MarketCalendar.monthPeriod(LocalDate.make(`2025-0${number}-01`))
const asOf = Date.UTC(2025, 5, 1)
const since = { from: month(1).from }

/** A home that is settled with what its roof produces, with electric heating or without. */
const supplied = (isHeated: boolean) =>
  Portfolio.use((portfolio) => {
    const version = { ...since, gridArea: GridArea.make("791"), priceArea: "DK2" } as const
    const heating = { tax: householdCharges.tax.key, reduced: tariffOf({ code: "LOW", prices: "0.008" }).key }
    const { from: _, ...terms } = spotProductOf()
    return portfolio.record({
      meteringPoints: [
        { ...version, gsrn: home, type: "E17" },
        { ...version, gsrn: roof, type: "E18" }
      ],
      supply: [{ ...since, gsrn: home }],
      contracts: [
        {
          ...since,
          gsrn: home,
          terms,
          production: { gsrn: roof, netting: "hourly" },
          ...(isHeated ? { electricHeating: heating } : {})
        }
      ]
    })
  })

const runOf = (number: number, asOf: number, name = number) =>
  ({
    runId: `00000000-0000-4000-8000-00000000000${name}`,
    kind: "settlement",
    period: month(number),
    asOf,
    ruleVersion: RULE_VERSION,
    points: 0,
    startedAt: asOf
  }) as const

/** A settlement run of a month was begun, and has not finished. */
const begun = (number: number) => SettlementRunStore.use((store) => store.begin(runOf(number, asOf)))

/** One of the same month was begun as of an instant, and has finished. */
const finished = (number: number, at: number) =>
  SettlementRunStore.use((store) => {
    const run = runOf(number, at, 9)
    return Effect.andThen(store.begin(run), store.finish(run))
  })

const dueOf = (gsrn: typeof home, number: number): CorrectionDue => ({
  gsrn,
  period: month(number),
  cause: "readings",
  messageId: "m",
  notedAt: asOf
})

describe("corrections that are due", () => {
  it.effect("wait for a run of later time that one of the points has whose limit of heating they move", () =>
    Effect.gen(function* () {
      yield* supplied(true)
      yield* begun(3)
      // What is produced in January is used less of the limit in March; of the roof itself March knows nothing.
      const due = dueOf(roof, 1)
      assert.deepStrictEqual(yield* planCorrections([due], asOf), { periods: [], taken: [], waiting: [due] })
      // What December was is nothing to the limit of the next year.
      const december = { ...due, period: MarketCalendar.monthPeriod(LocalDate.make("2024-12-01")) }
      assert.deepStrictEqual((yield* planCorrections([december], asOf)).taken, [december])
      const later = dueOf(roof, 4)
      assert.deepStrictEqual((yield* planCorrections([later, due], asOf)).taken, [later])
    }).pipe(Effect.provide(stores()))
  )

  it.effect("wait for nothing that they do not touch", () =>
    Effect.gen(function* () {
      yield* supplied(false)
      yield* begun(3)
      yield* begun(2)
      const [january, march] = [dueOf(roof, 1), dueOf(roof, 3)]
      const { taken, waiting } = yield* planCorrections([january, march], asOf)
      assert.deepStrictEqual([taken, waiting], [[january], [march]])
    }).pipe(Effect.provide(stores()))
  )

  for (const [what, at, waits] of [
    ["later", asOf + 1, false],
    ["at the same instant", asOf, false],
    ["earlier", asOf - 1, true]
  ] as const) {
    it.effect(`wait for a run that was stopped, or not, where another one has settled its month ${what}`, () =>
      Effect.gen(function* () {
        yield* supplied(false)
        yield* begun(3)
        yield* finished(3, at)
        assert.strictEqual((yield* planCorrections([dueOf(home, 3)], asOf)).waiting.length, waits ? 1 : 0)
      }).pipe(Effect.provide(stores()))
    )
  }
})
