import { readFileSync } from "node:fs"
import {
  addDays,
  type Charge,
  type ChargeLink,
  type Contract,
  energinet,
  Gln,
  type GridArea,
  type Gsrn,
  gsrnOf,
  type LedgerMessage,
  LocalDate,
  MarketCalendar,
  type MeteringPointVersion,
  type MeteringSeries,
  nanoFromDkkPerMwh,
  type Period,
  type PortfolioChanges,
  type PriceArea,
  type Resolution,
  type SpotPrices,
  type SupplyPeriod,
  type TariffPrice
} from "@datahub-settlement/core"
import { seededRandom } from "../seededRandom.ts"

/*
 * A supplier's world for the benchmarks of the store: invented metering points in three grid areas with recorded spot
 * prices of January 2026. Most points are plain hourly households; some read quarters, some have solar cells or electric
 * heating, and some miss a day and so cannot be settled.
 */

const firstDay = LocalDate.make("2026-01-01")

/** The month that is settled. */
export const january: Period = MarketCalendar.monthPeriod(firstDay)

export type PointKind = "hourly" | "quarterly" | "solar" | "heating" | "faulty"

/** How many of a thousand points are of a kind; the rest are plain hourly ones. */
export interface Mix {
  readonly quarterly: number
  readonly solar: number
  readonly heating: number
  readonly faulty: number
}

/** What a real portfolio looks like. */
export const realMix: Mix = { quarterly: 60, solar: 30, heating: 10, faulty: 2 }

/** Every point plain and hourly: the job that the targets are set for. */
export const hourlyMix: Mix = { quarterly: 0, solar: 0, heating: 0, faulty: 0 }

export interface WorldPoint {
  readonly gsrn: Gsrn
  /** The production point of a house with solar cells. */
  readonly production: Gsrn | undefined
  readonly kind: PointKind
  readonly area: Area
}

interface Area {
  readonly gridArea: GridArea
  readonly priceArea: PriceArea
  readonly company: Gln
}

const areas: ReadonlyArray<Area> = [
  { gridArea: "131" as GridArea, priceArea: "DK1", company: Gln.make("5790001089030") },
  { gridArea: "791" as GridArea, priceArea: "DK2", company: Gln.make("5790000705689") },
  { gridArea: "740" as GridArea, priceArea: "DK2", company: Gln.make("5790000705184") }
]

const kindOf = (index: number, mix: Mix): PointKind => {
  // A prime stride spreads the kinds over the GSRNs.
  const place = (index * 617) % 1000
  if (place < mix.faulty) return "faulty"
  if (place < mix.faulty + mix.heating) return "heating"
  if (place < mix.faulty + mix.heating + mix.solar) return "solar"
  return place < mix.faulty + mix.heating + mix.solar + mix.quarterly ? "quarterly" : "hourly"
}

/** The points of a world; GSRNs rise with the index. */
export const worldPoints = (points: number, mix: Mix): ReadonlyArray<WorldPoint> =>
  Array.from({ length: points }, (_, index) => {
    const kind = kindOf(index, mix)
    const number = String(index).padStart(8, "0")
    return {
      gsrn: gsrnOf(`5713131${number}00`),
      production: kind === "solar" ? gsrnOf(`5713131${number}01`) : undefined,
      kind,
      area: areas[index % areas.length]!
    }
  })

const always = { from: MarketCalendar.startOfDay(LocalDate.make("2025-10-01")) }

const tariff = (owner: Gln, code: string, price: TariffPrice, isTax = false): Charge => ({
  kind: "tariff",
  key: { owner, type: "D03", code },
  name: code,
  vatClass: "D02",
  transparentInvoicing: true,
  isTax,
  prices: [{ ...always, price }]
})

const subscription = (owner: Gln, code: string, price: number): Charge => ({
  kind: "subscription",
  key: { owner, type: "D01", code },
  name: code,
  vatClass: "D02",
  transparentInvoicing: true,
  prices: [{ ...always, price }]
})

/** Low, high and peak of a winter, nano-DKK per kWh, by local hour. */
const bands = (low: number): TariffPrice => ({
  kind: "byLocalHour",
  nanoDkkPerKwh: Float64Array.from({ length: 24 }, (_, hour) =>
    hour < 6 ? low : hour >= 17 && hour < 21 ? low * 9 : low * 3
  )
})

const flat = (nanoDkkPerKwh: number): TariffPrice => ({ kind: "flat", nanoDkkPerKwh })

const national: ReadonlyArray<Charge> = [
  tariff(energinet, "40000", flat(43_000_000)),
  tariff(energinet, "41000", flat(72_000_000)),
  tariff(energinet, "EA-001", flat(8_000_000), true),
  subscription(energinet, "41004", 15_583_333_000)
]

/** The reduced tax, in the price list but linked to no one: electric heating is settled by the yearly limit here. */
const reducedTax = tariff(energinet, "EA-002", flat(8_000_000), true)

const companyCharges = (company: Gln): ReadonlyArray<Charge> => [
  tariff(company, "NET-C", bands(87_854_000)),
  subscription(company, "NET-ABO", 40_835_055_000)
]

/** Everything that is linked, and the reduced tax. */
export const worldCharges: ReadonlyArray<Charge> = [
  ...national,
  reducedTax,
  ...areas.flatMap(({ company }) => companyCharges(company))
]

/** Recorded spot prices of the month, for both areas the same. */
export const worldSpotPrices = (): ReadonlyArray<SpotPrices> => {
  const { dkkPerMwh } = JSON.parse(
    readFileSync(new URL("../../data/spot-dk1-2026-01.json", import.meta.url), "utf8")
  ) as { readonly dkkPerMwh: ReadonlyArray<number> }
  const nanoDkkPerKwh = Float64Array.from(dkkPerMwh, (price) => nanoFromDkkPerMwh(price)!)
  const stretches = [{ resolution: "PT15M", start: january.from, nanoDkkPerKwh }] as const
  return [
    { priceArea: "DK1", stretches },
    { priceArea: "DK2", stretches }
  ]
}

/** Master data, supply, contract and six links of some points. */
export const portfolioOf = (points: ReadonlyArray<WorldPoint>): PortfolioChanges => ({
  meteringPoints: points.flatMap((point): ReadonlyArray<MeteringPointVersion> => {
    const { gridArea, priceArea } = point.area
    const own = { ...always, gsrn: point.gsrn, type: "E17", gridArea, priceArea }
    return point.production === undefined ? [own] : [own, { ...own, gsrn: point.production, type: "E18" }]
  }),
  supply: points.map(({ gsrn }): SupplyPeriod => ({ ...always, gsrn })),
  contracts: points.map(contractOf),
  links: points.flatMap(({ area, gsrn }) =>
    [...companyCharges(area.company), ...national].map((charge): ChargeLink => ({
      ...always,
      gsrn,
      charge: charge.key,
      quantity: 1
    }))
  )
})

const contractOf = ({ gsrn, kind, production }: WorldPoint): Contract => ({
  ...always,
  gsrn,
  terms: {
    name: "Spot",
    energy: { kind: "spot", margin: 40_000_000, supplement: 15_000_000 },
    subscriptionPerMonth: 29_000_000_000
  },
  ...(production === undefined ? {} : { production: { gsrn: production, netting: "hourly" } as const }),
  ...(kind === "heating" ? { electricHeating: { tax: national[2]!.key, reduced: reducedTax.key } } : {})
})

const SERIES_PER_MESSAGE = 500

/** The readings of one day of the month, 0 to 30, as messages of many series. Faulty points have none on the fifth. */
export const readingsOfDay = (points: ReadonlyArray<WorldPoint>, day: number): ReadonlyArray<LedgerMessage> => {
  const date = addDays(firstDay, day)
  const period = MarketCalendar.dayPeriod(date)
  const random = seededRandom(20_260_101 + day)
  const series: Array<MeteringSeries> = []
  for (const { gsrn, kind, production } of points) {
    if (kind === "faulty" && day === 4) continue
    const resolution: Resolution = kind === "quarterly" ? "PT15M" : "PT1H"
    series.push(seriesOf(gsrn, "E17", resolution, period, random, kind === "heating" ? 4000 : 1200))
    if (production !== undefined) series.push(seriesOf(production, "E18", "PT1H", period, random, 800))
  }
  const messages: Array<LedgerMessage> = []
  for (let first = 0; first < series.length; first += SERIES_PER_MESSAGE) {
    const messageId = `${date}-${first}`
    messages.push({
      messageId,
      series: series.slice(first, first + SERIES_PER_MESSAGE).map((one) => ({ ...one, messageId }))
    })
  }
  return messages
}

const seriesOf = (
  gsrn: Gsrn,
  meteringPointType: string,
  resolution: Resolution,
  { from, to }: Period,
  random: () => number,
  maxWhPerHour: number
): MeteringSeries => {
  const n = (to - from) / (resolution === "PT1H" ? 3_600_000 : 900_000)
  const scale = maxWhPerHour * (0.3 + random()) * (resolution === "PT1H" ? 1 : 0.25)
  return {
    gsrn,
    meteringPointType,
    unit: "KWH",
    resolution,
    start: from,
    quantitiesWh: Int32Array.from({ length: n }, () => Math.floor(random() * scale)),
    qualities: new Uint8Array(n).fill(1),
    registeredAt: to + 5 * 3_600_000,
    messageId: "",
    transactionId: `${gsrn}${String(from / 3_600_000).padStart(14, "0")}`
  }
}
