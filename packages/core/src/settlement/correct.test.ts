import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { gsrnOf, LocalDate, MarketCalendar, type Period } from "../market/index.ts"
import { feeOf, householdRequest, linkOf, seriesOf, spotProductOf, tariffOf, validityOf } from "../testing/index.ts"
import {
  acontoSettlement,
  correct,
  correctBill,
  type Correction,
  finalSettlement,
  resettle,
  reverse,
  settle,
  type SettlementRequest
} from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const dates = (from: string, to: string): Period => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
const corrected = (before: Partial<SettlementRequest>, after: Partial<SettlementRequest>): Correction =>
  Result.getOrThrow(correct({ before: householdRequest(before), after: householdRequest(after) }))
const linesOf = ({ lines }: Pick<Correction, "lines">) =>
  lines.map(({ amountOere, id, quantityWh }) => [id, quantityWh, amountOere])

describe("a correction", () => {
  const period = dates("2025-01-01", "2025-02-01")
  const first = seriesOf({ gsrn, period, kwh: "0.4" })
  const newer = seriesOf({ gsrn, period: dates("2025-01-15", "2025-01-16"), kwh: "0.5", registeredAt: period.to + 1 })

  it("has the lines that differ, and says what each was and is", () => {
    const correction = corrected({ readings: [first] }, { readings: [first, newer] })
    assert.deepStrictEqual(linesOf(correction), [
      ["product/energy", 2400, 130],
      ["5790000432752/D03/41000", 2400, 13],
      ["5790000432752/D03/EA-001", 2400, 173],
      ["5790001089030/D03/C", 2400, 50]
    ])
    assert.deepStrictEqual([correction.subtotalOere, correction.vatOere, correction.totalOere], [366, 92, 458])
    assert.deepStrictEqual(
      correction.lines[1]!.trace().parts.map(({ label, quantityWh }) => [label, quantityWh]),
      [
        ["as it is now", 300_000],
        ["less what was settled", -297_600]
      ]
    )
  })

  it("of a bill changes its sums by what a fresh bill says less what was billed", () => {
    const [before, after] = [{ readings: [first] }, { readings: [first, newer] }].map(householdRequest)
    const { subtotalOere, totalOere, vatOere } = Result.getOrThrow(correctBill({ before: before!, after: after! }))
    const [old, now] = [before!, after!].map((request) => Result.getOrThrow(settle(request)))
    assert.deepStrictEqual(
      [subtotalOere, vatOere, totalOere],
      [now!.subtotalOere - old!.subtotalOere, now!.vatOere - old!.vatOere, now!.totalOere - old!.totalOere]
    )
  })

  it("counts only what lies in our supply", () => {
    const supply = [validityOf(["2025-01-16"])]
    const correction = corrected({ readings: [first], supply }, { readings: [first, newer], supply })
    assert.deepStrictEqual(correction.lines, [])
    assert.strictEqual(correction.totalOere, 0)
  })

  it("of a VAT class takes the line away and puts another in its place", () => {
    const tariff = (vatClass: "D01" | "D02") => tariffOf({ code: "T", prices: "1", vatClass })
    const request = (vatClass: "D01" | "D02") => ({
      charges: [tariff(vatClass)],
      links: [linkOf(gsrn, tariff(vatClass))],
      product: [spotProductOf()]
    })
    const correction = corrected(request("D02"), request("D01"))
    assert.deepStrictEqual(correction.lines.map(({ amountOere, vatClass }) => [vatClass, amountOere]).sort(), [
      ["D01", 29_760],
      ["D02", -29_760]
    ])
    assert.deepStrictEqual([correction.subtotalOere, correction.vatOere], [0, -7440])
  })

  it("knows the same fee twice in one segment for two", () => {
    const fee = feeOf({ code: "F", prices: "10" })
    const request = (...quantities: ReadonlyArray<number>) => ({
      charges: [fee],
      links: quantities.map((quantity, i) => linkOf(gsrn, fee, [`2025-01-1${i}`], quantity))
    })
    assert.deepStrictEqual(linesOf(corrected(request(1, 2), request(1, 2))), [])
    assert.deepStrictEqual(linesOf(corrected(request(1), request(1, 3))), [["5790000432752/D02/F", 0, 3000]])
    assert.deepStrictEqual(linesOf(corrected(request(1, 3), request(1))), [["5790000432752/D02/F", 0, -3000]])
  })

  it("compares segment by segment where only one side has a change", () => {
    const tariff = (from: string) =>
      tariffOf({
        code: "T",
        prices: [
          { valid: ["2025-01-01", from], price: "1" },
          { valid: [from], price: "2" }
        ]
      })
    const request = (from: string) => ({ charges: [tariff(from)], links: [linkOf(gsrn, tariff(from))] })
    const correction = corrected(request("2025-01-10"), request("2025-01-20"))
    assert.deepStrictEqual(
      correction.segments.map((segment) => MarketCalendar.localDateOf(segment.from)),
      ["2025-01-01", "2025-01-10", "2025-01-20"] as never
    )
    assert.deepStrictEqual(linesOf(correction), [["5790000432752/D03/T", 0, -9600]])
  })

  it("compares segment by segment where both sides have as many, and not the same", () => {
    const tariff = (until: string) =>
      tariffOf({
        code: "T",
        prices: [
          { valid: ["2025-01-01", "2025-01-10"], price: "1" },
          { valid: ["2025-01-10", until], price: "2" },
          { valid: [until], price: "3" }
        ]
      })
    const request = (until: string) => ({ charges: [tariff(until)], links: [linkOf(gsrn, tariff(until))] })
    const correction = corrected(request("2025-01-20"), request("2025-01-25"))
    assert.deepStrictEqual(
      correction.lines.map(({ amountOere, id, segment }) => [
        id,
        MarketCalendar.localDateOf(segment.from),
        MarketCalendar.localDateOf(segment.to),
        amountOere
      ]),
      [["5790000432752/D03/T", "2025-01-20", "2025-01-25", -4800]] as never
    )
  })

  it("says how much more was drawn and produced, and what is new stands beside nothing", () => {
    const roof = gsrnOf("57131399900000002")
    const production = { gsrn: roof, netting: "none" } as const
    const fed = seriesOf({ gsrn: roof, period, kwh: "0.1" })
    const more = seriesOf({
      gsrn: roof,
      period: dates("2025-01-15", "2025-01-16"),
      kwh: "0.3",
      registeredAt: period.to + 1
    })
    const request = (...readings: ReadonlyArray<typeof fed>) => ({ readings: [first, ...readings], production })
    const correction = corrected(request(fed), request(fed, newer, more))
    assert.deepInclude(correction, { consumptionWh: 2400, netConsumptionWh: 2400, productionWh: 4800, surplusWh: 4800 })
    const credit = corrected({ readings: [first] }, request(fed)).lines.find(({ kind }) => kind === "productionCredit")!
    assert.deepStrictEqual(
      credit.trace().parts.map(({ amount, quantityWh }) => [quantityWh, amount]),
      [
        [74_400, credit.exact],
        [-0, 0n]
      ]
    )
  })

  it("takes back what we supply no more, as it was settled", () => {
    const supply = (...dates: Parameters<typeof validityOf>) => ({
      supply: [validityOf(["2025-01-01", "2025-01-10"]), ...dates.map((one) => validityOf(one))],
      charges: [],
      links: [],
      product: [spotProductOf()]
    })
    const correction = corrected(supply(["2025-01-20"]), supply())
    assert.deepStrictEqual(
      correction.lines.map(({ quantityWh, segment }) => [MarketCalendar.localDateOf(segment.from), quantityWh]),
      [["2025-01-20", -12 * 9600]] as never
    )
  })

  it("rests on what the line rests on as it is now, and where there is none, as it was", () => {
    const trace = (correction: Correction, id: string) => correction.lines.find((line) => line.id.endsWith(id))!.trace()
    const more = corrected({ readings: [first] }, { readings: [first, newer] })
    assert.strictEqual(trace(more, "/C").readings?.registeredUntil, newer.registeredAt)
    assert.isDefined(trace(more, "/C").priceVersion)
    const tariff = tariffOf({ code: "T", prices: "1" })
    const linked = { charges: [tariff], links: [linkOf(gsrn, tariff)] }
    const gone = trace(corrected(linked, { charges: [], links: [] }), "/T")
    assert.strictEqual(gone.readings?.intervals, 744)
    assert.isDefined(gone.priceVersion)
  })

  it("is refused when either side cannot be settled", () => {
    for (const [before, after] of [
      [{ readings: [] }, {}],
      [{}, { readings: [] }]
    ] as const) {
      const result = correct({ before: householdRequest(before), after: householdRequest(after) })
      assert.isTrue(Result.isFailure(result))
    }
  })
})

describe("a reversal", () => {
  it("has no minus zero: nothing taken back is nothing", () => {
    const billed = Result.getOrThrow(
      settle(householdRequest({ readings: [seriesOf({ gsrn, period: dates("2025-01-01", "2025-02-01"), kwh: "0" })] }))
    )
    const { lines } = reverse(billed)
    assert.isTrue(lines.every(({ amountOere, quantityWh }) => !Object.is(amountOere, -0) && !Object.is(quantityWh, -0)))
    assert.strictEqual(lines.length, billed.lines.length)
    assert.match(lines[0]!.trace().parts[0]!.label, /^credited: /)
  })

  it("rests on what was billed rested on", () => {
    const billed = Result.getOrThrow(settle(householdRequest({})))
    const { lines, subtotalOere, totalOere, vatOere } = reverse(billed)
    assert.deepStrictEqual(
      [subtotalOere, vatOere, totalOere],
      [billed.subtotalOere, billed.vatOere, billed.totalOere].map((oere) => -oere)
    )
    assert.isAbove(lines.length, 3)
    for (const [index, line] of lines.entries()) {
      const { parts, ...rest } = billed.lines[index]!.trace()
      const { parts: credited, ...same } = line.trace()
      assert.strictEqual(line.exact, -billed.lines[index]!.exact)
      assert.strictEqual(line.quantityWh, 0 - billed.lines[index]!.quantityWh)
      assert.deepStrictEqual(same, rest)
      assert.deepStrictEqual(
        credited,
        parts.map((part) => ({ ...part, label: `credited: ${part.label}`, amount: -part.amount }))
      )
    }
  })

  it("comes before what remains is settled anew", () => {
    const request = (from: string) => householdRequest({ period: dates(from, "2025-02-01") })
    const billed = Result.getOrThrow(settle(request("2025-01-16")))
    const { netOere, reversals, settlement } = Result.getOrThrow(
      resettle({ billed: [billed, billed], request: request("2025-01-19") })
    )
    assert.strictEqual(reversals.length, 2)
    assert.strictEqual(netOere, settlement.totalOere - 2 * billed.totalOere)
    assert.isTrue(Result.isFailure(resettle({ billed: [billed], request: householdRequest({ readings: [] }) })))
  })
})

describe("prepayment", () => {
  it("is set against what the period cost, and the next estimate is added", () => {
    assert.deepStrictEqual(acontoSettlement({ actualOere: 79_314, prepaidOere: 70_000, nextOere: 80_000 }), {
      actualOere: 79_314,
      prepaidOere: 70_000,
      differenceOere: 9314,
      nextOere: 80_000,
      totalDueOere: 89_314
    })
  })

  it("is paid back at the end where it was too much", () => {
    assert.deepInclude(finalSettlement({ actualOere: 40_936, prepaidOere: 50_000 }), {
      differenceOere: -9064,
      nextOere: 0,
      totalDueOere: -9064
    })
  })
})
