import { type Gsrn, gsrnOf, type Instant, type MeteringPointAddress } from "@datahub-settlement/core"
import { hash, pickOf, shareOf } from "../chance/hash.ts"
import { type GridCompany, gridCompanies } from "./gridCompanies.ts"

/** Who supplies, from when until when. */
export interface Supply {
  readonly supplier: string
  readonly from: Instant
  to: Instant | undefined
  /** How it began: E03 change of supplier, E65 or D29 move-in, nothing for what was there at the start. */
  readonly began: "E03" | "E65" | "D29" | undefined
}

/** Who has the customer relation. */
export interface WorldCustomer {
  readonly from: Instant
  name: string
  readonly cvr?: string | undefined
  /** Never sent to anyone; the supplier's request has to fit it. */
  readonly cpr?: string | undefined
}

/** D02 closed down, D03 new, E22 connected, E23 disconnected. */
export type ConnectionState = "D02" | "D03" | "E22" | "E23"

/** A metering point: what it is, and what has happened to it. */
export interface WorldPoint {
  readonly index: number
  readonly gsrn: Gsrn
  readonly type: "E17" | "E18" | "D14"
  readonly company: GridCompany
  readonly resolution: "PT1H" | "PT15M"
  readonly netSettlementGroup: "0" | "2"
  readonly annualKwh: number
  /** Index of the parent: a heating point's dwelling. */
  parent: number | undefined
  children: ReadonlyArray<number>
  /** Index of the point at the same address: production and consumption of one prosumer. */
  linked: number | undefined
  readonly supplies: Array<Supply>
  readonly customers: Array<WorldCustomer>
  connectionState: ConnectionState
  electricHeating: boolean
  /** What a test has said that it uses every day: whole Wh by local hour, with nothing left to chance. */
  toldWh: ReadonlyArray<number> | undefined
}

/** How the points of a world are mixed, as shares of the dwellings. */
export interface PointMix {
  readonly heating: number
  readonly prosumers: number
  readonly quarterly: number
  readonly companies: number
}

export const usualMix: PointMix = { heating: 0.06, prosumers: 0.04, quarterly: 0.35, companies: 0.15 }

/** All metering points, in the order of their index: as many as asked for, children and production included. */
export const makePoints = (seed: number, count: number, mix: PointMix): ReadonlyArray<WorldPoint> => {
  const points: Array<WorldPoint> = []
  while (points.length < count) {
    const index = points.length
    const company = pickOf(gridCompanies, seed, index, 11)
    const isQuarterly = shareOf(seed, index, 12) < mix.quarterly
    const room = count - index - 1
    const draw = shareOf(seed, index, 13)
    const hasHeating = room > 0 && draw < mix.heating
    const isProsumer = room > 0 && !hasHeating && draw < mix.heating + mix.prosumers
    const resolution = isQuarterly ? "PT15M" : "PT1H"
    const netSettlementGroup = isProsumer ? "2" : "0"
    const annualKwh = 1500 + (hash(seed, index, 14) % 6500)
    const dwelling = pointOf({ index, type: "E17", company, resolution, netSettlementGroup, annualKwh })
    dwelling.customers.push(customerOf(seed, index, shareOf(seed, index, 15) < mix.companies))
    dwelling.electricHeating = hasHeating
    points.push(dwelling)
    if (!hasHeating && !isProsumer) continue
    const other = pointOf({
      index: index + 1,
      type: hasHeating ? "D14" : "E18",
      company,
      resolution,
      netSettlementGroup,
      annualKwh: hasHeating ? 4000 + (hash(seed, index, 16) % 4000) : 4500,
      parent: hasHeating ? index : undefined
    })
    points.push(other)
    if (hasHeating) dwelling.children = [other.index]
    else {
      dwelling.linked = other.index
      other.linked = index
      other.customers.push(...dwelling.customers)
    }
  }
  return points
}

/** A heating point that a dwelling gets later. */
export const heatingPointOf = (index: number, parent: WorldPoint): WorldPoint =>
  pointOf({
    index,
    type: "D14",
    company: parent.company,
    resolution: parent.resolution,
    netSettlementGroup: parent.netSettlementGroup,
    annualKwh: 4000,
    parent: parent.index
  })

const pointOf = (
  fields: Pick<WorldPoint, "index" | "type" | "company" | "resolution" | "netSettlementGroup" | "annualKwh"> & {
    readonly parent?: number | undefined
  }
): WorldPoint => ({
  ...fields,
  parent: fields.parent,
  gsrn: gsrnOf(`571313${fields.company.gridArea}${String(fields.index).padStart(8, "0")}`),
  children: [],
  linked: undefined,
  supplies: [],
  customers: [],
  connectionState: "E22",
  electricHeating: false,
  toldWh: undefined
})

const firstNames = ["Astrid", "Bjarke", "Cilla", "Ditlev", "Esther", "Frode", "Gerda", "Halfdan", "Ida", "Jeppe"]
const lastNames = ["Ahornsen", "Bøgelund", "Cedergaard", "Dugdal", "Egeskov", "Fyrholm", "Granmose", "Hasselbjerg"]
const trades = ["Bageri", "Cykler", "Tømrer", "Kaffe", "Bogbind", "Gartneri"]
const streets = ["Prøvevej", "Mønsterstræde", "Eksempelgade", "Forsøgsalle", "Skitsestien", "Øvelsesbakken"]
const towns = ["Prøvested", "Mønsterby", "Eksempelhavn", "Forsøgslund"]

/** The customer of a metering point at the start: an invented person or company. */
export const customerOf = (seed: number, index: number, isCompany: boolean): WorldCustomer => {
  const last = pickOf(lastNames, seed, index, 21)
  const from = Number.NEGATIVE_INFINITY
  if (isCompany) {
    return { from, name: `${last} ${pickOf(trades, seed, index, 22)} ApS`, cvr: String(10_000_000 + index) }
  }
  const day = String(1 + (hash(seed, index, 23) % 28)).padStart(2, "0")
  const month = String(1 + (hash(seed, index, 24) % 12)).padStart(2, "0")
  const year = String(30 + (hash(seed, index, 25) % 65))
  const cpr = `${day}${month}${year}${String(index % 10_000).padStart(4, "0")}`
  return { from, name: `${pickOf(firstNames, seed, index, 26)} ${last}`, cpr }
}

/** Where a metering point is: an invented address. */
export const addressOf = (seed: number, point: WorldPoint): MeteringPointAddress => {
  const home = point.parent ?? Math.min(point.index, point.linked ?? point.index)
  return {
    streetCode: String(1 + (hash(seed, home, 31) % 9000)).padStart(4, "0"),
    streetName: pickOf(streets, seed, home, 32),
    number: String(1 + (hash(seed, home, 33) % 180)),
    cityCode: "0999",
    city: pickOf(towns, seed, home, 34),
    country: "DK",
    postalCode: String(9990 + (hash(seed, home, 35) % 9)),
    addressId: `00000000-0000-4000-8000-${String(home).padStart(12, "0")}`,
    isActual: true
  }
}

/** The supply that holds at an instant. */
export const supplyAt = (point: WorldPoint, at: Instant): Supply | undefined =>
  point.supplies.findLast((supply) => supply.from <= at && at < (supply.to ?? Number.POSITIVE_INFINITY))

/** The customer at an instant. */
export const customerAt = (point: WorldPoint, at: Instant): WorldCustomer | undefined =>
  point.customers.findLast((customer) => customer.from <= at)

/** Registers a customer from a day on. */
export const addCustomer = (point: WorldPoint, customer: WorldCustomer): void => {
  point.customers.push(customer)
  point.customers.sort((a, b) => a.from - b.from)
}

/** Takes back a customer that was registered from that day on. */
export const removeCustomer = (point: WorldPoint, from: Instant): void => {
  const index = point.customers.findLastIndex((customer) => customer.from === from)
  if (index > 0) point.customers.splice(index, 1)
}

/** Lets a customer who was registered from one day on begin on another. */
export const moveCustomer = (point: WorldPoint, from: Instant, to: Instant): void => {
  const customer = point.customers.findLast((one) => one.from === from)
  if (customer === undefined) return
  removeCustomer(point, from)
  addCustomer(point, { ...customer, from: to })
}

/** How DataHub names a customer that nobody knows (BRS-010). */
export const UNKNOWN_CUSTOMER = "(ukendt)"
