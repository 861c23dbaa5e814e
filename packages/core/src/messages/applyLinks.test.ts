import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { ChargeKey, ChargeLink } from "../charges/index.ts"
import { endOf, energinet, gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { applyLinks } from "./applyLinks.ts"

const gsrn = gsrnOf("57131399900000001")
const subscription: ChargeKey = { owner: energinet, type: "D01", code: "41004" }
const day = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))

const link = (from: string, to?: string, quantity = 1, charge = subscription): ChargeLink => ({
  gsrn,
  charge,
  quantity,
  from: day(from),
  ...(to === undefined ? {} : { to: day(to) })
})
const stop = (date: string) => link(date, date)

describe("a new link", () => {
  it("is added and runs until it is stopped", () => {
    expect(applyLinks([], [link("2025-01-01")])).toEqual([link("2025-01-01")])
  })

  it("is added after one that has ended", () => {
    const ended = link("2025-01-01", "2025-03-01")
    expect(applyLinks([ended], [link("2025-03-01")])).toEqual([ended, link("2025-03-01")])
    expect(applyLinks([ended], [link("2025-05-01")])).toEqual([ended, link("2025-05-01")])
  })

  it("ends where the next one begins", () => {
    expect(applyLinks([link("2025-06-01")], [link("2025-01-01")])).toEqual([
      link("2025-01-01", "2025-06-01"),
      link("2025-06-01")
    ])
  })

  it("touches neither other charges nor other points", () => {
    const others = [
      link("2025-01-01", undefined, 1, { ...subscription, type: "D03" }),
      { ...link("2025-01-01"), gsrn: gsrnOf("57131399900000002") }
    ]
    const all = applyLinks(others, [link("2025-01-01"), stop("2025-01-01")])
    expect(all).toHaveLength(2)
    expect(all).toEqual(expect.arrayContaining(others))
  })
})

describe("a new count", () => {
  it("ends the version before on its day", () => {
    expect(applyLinks([link("2025-01-01")], [link("2025-03-01", undefined, 2)])).toEqual([
      link("2025-01-01", "2025-03-01"),
      link("2025-03-01", undefined, 2)
    ])
  })

  it("runs to where the link was stopped already", () => {
    expect(applyLinks([link("2025-01-01", "2025-06-01")], [link("2025-03-01", undefined, 2)])).toEqual([
      link("2025-01-01", "2025-03-01"),
      link("2025-03-01", "2025-06-01", 2)
    ])
  })

  it("takes the place of one from the same day, and leaves later ones as they are", () => {
    const later = link("2025-06-01", undefined, 3)
    expect(applyLinks([link("2025-01-01", "2025-06-01"), later], [link("2025-01-01", undefined, 2)])).toEqual([
      link("2025-01-01", "2025-06-01", 2),
      later
    ])
  })

  it("for a while leaves what stands before and after it", () => {
    expect(applyLinks([link("2025-01-01")], [link("2025-03-01", "2025-04-01", 2)])).toEqual([
      link("2025-01-01", "2025-03-01"),
      link("2025-03-01", "2025-04-01", 2),
      link("2025-04-01")
    ])
  })
})

describe("a stop", () => {
  it("ends the open link on its day", () => {
    expect(applyLinks([link("2025-01-01")], [stop("2025-03-01")])).toEqual([link("2025-01-01", "2025-03-01")])
  })

  it("annuls a link that begins on its day", () => {
    expect(applyLinks([link("2025-01-01")], [stop("2025-01-01")])).toEqual([])
  })

  it("ends every later version of the run, and leaves one that was started anew", () => {
    const existing = [link("2025-01-01", "2025-03-01"), link("2025-03-01", "2025-06-01", 2), link("2025-08-01")]
    expect(applyLinks(existing, [stop("2025-02-01")])).toEqual([link("2025-01-01", "2025-02-01"), link("2025-08-01")])
  })

  it("of what does not hold changes nothing", () => {
    const existing = [link("2025-01-01", "2025-03-01"), link("2025-08-01")]
    expect(applyLinks(existing, [stop("2025-03-01")])).toEqual(existing)
    expect(applyLinks(existing, [stop("2025-05-01")])).toEqual(existing)
    expect(applyLinks([], [stop("2025-05-01")])).toEqual([])
  })
})

const dates = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, "0")}-01`)
const anyMessage = fc
  .record({
    from: fc.constantFrom(...dates),
    months: fc.constantFrom(undefined, 0, 1, 3),
    quantity: fc.integer({ min: 1, max: 3 })
  })
  .map(({ from, months, quantity }) =>
    link(from, months === undefined ? undefined : (dates[dates.indexOf(from) + months] ?? "2026-01-01"), quantity)
  )

it("never makes overlaps or empty links, and a message applied again at once changes nothing", () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 12 }), (messages) => {
      let links: ReadonlyArray<ChargeLink> = []
      for (const message of messages) {
        links = applyLinks(links, [message])
        expect(applyLinks(links, [message])).toEqual(links)
      }
      expect(applyLinks([], messages)).toEqual(links)
      links.forEach((one, i) => {
        expect(endOf(one)).toBeGreaterThan(one.from)
        if (i > 0) expect(one.from).toBeGreaterThanOrEqual(endOf(links[i - 1]!))
      })
    })
  )
})
