import { describe, expect, it } from "@effect/vitest"
import { gsrnOf, type Instant, LocalDate, MarketCalendar } from "../market/index.ts"
import type { PortfolioPoint, SupplyPeriod } from "../portfolio/index.ts"
import type { MarketProcess, ProcessKind, ProcessRole } from "../processes/index.ts"
import { processOf } from "../testing/index.ts"
import { notOurMoveOut, notOurStart } from "./ourStart.ts"

const gsrn = gsrnOf("57131399900000001")
const day = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))
const start = day("2025-06-01")

/** Our supply, by its stretches. */
const supplied = (...supply: ReadonlyArray<Omit<SupplyPeriod, "gsrn">>): PortfolioPoint => ({
  gsrn,
  meteringPoint: [],
  supply: supply.map((period) => ({ gsrn, ...period })),
  contracts: [],
  customers: [],
  links: [],
  children: []
})

const process = (kind: ProcessKind, role: ProcessRole, effectiveAt = start) => processOf(kind, role, { effectiveAt })

const wasSwitch = /^it was a change of supplier/
const wasMove = /^it was a move-in/

const reasons = (
  reported: "BRS-003" | "BRS-011",
  open: ReadonlyArray<ReturnType<typeof process>>,
  point: PortfolioPoint | undefined = supplied({ from: start })
) =>
  notOurStart({ field: "at", process: reported, at: start }, { point, open }).map(({ reason, rule }) => [rule, reason])

describe("what speaks against undoing a start of ours", () => {
  it("is that it was the other of switch and move", () => {
    const another = process("endOfSupply", "current")
    expect(reasons("BRS-003", [another, process("moveIn", "new")])).toEqual([
      ["BRS-003 E22", expect.stringMatching(wasMove)]
    ])
    expect(reasons("BRS-011", [process("changeOfSupplier", "gaining"), another])).toEqual([
      ["BRS-011 E22", expect.stringMatching(wasSwitch)]
    ])
  })

  it("is nothing where switch and move fall on one day: each can be undone as what it is", () => {
    const both = [process("changeOfSupplier", "gaining"), process("moveIn", "new")]
    expect(reasons("BRS-003", both)).toEqual([])
    expect(reasons("BRS-011", both)).toEqual([])
  })

  it("is nothing that somebody else began, or that fell on another day", () => {
    const others = [
      process("changeOfSupplier", "losing"),
      process("moveIn", "previous"),
      process("changeOfSupplier", "gaining", day("2025-05-01")),
      process("moveIn", "new", day("2025-05-01"))
    ]
    for (const reported of ["BRS-003", "BRS-011"] as const) {
      expect(reasons(reported, [])).toEqual([])
      for (const other of others) expect(reasons(reported, [other])).toEqual([])
    }
  })

  it("is that it is no start of ours, or not the latest", () => {
    const notThatDay = [["BRS-003 E16", "our supply does not begin on that day"]]
    expect(reasons("BRS-003", [], supplied({ from: day("2025-05-31") }))).toEqual(notThatDay)
    expect(notOurStart({ field: "at", process: "BRS-003", at: start }, { point: undefined, open: [] })).toHaveLength(1)
    // A date that is none is refused as such.
    expect(notOurStart({ field: "at", process: "BRS-003", at: Number.NaN }, { point: undefined, open: [] })).toEqual([])
    const later = { from: day("2025-07-01") }
    const followed = supplied({ from: start, to: day("2025-06-20") }, later)
    expect(reasons("BRS-003", [], followed)).toEqual([
      ["BRS-003 E22", "a later start of ours has followed: only the latest can be undone"]
    ])
    // The supply goes on without a break: it is written in two parts and begins once.
    expect(reasons("BRS-003", [], supplied({ from: start, to: later.from }, later))).toEqual([])
  })
})

describe("what speaks against undoing a move-out of ours", () => {
  const against = (customers: PortfolioPoint["customers"], open: ReadonlyArray<MarketProcess>, at: Instant = start) =>
    notOurMoveOut({ field: "at", process: "BRS-011", at }, { point: { ...supplied(), customers }, open }).map(
      ({ rule }) => rule
    )

  const livedThere = (to?: Instant) => ({
    gsrn,
    customer: { name: "Nordlys ApS", contacts: [] },
    from: day("2025-01-01"),
    ...(to === undefined ? {} : { to })
  })
  const effectuated = (kind: "moveOut" | "endOfSupply", effectiveAt = start): MarketProcess => ({
    ...processOf(kind, "current", { effectiveAt }),
    state: "effectuated"
  })

  it("is nothing where a customer's relation ended on that day", () => {
    expect(against([livedThere(start), livedThere()], [])).toEqual([])
    expect(against([], [effectuated("endOfSupply"), effectuated("moveOut")])).toEqual([])
  })

  it("is that nobody moved out on that day", () => {
    expect(against([livedThere(), livedThere(day("2025-05-31"))], [])).toEqual(["BRS-011 E16"])
    const others = [
      processOf("moveOut", "current", { effectiveAt: start }),
      effectuated("moveOut", day("2025-05-31")),
      effectuated("endOfSupply")
    ]
    for (const other of others) expect(against([], [other])).toEqual(["BRS-011 E16"])
    expect(notOurMoveOut({ field: "at", process: "BRS-011", at: start }, { point: undefined, open: [] })).toHaveLength(
      1
    )
    expect(against([], [], Number.NaN)).toEqual([])
  })
})
