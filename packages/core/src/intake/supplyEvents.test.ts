import { assert, describe, it } from "@effect/vitest"
import { day, gsrn } from "../../test/intake/Making.ts"
import type { Validity } from "../market/index.ts"
import { supplyAfter, type SupplyEvent } from "./supplyEvents.ts"

type Told = readonly [kind: SupplyEvent["kind"], processType: string, at: string]

/** Events in the order in which DataHub made them. */
const told = (events: ReadonlyArray<Told>): ReadonlyArray<SupplyEvent> =>
  events.map(([kind, processType, at], index) => ({
    gsrn,
    kind,
    at: day(at),
    processType,
    madeAt: index,
    messageId: `m-${index}`
  }))

const supplyOf = (...events: ReadonlyArray<Told>): ReadonlyArray<Validity> => {
  const all = told(events)
  return all.reduce<ReadonlyArray<Validity>>((supply, event) => supplyAfter(supply, event, all), [])
}

const january = { from: day("2025-01-01") }

describe("a start that is planned within an open supply", () => {
  it("begins supply again when that ends before it", () => {
    const moveIn = ["start", "E65", "2025-08-01"] as const
    for (const stop of ["E20", "E01", "E03", "D34"]) {
      const kind = stop === "D34" ? "annulled" : "stop"
      assert.deepStrictEqual(supplyOf(["start", "E03", "2025-01-01"], moveIn, [kind, stop, "2025-06-01"]), [
        { ...january, to: day("2025-06-01") },
        { from: day("2025-08-01") }
      ])
    }
  })

  it("is cancelled with what cancels it", () => {
    const ended = [{ ...january, to: day("2025-06-01") }]
    const first = ["start", "E03", "2025-01-01"] as const
    assert.deepStrictEqual(
      supplyOf(first, ["start", "E03", "2025-08-01"], ["stop", "E01", "2025-06-01"]),
      ended,
      "a switch, by a move"
    )
    assert.deepStrictEqual(
      supplyOf(first, ["start", "E65", "2025-08-01"], ["stop", "D14", "2025-06-01"]),
      ended,
      "a move, by the close-down"
    )
    assert.deepStrictEqual(
      supplyOf(first, ["start", "E65", "2025-08-01"], ["annulled", "D11", "2025-08-01"], ["stop", "E03", "2025-06-01"]),
      ended,
      "by itself"
    )
  })

  it("leaves the supply around it alone when it is annulled", () => {
    const moveIn = ["start", "E65", "2025-08-01"] as const
    const annulled = ["annulled", "D34", "2025-08-01"] as const
    assert.deepStrictEqual(supplyOf(["start", "E03", "2025-01-01"], moveIn, annulled), [january])
  })

  it("ends with its annulment where we had lost the supply before", () => {
    const retaken = ["start", "E03", "2025-08-01"] as const
    const annulled = ["annulled", "D34", "2025-08-01"] as const
    const supply = supplyOf(["start", "E03", "2025-01-01"], ["stop", "E03", "2025-08-01"], retaken, annulled)
    assert.deepStrictEqual(supply, [{ ...january, to: day("2025-08-01") }])
  })
})
