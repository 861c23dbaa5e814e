import type { SpotStretch, TariffPrice } from "../charges/index.ts"
import { intervalMs, MarketCalendar, type Period, type Resolution } from "../market/index.ts"

/**
 * The prices of one whole local month, one per reading interval, ready to be multiplied. Where an hourly reading meets
 * quarter prices the value is the sum of the four and `divisor` is 4: their mean, kept whole.
 */
export interface PriceVector {
  /** Whole nano-DKK per kWh × divisor; `NaN` where there is no price. */
  readonly values: Float64Array
  readonly divisor: 1 | 4
  readonly maxAbs: number
}

/** A price that changes within the day, as intervals on the UTC line. */
interface PriceSource {
  readonly stretches: ReadonlyArray<SpotStretch>
}

const vectorsBySource = new WeakMap<object, Map<number, PriceVector>>()

const cached = (source: object, monthIndex: number, resolution: Resolution, make: () => PriceVector): PriceVector => {
  let vectors = vectorsBySource.get(source)
  if (vectors === undefined) vectorsBySource.set(source, (vectors = new Map()))
  const key = monthIndex * 2 + (resolution === "PT1H" ? 1 : 0)
  let vector = vectors.get(key)
  if (vector === undefined) vectors.set(key, (vector = make()))
  return vector
}

/** Spot prices of a month for readings of a resolution. Made once for all metering points that share the prices. */
export const spotVector = (spot: PriceSource, monthIndex: number, resolution: Resolution): PriceVector =>
  cached(spot, monthIndex, resolution, () => seriesVector(spot.stretches, monthIndex, resolution))

/** The same for a tariff that is not flat. */
export const tariffVector = (
  price: Exclude<TariffPrice, { kind: "flat" }>,
  monthIndex: number,
  resolution: Resolution
): PriceVector =>
  cached(price, monthIndex, resolution, () =>
    price.kind === "series"
      ? seriesVector([price], monthIndex, resolution)
      : localHourVector(price, monthIndex, resolution)
  )

const localHourVector = (
  price: Extract<TariffPrice, { kind: "byLocalHour" }>,
  monthIndex: number,
  resolution: Resolution
): PriceVector => {
  const { from, to } = MarketCalendar.monthPeriodOf(monthIndex)
  const step = intervalMs[resolution]
  const values = new Float64Array((to - from) / step)
  for (let i = 0; i < values.length; i++) {
    values[i] = price.nanoDkkPerKwh[MarketCalendar.localHourOf(from + i * step)] ?? Number.NaN
  }
  return { values, divisor: 1, maxAbs: maxAbsOf(values) }
}

const seriesVector = (
  stretches: ReadonlyArray<SpotStretch>,
  monthIndex: number,
  resolution: Resolution
): PriceVector => {
  const month = MarketCalendar.monthPeriodOf(monthIndex)
  const quarters = quarterPrices(stretches, month)
  if (resolution === "PT15M") return { values: quarters, divisor: 1, maxAbs: maxAbsOf(quarters) }
  const quartersMatter = stretches.some((stretch) => stretch.resolution === "PT15M" && meets(stretch, month))
  const values = new Float64Array(quarters.length / 4)
  for (let i = 0; i < values.length; i++) {
    const at = i * 4
    values[i] = quartersMatter
      ? quarters[at]! + quarters[at + 1]! + quarters[at + 2]! + quarters[at + 3]!
      : quarters[at]!
  }
  return { values, divisor: quartersMatter ? 4 : 1, maxAbs: maxAbsOf(values) }
}

const meets = (stretch: SpotStretch, period: Period): boolean =>
  stretch.start < period.to &&
  period.from < stretch.start + stretch.nanoDkkPerKwh.length * intervalMs[stretch.resolution]

/** Each quarter of a month with its price; an hourly price holds for its four quarters. */
const quarterPrices = (stretches: ReadonlyArray<SpotStretch>, month: Period): Float64Array => {
  const quarters = new Float64Array((month.to - month.from) / intervalMs.PT15M).fill(Number.NaN)
  for (const { resolution, start, nanoDkkPerKwh } of stretches) {
    const perPrice = intervalMs[resolution] / intervalMs.PT15M
    const offset = (start - month.from) / intervalMs.PT15M
    const first = Math.max(0, Math.floor(-offset / perPrice))
    const last = Math.min(nanoDkkPerKwh.length, Math.ceil((quarters.length - offset) / perPrice))
    for (let i = first; i < last; i++) {
      quarters.fill(nanoDkkPerKwh[i]!, Math.max(0, offset + i * perPrice), Math.max(0, offset + (i + 1) * perPrice))
    }
  }
  return quarters
}

const maxAbsOf = (values: Float64Array): number => {
  let max = 0
  for (const value of values) {
    const size = Math.abs(value)
    if (size > max) max = size
  }
  return max
}
