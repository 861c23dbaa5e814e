import {
  fromDayNumber,
  type Gsrn,
  intervalMs,
  KWH,
  MarketCalendar,
  type MeteringSeries,
  type Period,
  Quality,
  toDayNumber
} from "@datahub-settlement/core"
import type { BinaryRow } from "../copy/BinaryCopyReader.ts"
import { resolutionOf } from "./seriesRow.ts"

/** What a query must select for {@link CurrentReadings}, in this order. */
export const CURRENT_COLUMNS =
  "gsrn, day, resolution_minutes, first_interval, registered_at, qualities, " +
  "unit <> 'KWH' OR unknown_qualities IS NOT NULL, metering_point_type, quantities"

/** The order in which it must deliver the rows: the index has it. Parts of a day may come in any order. */
export const CURRENT_ORDER = "gsrn, day"

const GSRN_BYTES = 18

/** One point's readings while they are put together. */
interface Point {
  readonly gsrn: Gsrn
  readonly meteringPointType: string
  readonly resolutionMinutes: number
  readonly quantitiesWh: Int32Array
  /** All measured and shared with other points until something else is known. */
  qualities: Uint8Array
  /** Intervals from the period's start up to which rows have come. */
  filled: number
  registeredAt: number
}

/**
 * Puts the rows of many points together, each point's into one array over the whole period: what settling a month needs,
 * without an object for every day. Points for which that would lose something — registrations that meet, mixed
 * resolutions, other units, unknown qualities — are listed as `intricate`, to be read registration by registration.
 */
export class CurrentReadings {
  readonly intricate = new Set<Gsrn>()
  readonly series = new Map<Gsrn, ReadonlyArray<MeteringSeries>>()
  private readonly period: Period
  private readonly firstDay: number
  /** Hours from the period's start to the start of each of its days: a day may have 23 or 25. */
  private readonly hoursBefore: Int32Array
  private readonly allMeasured = new Map<number, Uint8Array>()
  /** The GSRN of the row before, as the bytes that came, and its point unless it is intricate. */
  private readonly lastGsrn = Buffer.alloc(GSRN_BYTES)
  private point: Point | undefined

  constructor(period: Period) {
    this.period = period
    this.firstDay = toDayNumber(MarketCalendar.localDateOf(period.from))
    const days = toDayNumber(MarketCalendar.localDateOf(period.to - 1)) - this.firstDay + 1
    this.hoursBefore = Int32Array.from(
      { length: days + 1 },
      (_, i) => (MarketCalendar.startOfDay(fromDayNumber(this.firstDay + i)) - period.from) / intervalMs.PT1H
    )
  }

  /** Takes one row. */
  add(row: BinaryRow): void {
    const isNext = !row.sameBytes(this.lastGsrn)
    const gsrn = isNext ? this.beginPoint(row) : this.point?.gsrn
    if (gsrn === undefined) return
    const day = row.date()
    const minutes = row.int2()
    const firstInterval = row.int2()
    const registeredAt = row.timestamptz()
    const qualities = row.bytes()
    const isUnusual = row.boolean()
    if (isNext) this.point = this.newPoint(gsrn, minutes, row.ascii())
    else row.skip()
    const point = this.point!
    const first = this.hoursBefore[day - this.firstDay]! * (60 / minutes) + firstInterval
    const end = first + row.peekArrayLength()
    if (isUnusual || point.resolutionMinutes !== minutes || first < point.filled || end > point.quantitiesWh.length) {
      this.intricate.add(gsrn)
      this.point = undefined
      return
    }
    row.int4ArrayInto(point.quantitiesWh, first)
    if (first > point.filled) this.ownQualities(point).fill(Quality.missing, point.filled, first)
    if (qualities !== undefined) this.ownQualities(point).set(qualities, first)
    point.filled = end
    if (registeredAt > point.registeredAt) point.registeredAt = registeredAt
  }

  /** No more rows will come. */
  end(): void {
    const { point } = this
    if (point === undefined) return
    const n = point.quantitiesWh.length
    if (point.filled < n) this.ownQualities(point).fill(Quality.missing, point.filled, n)
    this.series.set(point.gsrn, [
      {
        gsrn: point.gsrn,
        meteringPointType: point.meteringPointType,
        unit: KWH,
        resolution: resolutionOf(point.resolutionMinutes),
        start: this.period.from,
        quantitiesWh: point.quantitiesWh,
        qualities: point.qualities,
        registeredAt: point.registeredAt,
        messageId: "",
        transactionId: ""
      }
    ])
    this.point = undefined
  }

  private beginPoint(row: BinaryRow): Gsrn {
    this.end()
    row.copyBytes(this.lastGsrn)
    return this.lastGsrn.toString("latin1") as Gsrn
  }

  private newPoint(gsrn: Gsrn, resolutionMinutes: number, meteringPointType: string): Point {
    const n = (this.period.to - this.period.from) / (resolutionMinutes * 60_000)
    return {
      gsrn,
      meteringPointType,
      resolutionMinutes,
      quantitiesWh: new Int32Array(n),
      qualities: this.measured(n),
      filled: 0,
      registeredAt: Number.NEGATIVE_INFINITY
    }
  }

  private measured(n: number): Uint8Array {
    let measured = this.allMeasured.get(n)
    if (measured === undefined) this.allMeasured.set(n, (measured = new Uint8Array(n).fill(Quality.measured)))
    return measured
  }

  private ownQualities(point: Point): Uint8Array {
    if (point.qualities === this.measured(point.qualities.length)) point.qualities = Uint8Array.from(point.qualities)
    return point.qualities
  }
}
