import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { chargeKeyText } from "../charges/index.ts"
import { gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { linkOf, seriesOf, spotOf, spotProductOf, tariffOf } from "../testing/index.ts"
import { settle, type SettlementRequest } from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const period = MarketCalendar.datePeriod(LocalDate.make("2026-01-14"), LocalDate.make("2026-01-16"))
const valid = [["2026-01-01", "2026-01-15"], ["2026-01-15"]] as const
const pieces = [
  tariffOf({ code: "NET", name: "Nettarif", prices: [{ valid: valid[0], price: "0.10" }] }),
  tariffOf({ code: "NET", name: "Nettarif C", prices: [{ valid: valid[1], price: "0.20" }] })
] as const

const request = (charges: SettlementRequest["charges"]): SettlementRequest => ({
  meteringPoint: { gsrn, priceArea: "DK1" },
  period,
  readings: [seriesOf({ gsrn, period, kwh: "1.000" })],
  spotPrices: spotOf({ period, dkkPerKwh: "0.50" }),
  charges,
  links: [linkOf(gsrn, pieces[0])],
  product: [spotProductOf()]
})

describe("a charge that comes in several pieces", () => {
  it("has the versions of all of them, and the order of the pieces does not show", () => {
    const lines = (charges: SettlementRequest["charges"]) =>
      Result.getOrThrow(settle(request(charges))).lines.map(({ amountOere, name }) => `${name} ${amountOere}`)
    expect(lines(pieces)).toEqual(["spot 1200", "Nettarif 240", "spot 1200", "Nettarif 480"])
    expect(lines(pieces.toReversed())).toEqual(lines(pieces))
  })

  it("is refused when the pieces disagree about VAT or tax, in whatever order they come", () => {
    const withoutVat = { ...pieces[1], vatClass: "D01" } as const
    const asTax = { ...pieces[1], isTax: true } as const
    for (const other of [withoutVat, asTax]) {
      for (const charges of [
        [pieces[0], other],
        [other, pieces[0]]
      ]) {
        const refused =
          Result.isFailure(settle(request(charges))) && Result.getOrThrow(Result.flip(settle(request(charges))))
        expect(refused && refused.problems.map(({ _tag }) => _tag)).toEqual(["InvalidPrice"])
        expect(refused && refused.problems[0]).toMatchObject({ gsrn, charge: chargeKeyText(pieces[0].key) })
      }
    }
  })
})
