import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, subscription, tariff, us } from "../../test/intake/Making.ts"
import { type Contract, Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import { CorrectionsDue, runSettlement } from "../runs/index.ts"
import { memoryExchange, memorySettlementRunStore, memoryStores, spotProductOf } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { IntakeSettings } from "./IntakeSettings.ts"
import { touchedBySupply } from "./touchedBySupply.ts"

const world = Layer.mergeAll(
  memoryStores,
  memoryExchange,
  memorySettlementRunStore,
  Layer.succeed(IntakeSettings, { gln: us, priceAreaOf: () => "DK2", keepsReadings: false })
)

const heating = { tax: tariff, reduced: subscription }

const pointWith = (settings: Partial<Contract>): PortfolioPoint => {
  const contract: Contract = { gsrn, from: day("2024-03-01"), terms: spotProductOf(), ...settings }
  return { gsrn, meteringPoint: [], supply: [], contracts: [contract], customers: [], links: [], children: [] }
}

const touched = (point: PortfolioPoint, from: string, to?: string) => {
  const part = { gsrn, from: day(from), ...(to === undefined ? {} : { to: day(to) }) }
  return touchedBySupply([part], new Map([[gsrn, point]]))
}

describe("supply that is another than before", () => {
  it("touches its own time", () => {
    const from = day("2025-06-10")
    assert.deepStrictEqual(touched(pointWith({}), "2025-06-10"), [{ gsrn, from }])
  })

  it("touches the year from its beginning where a yearly limit is shared out by it", () => {
    const heated = pointWith({ electricHeating: heating })
    assert.deepStrictEqual(touched(heated, "2025-06-10"), [{ gsrn, from: day("2025-01-01") }])
    assert.deepStrictEqual(touched(heated, "2025-12-31", "2026-02-01"), [
      { gsrn, from: day("2025-01-01"), to: day("2026-02-01") }
    ])
    assert.deepStrictEqual(touched(heated, "2026-01-01"), [{ gsrn, from: day("2026-01-01") }])
  })

  it.effect("touches a settled month of that year when it is to end later", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-01-01"), supplyStart: day("2025-01-01") })
      made.notice("E03", day("2025-07-01"))
      const [begins, ends] = made.messages as [(typeof made.messages)[0], (typeof made.messages)[0]]
      yield* TestClock.setTime(Date.parse("2025-06-01T00:00:00Z"))
      const { from: _, ...contract } = { ...pointWith({}).contracts[0]!, electricHeating: heating }
      yield* Portfolio.use((portfolio) => portfolio.record({ contracts: [{ ...contract, from: day("2025-01-01") }] }))
      yield* handleMessage(begins)
      const january = { from: day("2025-01-01"), to: day("2025-02-01") }
      yield* runSettlement({ runId: "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1", period: january })
      yield* handleMessage(ends)
      const due = yield* CorrectionsDue.use((corrections) => corrections.open(10))
      assert.deepStrictEqual(
        due.map(({ cause, period }) => [cause, period]),
        [["supply", january]]
      )
    }).pipe(Effect.provide(world))
  )
})
