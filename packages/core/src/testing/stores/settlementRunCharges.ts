import type { Charge } from "../../charges/index.ts"
import { energinet, Gln, type GridArea, type PriceArea } from "../../market/index.ts"
import { feeOf, subscriptionOf, tariffOf } from "../chargesOf.ts"

/** Grid companies of a world, each with its price area and charges. */
export const companies = [
  { gridArea: "131" as GridArea, priceArea: "DK1" as PriceArea, owner: Gln.make("5790001089030") },
  { gridArea: "791" as GridArea, priceArea: "DK2" as PriceArea, owner: Gln.make("5790000705689") },
  { gridArea: "740" as GridArea, priceArea: "DK2" as PriceArea, owner: Gln.make("5790000705184") }
].map((area, i) => ({
  ...area,
  grid: tariffOf({
    code: "NET",
    owner: area.owner,
    prices: [
      { valid: ["2025-01-01", "2025-10-16"], price: { byLocalHour: bands(`0.0${i + 5}`, `0.4${i}`) } },
      { valid: ["2025-10-16"], price: { byLocalHour: bands("0.07", "0.513337") } }
    ]
  }),
  subscription: subscriptionOf({ code: "ABO", owner: area.owner, prices: `4${i}.835055` })
}))
export type Company = (typeof companies)[number]

function bands(low: string, peak: string): ReadonlyArray<string> {
  return Array.from({ length: 24 }, (_, hour) => (hour >= 17 && hour < 21 ? peak : low))
}

export const system = tariffOf({ code: "41000", prices: "0.054" })
export const tax = tariffOf({ code: "EA-001", isTax: true, prices: "0.72" })
export const reducedTax = tariffOf({ code: "EA-002", isTax: true, prices: "0.008" })
export const reminder = feeOf({ code: "GEBYR", prices: "100" })
export const feedIn = tariffOf({ code: "40010", prices: "0.005" })
export const unpriced = tariffOf({ code: "UDEN", prices: [{ valid: ["2025-01-01", "2025-10-20"], price: "0.01" }] })

/** Every charge of a world. */
export const runCharges: ReadonlyArray<Charge> = [
  ...companies.flatMap(({ grid, subscription }) => [grid, subscription]),
  system,
  tax,
  reducedTax,
  reminder,
  feedIn,
  unpriced
]

/** Charges that later changes are about. */
export const runWorldCharges = { system, reminder, grid: companies[0]!.grid, owner: energinet } as const
