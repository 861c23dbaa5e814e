import { BigNumber } from "bignumber.js"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/*
 * The examples settled by hand, so to speak: raw JSON, one decimal number after the other, local time from the tz
 * database, segment boundaries written down by a person. Nothing of the engine, the decoders or the command is used.
 */

/* oxlint-disable typescript/no-explicit-any */

/** What a person knows about an example. */
export interface HandInput {
  readonly folder: string
  readonly gsrn: string
  readonly production?: string
  /** Boundaries of the segments as UTC instants, first and last included. */
  readonly boundaries: ReadonlyArray<string>
  /** Product of each segment: DKK per kWh above spot or instead of it, and DKK per month. */
  readonly products: ReadonlyArray<{ readonly spot: boolean; readonly perKwh: string; readonly perMonth: string }>
  /** kWh of the full tax that are left, and the reduced tax. */
  readonly heating?: { readonly leftKwh: string; readonly reduced: string }
}

export interface HandResult {
  /** DKK by line id, segments added up. */
  readonly lines: Readonly<Record<string, string>>
  readonly subtotal: string
  readonly vat: string
  readonly total: string
}

const HOUR = 3_600_000
const TAX = "5790000432752/D03/EA-001"

const localHour = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Copenhagen", hour: "2-digit", hourCycle: "h23" })
const localDate = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" })
const hourOf = (instant: number): number => Number(localHour.format(instant))
const dateOf = (instant: number): string => localDate.format(instant)

const Exact = BigNumber.clone({ DECIMAL_PLACES: 40 })
const toOere = (dkk: BigNumber): BigNumber => dkk.dp(25, BigNumber.ROUND_HALF_EVEN).dp(2, BigNumber.ROUND_HALF_EVEN)

const documentsOf = (folder: string): ReadonlyArray<any> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")))

/** kWh by start of the interval; the newest registration holds. */
const readingsOf = (documents: ReadonlyArray<any>, gsrn: string): Map<number, BigNumber> => {
  const series = documents
    .flatMap((document) => document.NotifyValidatedMeasureData_MarketDocument?.Series ?? [])
    .filter((one) => one["marketEvaluationPoint.mRID"].value === gsrn)
    .sort((a, b) => (a["registration_DateAndOrTime.dateTime"] < b["registration_DateAndOrTime.dateTime"] ? -1 : 1))
  const readings = new Map<number, BigNumber>()
  for (const {
    Period: { Point, resolution, timeInterval }
  } of series) {
    const step = resolution === "PT1H" ? HOUR : HOUR / 4
    for (const point of Point) {
      readings.set(
        Date.parse(timeInterval.start.value) + (point.position.value - 1) * step,
        new BigNumber(String(point.quantity))
      )
    }
  }
  return readings
}

/** DKK per kWh by start of the interval. */
const spotOf = (documents: ReadonlyArray<any>): Map<number, BigNumber> =>
  new Map(
    documents
      .filter(({ dataset }) => dataset === "DayAheadPrices" || dataset === "Elspotprices")
      .flatMap(({ records }) => records)
      .map((row) => [
        Date.parse(`${row.TimeUTC ?? row.HourUTC}Z`),
        new BigNumber(String(row.DayAheadPriceDKK ?? row.SpotPriceDKK)).div(1000)
      ])
  )

/** The price of a reading: its own interval's, or the mean of the quarters of an hour. */
const spotAt = (spot: Map<number, BigNumber>, start: number, isHour: boolean): BigNumber => {
  const quarters = [0, 1, 2, 3].map((quarter) => spot.get(start + (quarter * HOUR) / 4))
  if (!isHour || quarters[1] === undefined) return quarters[0]!
  return quarters.reduce<BigNumber>((sum, price) => sum.plus(price!), new BigNumber(0)).div(4)
}

/** A price by instant: from the price list, or from RSM-034/D08. */
const priceOf = (documents: ReadonlyArray<any>, key: string): ((instant: number) => BigNumber) => {
  const [owner, type, code] = key.split("/")
  const rows = documents
    .filter(({ dataset }) => dataset === "DatahubPricelist")
    .flatMap(({ records }) => records)
    .filter((row) => row.GLN_Number === owner && row.ChargeType === type && row.ChargeTypeCode === code)
  if (rows.length > 0) {
    return (instant) => {
      const date = dateOf(instant)
      const row = rows.findLast(
        (one) => one.ValidFrom.slice(0, 10) <= date && (one.ValidTo ?? "9999").slice(0, 10) > date
      )
      return new BigNumber(String(row.ResolutionDuration === "PT1H" ? row[`Price${hourOf(instant) + 1}`] : row.Price1))
    }
  }
  const charge = documents
    .flatMap((document) => document.NotifyPriceList_MarketDocument?.MktActivityRecord ?? [])
    .flatMap((record) => record.ChargeGroup.ChargeType)
    .find((one) => one.Series_Period !== undefined && one.mRID === code && one.type.value === type)
  const { Point, timeInterval } = charge.Series_Period[0]
  return (instant) => {
    const index = type === "D01" ? 0 : Math.floor((instant - Date.parse(timeInterval.start.value)) / HOUR)
    return new BigNumber(String(Point[index]["price.amount"].value))
  }
}

const linksOf = (documents: ReadonlyArray<any>): ReadonlyArray<{ readonly gsrn: string; readonly key: string }> =>
  documents
    .flatMap((document) => document.NotifyBillingMasterData_MarketDocument?.MktActivityRecord ?? [])
    .flatMap((record) =>
      record.ChargeGroup.ChargeType.map((charge: any) => ({
        gsrn: record["marketEvaluationPoint.mRID"].value,
        key: `${charge["chargeTypeOwner_MarketParticipant.mRID"].value}/${charge.type.value}/${charge.mRID}`
      }))
    )

/** Each local day carries its share of its own month. */
const monthly = (from: number, to: number, perMonth: (instant: number) => BigNumber): BigNumber => {
  const days = new Set<string>()
  for (let at = from; at < to; at += HOUR) days.add(dateOf(at))
  return [...days].reduce((sum, day) => {
    const daysInMonth = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
    return sum.plus(new Exact(perMonth(Date.parse(`${day}T12:00:00Z`))).div(daysInMonth))
  }, new Exact(0))
}

/** Settles an example by hand. */
export const handComputed = (input: HandInput): HandResult => {
  const documents = documentsOf(input.folder)
  const drawn = readingsOf(documents, input.gsrn)
  const fed = input.production === undefined ? new Map<number, BigNumber>() : readingsOf(documents, input.production)
  const spot = spotOf(documents)
  const isHour = drawn.get(Date.parse(input.boundaries[0]!) + HOUR / 4) === undefined
  const totals = new Map<string, BigNumber>()
  const add = (id: string, dkk: BigNumber): void =>
    void totals.set(id, (totals.get(id) ?? new BigNumber(0)).plus(toOere(dkk)))
  let leftKwh = new BigNumber(input.heating?.leftKwh ?? 0)

  input.products.forEach((product, index) => {
    const from = Date.parse(input.boundaries[index]!)
    const to = Date.parse(input.boundaries[index + 1]!)
    const starts = [...drawn.keys()].filter((start) => from <= start && start < to).sort((a, b) => a - b)
    const net = starts.map((start) => ({ start, kwh: BigNumber.max(0, drawn.get(start)!.minus(fed.get(start) ?? 0)) }))
    const surplus = starts.map((start) => ({
      start,
      kwh: BigNumber.max(0, (fed.get(start) ?? new BigNumber(0)).minus(drawn.get(start)!))
    }))
    const sum = (of: typeof net, price: (start: number) => BigNumber): BigNumber =>
      of.reduce((total, { kwh, start }) => total.plus(kwh.times(price(start))), new BigNumber(0))

    add(
      "product/energy",
      sum(net, (start) => (product.spot ? spotAt(spot, start, isHour) : new BigNumber(0)).plus(product.perKwh))
    )
    add(
      "product/subscription",
      monthly(from, to, () => new BigNumber(product.perMonth))
    )
    if (input.production !== undefined)
      add("production/credit", sum(surplus, (start) => spotAt(spot, start, isHour)).negated())
    for (const { gsrn, key } of linksOf(documents)) {
      const price = priceOf(documents, key)
      if (key.includes("/D01/")) add(key, monthly(from, to, price))
      else if (key === TAX && input.heating !== undefined) {
        let tax = new BigNumber(0)
        for (const { kwh, start } of net) {
          const full = BigNumber.min(kwh, leftKwh)
          leftKwh = leftKwh.minus(full)
          tax = tax.plus(full.times(price(start))).plus(kwh.minus(full).times(input.heating.reduced))
        }
        add(key, tax)
      } else add(key, sum(gsrn === input.gsrn ? net : surplus, price))
    }
  })
  const subtotal = [...totals.values()].reduce((sum, dkk) => sum.plus(dkk), new BigNumber(0))
  const vat = subtotal.times("0.25").dp(2, BigNumber.ROUND_HALF_EVEN)
  return {
    lines: Object.fromEntries([...totals].map(([id, dkk]) => [id, dkk.toFixed(2)])),
    subtotal: subtotal.toFixed(2),
    vat: vat.toFixed(2),
    total: subtotal.plus(vat).toFixed(2)
  }
}
