import {
  type ChargeLink,
  gsrnOf,
  Gln,
  linkChanges,
  LocalDate,
  MarketCalendar,
  uncovered,
  type Validity
} from "@datahub-settlement/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { endedParts } from "./supplyOf.ts"

const gsrn = gsrnOf("57131399900000001")
const day = (text: string) => MarketCalendar.startOfDay(LocalDate.make(text))
const owner = Gln.make("5790000432752")
const tariff = { owner, type: "D03" as const, code: "40000" }
const fee = { owner, type: "D02" as const, code: "FEE" }
const link = (charge: ChargeLink["charge"], from: string, to?: string): ChargeLink => ({
  gsrn,
  charge,
  quantity: 1,
  from: day(from),
  ...(to === undefined ? {} : { to: day(to) })
})

describe("link changes", () => {
  it("a stop takes away the time after it, and nothing when it comes again", () => {
    const stop = link(tariff, "2026-03-01", "2026-03-01")
    const { links, removed } = linkChanges([link(tariff, "2026-01-01")], [stop])
    expect(links).toEqual([link(tariff, "2026-01-01", "2026-03-01")])
    expect(removed).toEqual([{ gsrn, charge: tariff, from: day("2026-03-01") }])
    expect(linkChanges(links, [stop])).toEqual({ links, removed: [] })
  })

  it("an annulled fee goes as a whole, on its day", () => {
    const { links, removed } = linkChanges([link(fee, "2026-02-03")], [link(fee, "2026-02-03", "2026-02-03")])
    expect(links).toEqual([])
    expect(removed).toEqual([{ gsrn, charge: fee, from: day("2026-02-03"), to: day("2026-02-04") }])
  })
})

describe("what is left over", () => {
  it("of a version that ends earlier now is forgotten", () => {
    const stored = [{ from: 10 }]
    expect(endedParts(stored, [{ from: 10, to: 20 }])).toEqual([{ from: 20 }])
    expect(endedParts(stored, [{ from: 10, to: 20 }, { from: 20 }])).toEqual([])
    expect(endedParts([{ from: 10, to: 20 }, { from: 30 }], [{ from: 10, to: 20 }])).toEqual([])
    expect(endedParts(stored, [{ from: 10 }])).toEqual([])
  })

  it("is what no other validity covers, at every instant", () => {
    const validity = fc
      .record({
        from: fc.integer({ min: 0, max: 30 }),
        length: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined })
      })
      .map(({ from, length }): Validity => (length === undefined ? { from } : { from, to: from + length }))
    const holds = (all: ReadonlyArray<Validity>, at: number): boolean =>
      all.some(({ from, to }) => from <= at && (to === undefined || at < to))
    fc.assert(
      fc.property(validity, fc.array(validity, { maxLength: 5 }), (one, others) => {
        const parts = uncovered([one], others)
        for (let at = 0; at < 60; at++) expect(holds(parts, at)).toBe(holds([one], at) && !holds(others, at))
      })
    )
  })
})
