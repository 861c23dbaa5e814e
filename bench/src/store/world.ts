import {
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
  type Period,
  type PortfolioChanges,
  type PriceArea,
  type Resolution,
  type SupplyPeriod,
  type TariffPrice
} from "@datahub-settlement/core"
import { seededRandom } from "../seededRandom.ts"
import { dateOf } from "./worldMonths.ts"
import type { Mix } from "./worldSize.ts"

/*
 * A supplier's world for the benchmarks of the store: invented metering points in three grid areas from January 2026 on.
 * Most points are plain hourly households; some read quarters, some have solar cells or electric heating, and some miss a
 * day of each month and so cannot be settled.
 */

export type PointKind = "hourly" | "quarterly" | "solar" | "heating" | "faulty"

/** How many of a thousand points are of a kind in a real portfolio; the rest are plain hourly ones. */
const shares = { faulty: 2, heating: 10, solar: 30, quarterly: 60 } as const

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
  if (mix === "plain") return "hourly"
  const kinds = Object.entries(shares) as ReadonlyArray<readonly [PointKind, number]>
  // A world of any size begins with one of each.
  if (index < kinds.length) return kinds[index]![0]
  // A prime stride spreads the kinds over the GSRNs.
  let place = (index * 617) % 1000
  return kinds.find(([, share]) => (place -= share) < 0)?.[0] ?? "hourly"
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

/** The readings of a day, from 0, as messages of many series. Faulty points have none on the fifth of a month. */
export const readingsOfDay = (
  points: ReadonlyArray<WorldPoint>,
  day: number,
  version = 0
): ReadonlyArray<LedgerMessage> => {
  const date = dateOf(day)
  const period = MarketCalendar.dayPeriod(date)
  const random = seededRandom(20_260_101 + day + 1000 * version)
  const series: Array<MeteringSeries> = []
  for (const { gsrn, kind, production } of points) {
    if (kind === "faulty" && date.endsWith("-05")) continue
    const resolution: Resolution = kind === "quarterly" ? "PT15M" : "PT1H"
    series.push(seriesOf(gsrn, "E17", resolution, period, random, kind === "heating" ? 4000 : 1200))
    if (production !== undefined) series.push(seriesOf(production, "E18", "PT1H", period, random, 800))
  }
  const messages: Array<LedgerMessage> = []
  for (let first = 0; first < series.length; first += SERIES_PER_MESSAGE) {
    const messageId = `${date}-${first}${version === 0 ? "" : ` ${version}`}`
    messages.push({
      messageId,
      series: series
        .slice(first, first + SERIES_PER_MESSAGE)
        .map((one) => ({ ...one, messageId, registeredAt: one.registeredAt + version * 3_600_000 }))
    })
  }
  return messages
}

/** The readings of a day of a month that begins on `first` registered anew, other ones each time. */
export const correctedDay = (
  points: ReadonlyArray<WorldPoint>,
  first: number,
  time: number
): ReadonlyArray<LedgerMessage> => readingsOfDay(points, first + 10 + time, 1 + time)

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
