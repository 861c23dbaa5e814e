import { readFileSync } from "node:fs"
import { nanoFromDkkPerMwh, type PriceArea, type SpotPrices } from "@datahub-settlement/core"
import { january, lastMonth } from "./worldMonths.ts"

interface Recorded {
  readonly dkkPerMwh: ReadonlyArray<number>
}

/** Recorded spot prices of January 2026, by quarters: nano-DKK per kWh. */
export const recordedJanuary = (priceArea: "DK1" | "DK2"): Float64Array => {
  const file = new URL(`../../data/spot-${priceArea.toLowerCase()}-2026-01.json`, import.meta.url)
  const { dkkPerMwh } = JSON.parse(readFileSync(file, "utf8")) as Recorded
  return Float64Array.from(dkkPerMwh, (price) => nanoFromDkkPerMwh(price)!)
}

const QUARTER_MS = 900_000

/** Prices of so many months from January 2026: the recorded ones, and then the same again. */
export const worldSpotPrices = (months: number): ReadonlyArray<SpotPrices> =>
  (["DK1", "DK2"] as const).map((priceArea: PriceArea & ("DK1" | "DK2")): SpotPrices => {
    const recorded = recordedJanuary(priceArea)
    const length = (lastMonth(months).to - january.from) / QUARTER_MS
    const nanoDkkPerKwh = Float64Array.from({ length }, (_, quarter) => recorded[quarter % recorded.length]!)
    return { priceArea, stretches: [{ resolution: "PT15M", start: january.from, nanoDkkPerKwh }] }
  })
