import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import { GridArea, type Validity } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { type AdvancedProcess, advanceProcess, type ProcessEvent, type ProcessKind } from "../processes/index.ts"
import { memoryIntake, processOf } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { customerEnds } from "./processEffects.ts"

const supplyBegan = day("2025-01-01")
const ended = day("2025-06-01")
const event: ProcessEvent = { kind: "dateReached", at: ended }

/** A step that ends the customer relation, whatever else the process does. */
const ending = (kind: ProcessKind): AdvancedProcess => {
  const process = processOf("moveOut", "current", { gsrn, effectiveAt: ended })
  const advanced = advanceProcess(process, event)
  return { ...advanced, process: { ...process, kind }, effects: [{ kind: "endCustomerRelation", at: ended }] }
}

const customersAfter = (kind: ProcessKind, supply: Validity) =>
  Effect.gen(function* () {
    const portfolio = yield* Portfolio
    yield* portfolio.record({
      meteringPoints: [{ gsrn, from: supplyBegan, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }],
      supply: [{ gsrn, ...supply }],
      customers: [{ gsrn, from: supplyBegan, customer: { name: "A. Hansen", contacts: [] } }]
    })
    yield* customerEnds(ending(kind), event)
    const point = (yield* portfolio.versions([gsrn])).get(gsrn)
    return point?.customers.map(({ from, to }) => [from, to])
  }).pipe(Effect.provide(memoryIntake({ gln: us })))

describe("a customer relation that ends", () => {
  it.effect("is left to the supply that ends, which may be given back", () =>
    Effect.gen(function* () {
      const customers = yield* customersAfter("changeOfSupplier", { from: supplyBegan, to: ended })
      assert.deepStrictEqual(customers, [[supplyBegan, undefined]])
    })
  )

  it.effect("goes on where DataHub told of the same customer from that day on", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: supplyBegan, supplyStart: supplyBegan })
      made.customer("A. Hansen", supplyBegan)
      made.customer("A. Hansen", ended)
      for (const message of made.messages) yield* handleMessage(message)
      const portfolio = yield* Portfolio
      yield* customerEnds(ending("moveOut"), event)
      const point = (yield* portfolio.versions([gsrn])).get(gsrn)
      assert.strictEqual(point?.customers.at(-1)?.to, undefined)
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("ends with a move-out, though we go on supplying", () =>
    Effect.gen(function* () {
      const customers = yield* customersAfter("moveOut", { from: supplyBegan })
      assert.deepStrictEqual(customers, [[supplyBegan, ended]])
    })
  )
})
