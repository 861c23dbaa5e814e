import type { ChargeKey, SettlementRequest, TariffPrice, Validity } from "@datahub-settlement/core"
import { localDaysOf } from "./localTime.ts"

/** A stretch in which all prices, links and terms stay the same. */
export interface NaiveSegment {
  readonly from: number
  readonly to: number
}

export const holds = (validity: Validity, instant: number): boolean =>
  validity.from <= instant && (validity.to === undefined || instant < validity.to)

export const sameKey = (a: ChargeKey, b: ChargeKey): boolean =>
  a.owner === b.owner && a.type === b.type && a.code === b.code

/** The price that holds at an instant, out of every charge with this key. */
export const priceHolding = (
  request: SettlementRequest,
  key: ChargeKey,
  instant: number
): TariffPrice | number | undefined => {
  for (const charge of request.charges) {
    if (!sameKey(charge.key, key)) continue
    for (const version of charge.prices) if (holds(version, instant)) return version.price
  }
  return undefined
}

/** Walks the supplied days; a day on which anything is other than on the day before begins a segment. */
export const naiveSegments = (request: SettlementRequest, cuts: ReadonlyArray<number>): ReadonlyArray<NaiveSegment> => {
  const segments: Array<{ from: number; to: number }> = []
  const supply = request.supply ?? [request.period]
  const days = localDaysOf(request.period.from, request.period.to)
  let before = ""
  days.forEach(({ start }, i) => {
    const end = days[i + 1]?.start ?? request.period.to
    const supplied = supply.findIndex((one) => holds(one, start))
    if (supplied === -1) return void (before = "")
    const now = `${supplied} ${describe(request, start)}`
    if (now === before && !cuts.includes(start)) segments[segments.length - 1]!.to = end
    else segments.push({ from: start, to: end })
    before = now
  })
  return segments
}

/** All that holds on a day, as text to compare. */
const describe = (request: SettlementRequest, day: number): string => {
  const linked = request.links
    .map((link, index) => ({ link, index }))
    .filter(({ link }) => link.charge.type !== "D02" && holds(link, day))
    .map(({ index, link }) => [index, describePrice(priceHolding(request, link.charge, day))])
  const product = request.product.findIndex((terms) => holds(terms, day))
  const reduced = request.electricHeating?.reduced.prices.find((version) => holds(version, day))
  const production = request.production?.periods?.map((one) => holds(one, day))
  return JSON.stringify([linked, product, describePrice(reduced?.price), production])
}

const seriesIds = new WeakMap<object, number>()
let seriesCount = 0

/** Flat and hourly prices by what they say; a series of prices is only ever the same as itself. */
const describePrice = (price: TariffPrice | number | undefined): unknown => {
  if (price === undefined || typeof price === "number") return price
  if (price.kind === "flat") return price.nanoDkkPerKwh
  if (price.kind === "byLocalHour") return Array.from(price.nanoDkkPerKwh)
  if (!seriesIds.has(price)) seriesIds.set(price, ++seriesCount)
  return `series ${seriesIds.get(price)}`
}
