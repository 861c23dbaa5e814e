import {
  type Gsrn,
  type Instant,
  intervalMs,
  type MeteringPointType,
  type Period,
  type Resolution
} from "../market/index.ts"
import { KWH, type MeteringSeries, Quality } from "../metering/index.ts"
import { type Wh, whFromKwhText } from "../quantity/index.ts"

/** What {@link seriesOf} makes a series from; everything but the point, the time and the quantities has a default. */
export interface SeriesFields {
  readonly gsrn: Gsrn
  readonly period: Period
  /** PT1H without it. */
  readonly resolution?: Resolution | undefined
  /** The same kWh in every interval, or kWh by the interval's number and start. Three decimals at most. */
  readonly kwh: string | ((index: number, start: Instant) => string)
  /** Measured without it. */
  readonly quality?: Quality | ((index: number, start: Instant) => Quality) | undefined
  /** Consumption (E17) without it. */
  readonly meteringPointType?: MeteringPointType | undefined
  /** The end of the period without it: registered when all of it had happened. */
  readonly registeredAt?: Instant | undefined
  readonly unit?: string | undefined
  /** Made of point and registration time without it. */
  readonly messageId?: string | undefined
}

/**
 * One registered series of readings for a whole period.
 *
 * @throws RangeError when the period is not a whole number of intervals or a quantity is not whole Wh
 *
 * @example
 * import { gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { seriesOf } from "@datahub-settlement/core/testing"
 *
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const series = seriesOf({ gsrn: gsrnOf("57131399900000001"), period: day, kwh: "0.300" })
 * series.quantitiesWh.length // => 25
 * series.quantitiesWh[24] // => 300
 */
export const seriesOf = (fields: SeriesFields): MeteringSeries => {
  const { gsrn, kwh, period, quality = Quality.measured, resolution = "PT1H" } = fields
  const step = intervalMs[resolution]
  const intervals = (period.to - period.from) / step
  if (!Number.isInteger(intervals)) throw new RangeError(`The period is not a whole number of ${resolution} intervals`)
  const registeredAt = fields.registeredAt ?? period.to
  const at = <A extends string | number>(value: A | ((index: number, start: Instant) => A), index: number): A =>
    typeof value === "function" ? value(index, period.from + index * step) : value
  return {
    gsrn,
    meteringPointType: fields.meteringPointType ?? "E17",
    unit: fields.unit ?? KWH,
    resolution,
    start: period.from,
    quantitiesWh: Int32Array.from({ length: intervals }, (_, index) => whOrThrow(at(kwh, index))),
    qualities: Uint8Array.from({ length: intervals }, (_, index) => at<Quality>(quality, index)),
    registeredAt,
    messageId: fields.messageId ?? `message-${gsrn}-${registeredAt}`,
    transactionId: `series-${gsrn}-${period.from}-${registeredAt}`
  }
}

const whOrThrow = (kwh: string): Wh => {
  const wh = whFromKwhText(kwh)
  if (wh === undefined) throw new RangeError(`"${kwh}" is not kWh with at most three decimals`)
  return wh
}
