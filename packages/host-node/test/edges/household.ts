import { type ChargeKey, energinet, Gln, type Period } from "@datahub-settlement/core"
import { spotProductOf } from "@datahub-settlement/core/testing"
import { Effect } from "effect"
import { type EdgePoint, edgeWorld, type EdgeWorld } from "./edgeWorld.ts"
import type { ToldPrice } from "./telling.ts"

/*
 * The household of the golden masters (golden-masters/cases/common.json). On a day of 24 hours it uses 13.2 kWh:
 * 6 × 0.3 = 1.8 by night, 10 × 0.5 = 5.0 by day, 4 × 1.2 = 4.8 from 16 to 20, 4 × 0.4 = 1.6 in the evening.
 */

const byHour = <A>(night: A, daytime: A, peak: A, evening: A): ReadonlyArray<A> => [
  ...Array<A>(6).fill(night),
  ...Array<A>(10).fill(daytime),
  ...Array<A>(4).fill(peak),
  ...Array<A>(4).fill(evening)
]

/** kWh by local hour. */
export const usualKwh = byHour("0.300", "0.500", "1.200", "0.400")

/** DKK per kWh by local hour, of spot and of the grid tariff. */
export const usualSpot = byHour("0.45", "0.85", "1.25", "0.55")
export const usualGrid = byHour("0.06", "0.18", "0.54", "0.06")

/** The usual day with some hours as told: `{ 10: "0.900" }`. */
export const usualBut = (hours: Readonly<Record<number, string>>): ReadonlyArray<string> =>
  usualKwh.map((kwh, hour) => hours[hour] ?? kwh)

/** Codes of the simulated grid companies' tariff and subscription, by grid area. */
const gridCodes: Readonly<Record<string, readonly [owner: string, tariff: string, monthly: string]>> = {
  "791": ["5790000705689", "DT_C_01", "DA_C_F_01"],
  "740": ["5790000705184", "30TR_C_ET", "30AB_CT"],
  "131": ["5790001089030", "CD", "CD"],
  "344": ["5790000611003", "T-C-F-F-TD", "A-C-F-04"],
  "244": ["5790000392261", "C", "E-51"]
}

/** The grid company's tariff and subscription of a household. */
export const gridChargesOf = (gridArea: string) => {
  const [gln, tariff, monthly] = gridCodes[gridArea]!
  const owner = Gln.make(gln)
  return {
    tariff: { owner, type: "D03", code: tariff },
    monthly: { owner, type: "D01", code: monthly }
  } as const satisfies Record<string, ChargeKey>
}

/** Keys of Energinet's charges that every household carries. */
export const charges = {
  system: { owner: energinet, type: "D03", code: "41000" },
  transmission: { owner: energinet, type: "D03", code: "40000" },
  tax: { owner: energinet, type: "D03", code: "EA-001" },
  systemMonthly: { owner: energinet, type: "D01", code: "41004" }
} as const satisfies Record<string, ChargeKey>

const { from: _, ...terms } = spotProductOf({ margin: "0.04", subscription: "39.00" })

/** Spot and 0.04 DKK per kWh, 39.00 DKK a month. */
export const usualTerms = terms

/** A world on 15 January 2025 whose households use nothing and cost nothing until they are made usual. */
export const usualWorld = (points = 16) => edgeWorld("2025-01-15T12:00:00Z", { points, prices: false })

/**
 * Lets these points be such households, at the golden masters' prices for a period of whole months. Energinet's
 * subscription is no part of them: it costs nothing.
 */
export const areUsual = Effect.fnUntraced(function* (
  world: EdgeWorld,
  period: Period,
  ...points: ReadonlyArray<Pick<EdgePoint, "gsrn" | "gridArea">>
) {
  const gridPrices = [...new Set(points.map(({ gridArea }) => gridArea))].flatMap(
    (gridArea): ReadonlyArray<ToldPrice> => {
      const { monthly, tariff } = gridChargesOf(gridArea)
      return [
        { key: tariff, resolution: "PT1H", dkk: usualGrid, period },
        { key: monthly, resolution: "P1M", dkk: "49.00", period }
      ]
    }
  )
  yield* world.tellPrices(
    ...gridPrices,
    { key: charges.system, resolution: "P1D", dkk: "0.054", period },
    { key: charges.transmission, resolution: "P1D", dkk: "0.049", period },
    { key: charges.tax, resolution: "P1D", dkk: "0.008", period },
    { key: charges.systemMonthly, resolution: "P1M", dkk: "0", period }
  )
  yield* world.recordSpot(period, usualSpot)
  yield* world.tellReadingsOf(
    points.map(({ gsrn }) => gsrn),
    usualKwh
  )
})

/** The grid tariff that some stories change to, DKK per kWh by local hour. */
export const dearerGrid = byHour("0.07", "0.21", "0.63", "0.07")
