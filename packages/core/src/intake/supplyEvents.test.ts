import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { day, gsrn } from "../../test/intake/Making.ts"
import type { Statement } from "../exchange/index.ts"
import type { Validity } from "../market/index.ts"
import type { PortfolioPoint } from "../portfolio/index.ts"
import { joinEqual } from "../storage/index.ts"
import { pointSubject } from "./PreparedMessage.ts"
import { supplyAfter, supplyChanges, type SupplyEvent, supplyStatement } from "./supplyEvents.ts"

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

describe("an end that is told once more", () => {
  const ours = ["start", "E03", "2025-01-01"] as const

  it("is the newest, earlier or later", () => {
    for (const later of ["2025-05-20", "2025-06-10"]) {
      assert.deepStrictEqual(supplyOf(ours, ["stop", "E03", "2025-06-01"], ["stop", "E03", later]), [
        { ...january, to: day(later) }
      ])
    }
  })

  it("gives nothing back that another process has taken, or that began anew", () => {
    const lost = ["stop", "E03", "2025-06-01"] as const
    assert.deepStrictEqual(supplyOf(ours, lost, ["stop", "E20", "2025-06-10"]), [{ ...january, to: day("2025-06-01") }])
    assert.deepStrictEqual(supplyOf(ours, lost, ["start", "E65", "2025-06-05"], ["stop", "E03", "2025-06-10"]), [
      { ...january, to: day("2025-06-01") },
      { from: day("2025-06-05"), to: day("2025-06-10") }
    ])
  })
})

describe("a start that is planned within an open supply", () => {
  it("begins supply again when that ends before it", () => {
    const moveIn = ["start", "E65", "2025-08-01"] as const
    for (const stop of ["E20", "E01", "E03"]) {
      assert.deepStrictEqual(supplyOf(["start", "E03", "2025-01-01"], moveIn, ["stop", stop, "2025-06-01"]), [
        { ...january, to: day("2025-06-01") },
        { from: day("2025-08-01") }
      ])
    }
  })

  it("ends where it is known to end, when the supply before it turns out to have ended earlier", () => {
    const moveIn = ["start", "E65", "2025-08-01"] as const
    const others = ["stop", "E03", "2025-09-01"] as const
    const earlier = ["stop", "E01", "2025-06-01"] as const
    assert.deepStrictEqual(supplyOf(["start", "E03", "2025-01-01"], moveIn, others, earlier), [
      { ...january, to: day("2025-06-01") },
      { from: day("2025-08-01"), to: day("2025-09-01") }
    ])
  })

  it("outlives a switch that is cancelled before it", () => {
    const moveIn = ["start", "E65", "2025-09-01"] as const
    const lost = ["stop", "E03", "2025-07-01"] as const
    const won = ["start", "E03", "2025-08-01"] as const
    const earlier = ["stop", "E01", "2025-06-01"] as const
    assert.deepStrictEqual(supplyOf(["start", "E03", "2025-01-01"], lost, won, moveIn, earlier), [
      { ...january, to: day("2025-06-01") },
      { from: day("2025-09-01") }
    ])
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

describe("an annulment", () => {
  const begun = ["start", "E03", "2025-01-01"] as const
  const moveIn = ["start", "E65", "2025-08-01"] as const
  const annulled = ["annulled", "D34", "2025-08-01"] as const

  it("of a day on which nothing began changes nothing: it may be a move-out that is undone", () => {
    assert.deepStrictEqual(supplyOf(begun, annulled), [january])
  })

  it("that comes twice does no more than one", () => {
    assert.deepStrictEqual(supplyOf(begun, moveIn, annulled, annulled), [january])
    assert.deepStrictEqual(supplyOf(moveIn, annulled, annulled), [])
  })
})

describe("a move of another supplier's customer", () => {
  const begun = ["start", "E03", "2025-01-01"] as const
  const moveIn = ["start", "E65", "2025-08-01"] as const
  const stop = ["stop", "E01", "2025-08-01"] as const
  const annulled = ["annulled", "D34", "2025-08-01"] as const

  it("ends our supply on the day of a move of our own that had been annulled", () => {
    const ended = [{ ...january, to: day("2025-08-01") }]
    assert.deepStrictEqual(supplyOf(begun, stop, moveIn, annulled, stop), ended)
    assert.deepStrictEqual(supplyOf(begun, moveIn, stop, annulled, stop), ended)
  })

  it("ends our supply also where a customer of ours turns out to have moved in before", () => {
    const ended = [{ ...january, to: day("2025-08-01") }]
    const earlier = ["start", "E65", "2025-07-25"] as const
    assert.deepStrictEqual(supplyOf(begun, stop, earlier), ended)
    assert.deepStrictEqual(supplyOf(begun, stop, ["stop", "E01", "2025-07-25"], earlier), ended)
    assert.deepStrictEqual(supplyOf(begun, ["stop", "E03", "2025-08-01"], earlier), [january], "a switch is cancelled")
  })

  it("is undone when the point is given back", () => {
    for (const [lost, back] of [
      ["E01", "D33"],
      ["E03", "D07"]
    ] as const) {
      for (const from of ["2025-01-01", "2025-08-01"]) {
        assert.deepStrictEqual(supplyOf(begun, ["stop", lost, "2025-08-01"], ["start", back, from]), [january])
      }
    }
  })

  it("is what a move within our supply tells of too, whichever is told first", () => {
    assert.deepStrictEqual(supplyOf(begun, stop, moveIn), [january])
    assert.deepStrictEqual(supplyOf(begun, moveIn, stop), [january])
    assert.deepStrictEqual(supplyOf(begun, stop, moveIn, annulled), [january])
  })
})

/** What is recorded of a point whose events come one by one, where something may be known already. */
const recordedOf = (
  events: ReadonlyArray<SupplyEvent>,
  known: ReadonlyArray<Validity> = []
): ReadonlyArray<Validity> => {
  const nothing = { gsrn, meteringPoint: [], contracts: [], customers: [], links: [], children: [] }
  const statements: Array<Statement> = []
  let supply = known
  for (const event of events) {
    const point: PortfolioPoint = { ...nothing, supply: supply.map((one) => ({ ...one, gsrn })) }
    const told = new Map([[pointSubject(gsrn), [...statements]]])
    const { supply: changed, touched } = supplyChanges([event], told, new Map([[gsrn, point]]))
    if (touched.length > 0) supply = changed.map(({ gsrn: _, ...one }) => one)
    statements.push(supplyStatement(event))
  }
  return joinEqual(supply, () => true)
}

const anyEvent = fc.tuple(
  fc.constantFrom<readonly [SupplyEvent["kind"], string]>(
    ["start", "E03"],
    ["start", "E65"],
    ["start", "D07"],
    ["start", "D33"],
    ["stop", "E03"],
    ["stop", "E01"],
    ["stop", "E20"],
    ["annulled", "D34"]
  ),
  fc.integer({ min: 1, max: 5 })
)

describe("events that come one by one", () => {
  it("come to the same in any order", () => {
    const events = fc.array(anyEvent, { minLength: 2, maxLength: 7 })
    const made = events.map((some) =>
      told(some.map(([[kind, processType], at]): Told => [kind, processType, `2025-0${at}-01`]))
    )
    const orders = made.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))
    )
    const contradicting = told([
      ["start", "E65", "2025-01-01"],
      ["stop", "E03", "2025-01-01"],
      ["stop", "E20", "2025-05-01"],
      ["start", "E65", "2025-04-01"],
      ["start", "E03", "2025-05-01"],
      ["stop", "E01", "2025-01-01"],
      ["annulled", "D34", "2025-05-01"]
    ])
    const came = [4, 6, 3, 2, 1, 0, 5].map((index) => contradicting[index]!)
    fc.assert(
      fc.property(orders, ([all, shuffled]) => assert.deepStrictEqual(recordedOf(shuffled), recordedOf(all))),
      { numRuns: 1000, examples: [[[contradicting, came]]] }
    )
  })

  it("are applied to what a file has said", () => {
    const [ends, begins] = told([
      ["stop", "E03", "2025-06-01"],
      ["start", "E03", "2025-08-01"]
    ])
    const after = [{ ...january, to: day("2025-06-01") }, { from: day("2025-08-01") }]
    assert.deepStrictEqual(recordedOf([ends!, begins!], [january]), after)
    assert.deepStrictEqual(recordedOf([begins!, ends!], [january]), after)
  })
})
