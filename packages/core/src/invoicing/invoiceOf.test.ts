import { describe, expect, it } from "vitest"
import { gsrnOf } from "../market/index.ts"
import { invoiceOf } from "./invoiceOf.ts"
import {
  testCustomer,
  testHold,
  testOwners,
  testPoint,
  testProductionGsrn,
  testSeller
} from "../../test/invoicing/testInvoice.ts"

const invoice = invoiceOf({ seller: testSeller, customer: testCustomer, points: [testPoint()], ownerNames: testOwners })

describe("invoiceOf", () => {
  it("groups lines by who gets the money, segments of a charge as one line", () => {
    expect(
      invoice.groups.map(({ kind, lines, ownerName }) => [
        kind,
        ownerName,
        lines.map((line) => [line.id, line.segments.length])
      ])
    ).toEqual([
      [
        "supply",
        undefined,
        [
          ["product/energy", 2],
          ["production/credit", 2],
          ["product/subscription", 2]
        ]
      ],
      [
        "grid",
        "Netselskab <Nord>",
        [
          ["5790009990031/D01/ABO", 2],
          ["5790009990031/D02/RYK", 1],
          ["5790009990031/D03/NET", 2]
        ]
      ],
      ["system", undefined, [["5790000432752/D03/41000", 2]]],
      ["tax", undefined, [["5790000432752/D03/EA-001", 2]]]
    ])
  })

  it("adds up what was settled and rounds nothing again", () => {
    const lines = invoice.groups.flatMap((group) => group.lines)
    expect(lines.reduce((sum, line) => sum + line.amountOere, 0)).toBe(invoice.subtotalOere)
    expect(invoice.groups.reduce((sum, group) => sum + group.amountOere, 0)).toBe(invoice.subtotalOere)
    expect(invoice.subtotalOere + invoice.vatOere).toBe(invoice.totalOere)
    // 289 hours × 0.5 kWh less 24 hours that the panels cover, at 0.40 + 0.10; 12 days of 31 DKK a month of 31 days.
    const [energy, credit, subscription] = invoice.groups[0]!.lines
    expect([energy!.quantityWh, energy!.amountOere, energy!.averagePrice?.toString()]).toEqual([132_500, 6625, "0.5"])
    expect([credit!.quantityWh, credit!.amountOere, credit!.averagePrice?.toString()]).toEqual([12_000, -480, "-0.4"])
    expect([subscription!.days, subscription!.amountOere, subscription!.averagePrice]).toEqual([12, 1200, undefined])
    expect(invoice.groups[1]!.lines[1]).toMatchObject({ kind: "fee", withVat: false, amountOere: 20_000 })
  })

  it("sums several points, and keeps their lines apart", () => {
    const twice = invoiceOf({ seller: testSeller, customer: testCustomer, points: [testPoint(), testPoint()] })
    expect(twice.totalOere).toBe(2 * invoice.totalOere)
    expect(twice.vatOere).toBe(2 * invoice.vatOere)
    expect(twice.warnings).toHaveLength(2)
  })

  it("keeps two products apart", () => {
    const point = testPoint()
    const renamed = {
      ...point,
      settlement: {
        ...point.settlement,
        lines: point.settlement.lines.map((line) =>
          line.segment.index === 1 && line.id === "product/energy" ? ({ ...line, name: "Anden" } as typeof line) : line
        )
      }
    }
    const names = invoiceOf({ seller: testSeller, customer: testCustomer, points: [renamed] }).groups[0]!.lines.map(
      (line) => line.name
    )
    expect(names).toContain("Spot & Mere")
    expect(names).toContain("Anden")
  })

  it("keeps the holds that reach what is invoiced, of the production point too", () => {
    const reaching = { ...testHold, gsrn: testProductionGsrn }
    const holds = [
      testHold,
      reaching,
      { ...testHold, from: invoice.period.to },
      { ...testHold, gsrn: gsrnOf("57131399900000909") }
    ]
    expect(invoiceOf({ seller: testSeller, customer: testCustomer, points: [testPoint()], holds }).holds).toEqual([
      testHold,
      reaching
    ])
    expect(invoice.holds).toEqual([])
  })

  it("refuses an invoice of nothing", () => {
    expect(() => invoiceOf({ seller: testSeller, customer: testCustomer, points: [] })).toThrow(RangeError)
  })
})

describe("energy profile", () => {
  const { consumptionWhByHour, days } = invoice.points[0]!.profile

  it("has each local day, the long one with 25 hours", () => {
    expect(days).toHaveLength(12)
    expect(days.filter((day) => day.hours !== 24)).toEqual([
      { date: "2025-10-26", hours: 25, consumptionWh: 12_500, productionWh: 2000, spotNanoDkkPerKwh: 400_000_000 }
    ])
    expect(days[0]).toMatchObject({ date: "2025-10-20", consumptionWh: 12_000 })
  })

  it("adds up to what was measured, day by day and hour by hour", () => {
    expect(days.reduce((sum, day) => sum + day.consumptionWh, 0)).toBe(invoice.points[0]!.consumptionWh)
    expect(days.reduce((sum, day) => sum + day.productionWh, 0)).toBe(invoice.points[0]!.productionWh)
    expect(consumptionWhByHour.reduce((sum, wh) => sum + wh, 0)).toBe(invoice.points[0]!.consumptionWh)
    expect(consumptionWhByHour[2]).toBe(6500)
    expect(consumptionWhByHour[3]).toBe(6000)
  })
})
