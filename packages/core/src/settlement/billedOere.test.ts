import { describe, expect, it } from "@effect/vitest"
import { gsrnOf } from "../market/index.ts"
import { type ExactDkk, halfEvenToOere, UNITS_PER_OERE } from "../quantity/index.ts"
import { inBilledOere } from "./billedOere.ts"
import { SettlementLine } from "./Settlement.ts"

/** A line of the energy of some segment, worth so many thousandths of an øre. */
const lineOf = (milliOere: number, index = 0, id = "product/energy"): SettlementLine => {
  const exact: ExactDkk = (BigInt(milliOere) * UNITS_PER_OERE) / 1000n
  return new SettlementLine({
    kind: "energy",
    id,
    name: "Energy",
    gsrn: gsrnOf("57131399900000001"),
    segment: { index, from: index, to: index + 1 },
    quantityWh: 1,
    exact,
    amountOere: halfEvenToOere(exact),
    vatClass: "D02",
    isTax: false,
    trace: () => ({ parts: [] })
  })
}

/** Øre of the differences, where the bill changes from `billed` to `fresh`. */
const given = (differences: ReadonlyArray<number>, billed: number, fresh: number): ReadonlyArray<number> =>
  inBilledOere(
    differences.map((one, index) => lineOf(one, index)),
    [lineOf(billed)],
    [lineOf(fresh)]
  ).map(({ amountOere }) => amountOere)

describe("the øre of a correction", () => {
  it("are those of its lines where these come to the change of the bill", () => {
    expect(given([400, 1600], 0, 2000)).toEqual([0, 2])
  })

  it("that remain go to the lines whose rounding lost most, wherever they stand", () => {
    expect(given([300, 450, 400], 0, 1150)).toEqual([0, 1, 0])
    expect(given([400, 300, 450], 0, 1150)).toEqual([0, 0, 1])
    expect(given([400, 450, 300], 0, 2000)).toEqual([1, 1, 0])
  })

  it("that are too many are taken from the lines whose rounding won most", () => {
    expect(given([700, 550, 600], 0, 1850)).toEqual([1, 0, 1])
    expect(given([-300, -450, -400], 1150, 0)).toEqual([0, -1, 0])
  })

  it("go to the first of lines that lost as much, and around again where they are more than the lines", () => {
    expect(given([400, 400], 0, 1000)).toEqual([1, 0])
    expect(given([400, 300], 0, 3000)).toEqual([2, 1])
  })

  it("are counted for each charge by itself", () => {
    const other = lineOf(450, 0, "other")
    const lines = inBilledOere([lineOf(400), other], [], [lineOf(1000)])
    expect(lines.map(({ amountOere, id }) => [id, amountOere])).toEqual([
      ["product/energy", 1],
      ["other", 0]
    ])
    expect(lines[1]).toBe(other)
  })
})
