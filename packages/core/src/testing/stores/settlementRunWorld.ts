import type { Charge, ChargeLink, SpotPrices } from "../../charges/index.ts"
import { type GridArea, type Gsrn, intervalMs, type Period, type PriceArea } from "../../market/index.ts"
import type { LedgerMessage, MeteringSeries } from "../../metering/index.ts"
import type { Contract, PortfolioChanges } from "../../portfolio/index.ts"
import { heatingAllowance, type SettlementRequest } from "../../settlement/index.ts"
import { nanoOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { spotProductOf } from "../productOf.ts"
import { type SeededRandom, seededRandom } from "../SeededRandom.ts"
import { spotOf } from "../spotOf.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"
import {
  companies,
  type Company,
  feedIn,
  reducedTax,
  reminder,
  runCharges,
  system,
  tax,
  unpriced
} from "./settlementRunCharges.ts"
import { RunReadings } from "./settlementRunReadings.ts"

/*
 * A supplier's October 2025, a month of 745 hours, with every kind of metering point that a run can meet. For each point
 * the world also says what request its settlement is, made without any store.
 */

/** The month that is settled. */
export const runPeriod: Period = dates("2025-10-01", "2025-11-01")

export const runPointKinds = [
  "hourly",
  "quarterly",
  "child",
  "solar",
  "heating",
  "newcomer",
  "gaps",
  "newProduct",
  "noProduct",
  "corrected",
  "heatingAndSolar",
  "heatingGaps"
] as const
export type RunPointKind = (typeof runPointKinds)[number]

/** A metering point that is settled by a run. */
export interface RunWorldPoint {
  readonly gsrn: Gsrn
  readonly kind: RunPointKind
  readonly gridArea: GridArea
  /** What its settlement is; of points whose earlier readings are missing there is none. */
  readonly request: SettlementRequest | undefined
}

export interface RunWorld {
  /** In GSRN order. */
  readonly points: ReadonlyArray<RunWorldPoint>
  readonly charges: ReadonlyArray<Charge>
  readonly spotPrices: ReadonlyArray<SpotPrices>
  readonly portfolio: PortfolioChanges
  readonly messages: ReadonlyArray<LedgerMessage>
}

/** What was used before the readings of a point begin whose contract says so. */
const usedBeforeUs = { until: midnight("2025-08-01"), wh: 2_871_903 }
const heatingFrom = midnight("2025-05-01")
const solarDate = "2025-10-16"
const solarFrom = midnight(solarDate)
const sinceNewYear = { from: midnight("2025-01-01") }
const spotTerms = spotProductOf({ margin: "0.04", subscription: "29" })
const spot = { name: spotTerms.name, energy: spotTerms.energy, subscriptionPerMonth: spotTerms.subscriptionPerMonth }
const fixed = {
  name: "Fast",
  energy: { kind: "fixed", price: nanoOf("0.9375") },
  subscriptionPerMonth: nanoOf("19")
} as const

/** A world of so many points; the same number and seed give the same world. */
export const settlementRunWorld = (count: number, seed = 1): RunWorld => {
  const random = seededRandom(seed)
  const spotPrices = (["DK1", "DK2"] as const).map((priceArea) => randomSpot(priceArea, random))
  const made = Array.from({ length: count }, (_, index) => makePoint(index, random, spotPrices))
  return {
    points: made.map(({ point }) => point),
    charges: runCharges,
    spotPrices,
    portfolio: {
      meteringPoints: made.flatMap(({ portfolio }) => portfolio.meteringPoints ?? []),
      supply: made.flatMap(({ portfolio }) => portfolio.supply ?? []),
      contracts: made.flatMap(({ portfolio }) => portfolio.contracts ?? []),
      links: made.flatMap(({ portfolio }) => portfolio.links ?? [])
    },
    messages: messagesOf(made.flatMap(({ series }) => series))
  }
}

const randomSpot = (priceArea: PriceArea, random: SeededRandom): SpotPrices =>
  spotOf({
    priceArea,
    period: runPeriod,
    resolution: "PT15M",
    dkkPerKwh: () => `${random.chance(0.05) ? "-" : ""}0.${random.int(100_000, 999_999)}`
  })

const SERIES_IN_MESSAGE = 40

const messagesOf = (series: ReadonlyArray<MeteringSeries>): ReadonlyArray<LedgerMessage> =>
  Array.from({ length: Math.ceil(series.length / SERIES_IN_MESSAGE) }, (_, i) => {
    const messageId = `run-world-${String(i).padStart(5, "0")}`
    return {
      messageId,
      series: series.slice(i * SERIES_IN_MESSAGE, (i + 1) * SERIES_IN_MESSAGE).map((one) => ({ ...one, messageId }))
    }
  })

interface MadePoint {
  readonly point: RunWorldPoint
  readonly portfolio: PortfolioChanges
  readonly series: ReadonlyArray<MeteringSeries>
}

/** World number of the points; child points that lie far from their parents have the next one. */
const WORLD = 7000

const makePoint = (index: number, random: SeededRandom, spotPrices: ReadonlyArray<SpotPrices>): MadePoint => {
  const kind = runPointKinds[index % runPointKinds.length]!
  const company = companies[(index + Math.floor(index / runPointKinds.length)) % companies.length]!
  const { gridArea, priceArea } = company
  const gsrn = worldPoint(WORLD, index * 10)
  const production = kind === "solar" || kind === "heatingAndSolar" ? worldPoint(WORLD, index * 10 + 1) : undefined
  const isNear = Math.floor(index / runPointKinds.length) % 2 === 0
  const child = kind !== "child" ? undefined : isNear ? worldPoint(WORLD, index * 10 + 2) : worldPoint(WORLD + 1, index)
  const supply = kind === "newcomer" ? { from: midnight("2025-10-12") } : sinceNewYear
  const isMoved = kind === "heating" && !isNear
  const contracts = contractsOf(gsrn, kind, supply.from, production, isMoved)
  const links = linksOf(gsrn, child, kind, company)
  const feedInLinks = (since: string) => (production === undefined ? [] : [linkOf(production, feedIn, [since])])
  const readings = new RunReadings(random)
  addReadings(readings, kind, { gsrn, production, child, from: supply.from, isFirst: isNear, isMoved })
  const version = { ...sinceNewYear, gridArea, priceArea }
  const request: SettlementRequest = {
    meteringPoint: { gsrn, priceArea },
    period: runPeriod,
    supply: [supply],
    readings: readings.series.filter(({ start }) => start >= runPeriod.from),
    spotPrices: spotPrices.find((one) => one.priceArea === priceArea)!,
    charges: runCharges,
    // What is linked to the production counts from when the contract says that it is the customer's.
    links: [...links, ...feedInLinks(solarDate)],
    product: contracts
      .filter(({ to }) => to === undefined || to > runPeriod.from)
      .map(({ from, terms, to }) => ({ ...terms, from, to })),
    ...(production === undefined
      ? {}
      : { production: { gsrn: production, netting: "hourly", periods: [{ from: solarFrom }] } }),
    ...heatingOf(gsrn, kind, readings, isMoved)
  }
  return {
    point: { gsrn, kind, gridArea, request: kind === "heatingGaps" ? undefined : request },
    portfolio: {
      meteringPoints: [
        { ...version, gsrn, type: "E17" },
        ...(production === undefined ? [] : [{ ...version, gsrn: production, type: "E18" as const }]),
        ...(child === undefined ? [] : [{ ...version, gsrn: child, type: "D14" as const, parent: gsrn }])
      ],
      supply: [{ ...supply, gsrn }],
      contracts,
      links: [...links, ...feedInLinks("2025-01-01")]
    },
    series: readings.series
  }
}

const isHeated = (kind: RunPointKind): boolean =>
  kind === "heating" || kind === "heatingGaps" || kind === "heatingAndSolar"

const contractsOf = (
  gsrn: Gsrn,
  kind: RunPointKind,
  from: number,
  production: Gsrn | undefined,
  isMoved: boolean
): ReadonlyArray<Contract> => {
  const charges = { tax: tax.key, reduced: reducedTax.key }
  const electricHeating = isMoved ? { ...charges, usedBefore: [usedBeforeUs] } : charges
  const produced = production === undefined ? undefined : ({ gsrn: production, netting: "hourly" } as const)
  const middle = midnight("2025-10-21")
  if (kind === "newProduct")
    return [
      { gsrn, from, to: middle, terms: spot },
      { gsrn, from: middle, terms: fixed }
    ]
  if (kind === "noProduct") return [{ gsrn, from, to: middle, terms: spot }]
  if (kind === "solar")
    return [
      { gsrn, from, to: solarFrom, terms: spot },
      { gsrn, from: solarFrom, terms: spot, production: produced }
    ]
  if (kind === "heatingAndSolar") {
    return [
      { gsrn, from, to: heatingFrom, terms: spot },
      { gsrn, from: heatingFrom, to: solarFrom, terms: spot, electricHeating },
      { gsrn, from: solarFrom, terms: spot, electricHeating, production: produced }
    ]
  }
  return [{ gsrn, from, terms: spot, ...(isHeated(kind) ? { electricHeating } : {}) }]
}

const linksOf = (
  gsrn: Gsrn,
  child: Gsrn | undefined,
  kind: RunPointKind,
  { grid, subscription }: Company
): ReadonlyArray<ChargeLink> => [
  ...[grid, subscription, system, tax].map((charge) => linkOf(gsrn, charge, ["2025-01-01"])),
  ...(child === undefined ? [] : [linkOf(child, reducedTax, ["2025-01-01"])]),
  ...(kind === "gaps" ? [linkOf(gsrn, unpriced, ["2025-01-01"])] : []),
  ...(kind === "corrected" ? [linkOf(gsrn, reminder, ["2025-10-07", "2025-10-08"], 2)] : [])
]

interface ReadPoints {
  readonly gsrn: Gsrn
  readonly production: Gsrn | undefined
  readonly child: Gsrn | undefined
  /** Since when we supply it. */
  readonly from: number
  /** Whether readings of the month are missing, too, where those of an earlier month are. */
  readonly isFirst: boolean
  /** Whether the readings of the year begin only where its contract says what was used before. */
  readonly isMoved: boolean
}

const addReadings = (
  readings: RunReadings,
  kind: RunPointKind,
  { child, from, gsrn, isFirst, isMoved, production }: ReadPoints
): void => {
  const resolution = kind === "quarterly" ? "PT15M" : "PT1H"
  const october = { from: Math.max(from, runPeriod.from), to: runPeriod.to }
  const absent =
    kind === "gaps" ? ["2025-10-05"] : kind === "noProduct" || (kind === "heatingGaps" && isFirst) ? ["2025-10-30"] : []
  readings.addDays(gsrn, october, { resolution, absent, invalid: kind === "gaps" ? ["2025-10-20"] : [] })
  if (production !== undefined) readings.addDays(production, { from: solarFrom, to: runPeriod.to }, { type: "E18" })
  if (child !== undefined) readings.addDays(child, october, { type: "D14" })
  if (kind === "corrected") readings.correct(gsrn)
  if (isHeated(kind)) {
    const begin = isMoved ? usedBeforeUs.until : midnight("2025-01-01")
    const absent = kind === "heatingGaps" ? ["2025-09-01"] : []
    readings.addMonths(gsrn, { from: begin, to: runPeriod.from }, absent)
  }
}

/** The allowance of the year, or of its part with electric heating, and what was used of it: by the year's readings, or before them. */
const heatingOf = (
  gsrn: Gsrn,
  kind: RunPointKind,
  { series }: RunReadings,
  isMoved: boolean
): Pick<SettlementRequest, "electricHeating"> => {
  if (!isHeated(kind)) return {}
  const from = kind === "heatingAndSolar" ? heatingFrom : midnight("2025-01-01")
  const part = { from, to: midnight("2026-01-01") }
  let usedBeforeWh = isMoved ? usedBeforeUs.wh : 0
  for (const { gsrn: read, quantitiesWh, start } of series) {
    if (read !== gsrn) continue
    quantitiesWh.forEach((wh, i) => {
      const at = start + i * intervalMs.PT1H
      if (at >= from && at < runPeriod.from) usedBeforeWh += wh
    })
  }
  const allowance = { ...part, limitWh: heatingAllowance(part), usedBeforeWh }
  return { electricHeating: { tax: tax.key, reduced: reducedTax, allowances: [allowance] } }
}
