import {
  type ChargeKey,
  type Contract,
  Gln,
  type Gsrn,
  gsrnOf,
  type GridArea,
  type PriceArea,
  type SpotPrices
} from "@datahub-settlement/core"
import { nanoOf, spotOf } from "@datahub-settlement/core/testing"
import { dayAt, months } from "./modelCalendar.ts"

/* Who is in a story: a supplier, a grid company, a few metering points and charges. */

export const us = Gln.make("5790009990017")
export const balanceResponsible = "5790009990024"
const gridCompany = Gln.make("5790009990031")
export const gridArea = "791" as GridArea
export const priceArea: PriceArea = "DK2"

/** A metering point that is settled, and what is agreed for it. */
export interface CastPoint {
  readonly name: string
  readonly gsrn: Gsrn
  readonly terms: Contract["terms"]
  readonly production?: Gsrn
  readonly isHeated?: boolean
  /** Whether it is supplied from the first day on; the others may sign up. */
  readonly isFirst: boolean
}

const spot: Contract["terms"] = {
  name: "Spot",
  energy: { kind: "spot", margin: nanoOf("0.04"), supplement: 0 },
  subscriptionPerMonth: nanoOf("29")
}
const fixed: Contract["terms"] = {
  name: "Fixed",
  energy: { kind: "fixed", price: nanoOf("0.9375") },
  subscriptionPerMonth: nanoOf("19.5")
}

/** What may be agreed. */
export const agreements: ReadonlyArray<Contract["terms"]> = [spot, fixed]

const gsrn = (number: number): Gsrn => gsrnOf(`5713139990000000${number}`)

export const plain: CastPoint = { name: "plain", gsrn: gsrn(1), terms: spot, isFirst: true }
export const heated: CastPoint = { name: "heated", gsrn: gsrn(2), terms: fixed, isHeated: true, isFirst: true }
export const newcomer: CastPoint = { name: "newcomer", gsrn: gsrn(3), terms: fixed, isFirst: false }
export const solar: CastPoint = {
  name: "solar",
  gsrn: gsrn(4),
  terms: spot,
  production: gsrn(5),
  isFirst: true
}
export const cast: ReadonlyArray<CastPoint> = [plain, heated, newcomer, solar]

export const nameOfPoint = (one: Gsrn): string =>
  one === child ? "the child" : (cast.find((point) => point.gsrn === one)?.name ?? "solar's production")

/** A child point: the reduced tax falls on its readings, and whoever is its parent pays. */
export const child: Gsrn = gsrn(6)
export const parents: ReadonlyArray<CastPoint> = [plain, newcomer]

/** Every metering point that has readings. */
export const readPoints: ReadonlyArray<Gsrn> = [
  ...cast.flatMap((point) => (point.production === undefined ? [point.gsrn] : [point.gsrn, point.production])),
  child
]

export const typeOf = (one: Gsrn): "E17" | "E18" | "D14" =>
  one === child ? "D14" : one === solar.production ? "E18" : "E17"

/** Points whose news may change what a point comes to. */
export const settledWith = (point: CastPoint): ReadonlyArray<Gsrn> => [
  point.gsrn,
  ...(point.production === undefined ? [] : [point.production]),
  ...(parents.includes(point) ? [child] : [])
]

const charge = (type: ChargeKey["type"], code: string): ChargeKey => ({ owner: gridCompany, type, code })
export const net = charge("D03", "NET")
export const tax = charge("D03", "TAX")
export const reduced = charge("D03", "LOW")
export const subscription = charge("D01", "ABO")
export const fee = charge("D02", "FEE")
export const charges: ReadonlyArray<ChargeKey> = [net, tax, reduced, subscription, fee]

/** Whether a charge has a price for each month, and not for each day. */
export const isMonthly = ({ type }: ChargeKey): boolean => type !== "D03"

/** What charges cost from the first day on, DKK per kWh, month or piece. */
export const firstPrices: ReadonlyArray<readonly [ChargeKey, string]> = [
  [net, "0.2543"],
  [tax, "0.761"],
  [reduced, "0.008"],
  [subscription, "36.77"],
  [fee, "65.25"]
]

export const contractOf = ({ isHeated, production, terms }: CastPoint): Omit<Contract, "gsrn" | "from"> => ({
  terms,
  ...(production === undefined ? {} : { production: { gsrn: production, netting: "hourly" as const } }),
  ...(isHeated === true ? { electricHeating: { tax, reduced } } : {})
})

/** Spot by the hour of the day, DKK per kWh. */
export const spotDkk: ReadonlyArray<string> = ["0.31", "-0.05"].concat(Array(22).fill("0.7134"))

export const spotPrices: SpotPrices = spotOf({
  period: { from: dayAt(0), to: months.at(-1)!.period.to },
  priceArea,
  dkkPerKwh: spotDkk
})
