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
import { Slabs } from "./Slabs.ts"

/** What a query must select for {@link CurrentReadings}, in this order; rows may come in any order. */
export const CURRENT_COLUMNS =
  "gsrn, day, resolution_minutes, first_interval, registered_at, qualities, " +
  "unit <> 'KWH' OR unknown_qualities IS NOT NULL, metering_point_type, quantities"

/** Before any registration. */
const NONE = Number.NEGATIVE_INFINITY

/** One point's readings while they are put together. */
interface Point {
  readonly gsrn: Gsrn
  readonly key: Buffer
  /** Place among the points, in the order in which they first came. */
  readonly index: number
  readonly meteringPointType: string
  readonly resolutionMinutes: number
  readonly quantitiesWh: Int32Array
  /** All measured and shared with other points until something else is known. */
  qualities: Uint8Array
  /** For each day of the period when the newest row that has come was registered; none yet is minus infinity. */
  readonly days: Float64Array
  /** For each day whether that row is the whole day: whatever is older is then superseded. */
  readonly wholeDays: Uint8Array
  registeredAt: number
}

/**
 * Puts the rows of many points together, each point's into one array over the whole period: what settling a month needs,
 * without an object for every day. A newer registration of a day holds over an older one (BRS-021). Points for which that
 * would lose something — two registrations of one instant, an older one after a newer part of a day, mixed resolutions,
 * other units, unknown qualities — are listed as `intricate`, to be read registration by registration.
 */
export class CurrentReadings {
  readonly intricate = new Set<Gsrn>()
  private readonly period: Period
  private readonly firstDay: number
  /** Hours from the period's start to the start of each of its days, and to its end: a day may have 23 or 25. */
  private readonly hoursBefore: Int32Array
  private readonly allMeasured = new Map<number, Uint8Array>()
  private readonly quantities = new Map<number, Slabs<Int32Array>>()
  private readonly registered: Slabs<Float64Array>
  private readonly whole: Slabs<Uint8Array>
  private readonly points: Array<Point> = []
  private readonly pointByGsrn = new Map<string, Point>()
  /** Where in `points` the next row is looked for: days are registered one after the other, each in GSRN order. */
  private next = 0

  constructor(period: Period) {
    this.period = period
    this.firstDay = toDayNumber(MarketCalendar.localDateOf(period.from))
    const days = toDayNumber(MarketCalendar.localDateOf(period.to - 1)) - this.firstDay + 1
    this.hoursBefore = Int32Array.from(
      { length: days + 1 },
      (_, i) => (MarketCalendar.startOfDay(fromDayNumber(this.firstDay + i)) - period.from) / intervalMs.PT1H
    )
    this.registered = new Slabs(days, (length) => new Float64Array(length).fill(NONE))
    this.whole = new Slabs(days, (length) => new Uint8Array(length))
  }

  /** Takes one row. */
  add(row: BinaryRow): void {
    const known = this.knownPoint(row)
    const gsrn = known === undefined ? (row.ascii() as Gsrn) : known.gsrn
    const day = row.date() - this.firstDay
    const minutes = row.int2()
    const firstInterval = row.int2()
    const registeredAt = row.timestamptz()
    const qualities = row.bytes()
    const isUnusual = row.boolean()
    const point = known ?? this.newPoint(gsrn, minutes, row.ascii())
    if (known !== undefined) row.skip()
    const count = row.peekArrayLength()
    if (isUnusual || point.resolutionMinutes !== minutes || !this.fits(point, day, firstInterval, count)) {
      this.intricate.add(gsrn)
      return
    }
    const newest = point.days[day]!
    if (registeredAt <= newest) {
      if (registeredAt === newest || point.wholeDays[day] === 0) this.intricate.add(gsrn)
      return
    }
    const perHour = 60 / minutes
    const dayStart = this.hoursBefore[day]! * perHour
    const dayEnd = this.hoursBefore[day + 1]! * perHour
    const first = dayStart + firstInterval
    const isWhole = count === dayEnd - dayStart
    point.days[day] = registeredAt
    point.wholeDays[day] = isWhole ? 1 : 0
    row.int4ArrayInto(point.quantitiesWh, first)
    if (newest === NONE && !isWhole) this.ownQualities(point).fill(Quality.missing, dayStart, dayEnd)
    if (qualities !== undefined) this.ownQualities(point).set(qualities, first)
    else if (newest !== NONE || !isWhole) this.markMeasured(point, first, first + count)
    if (registeredAt > point.registeredAt) point.registeredAt = registeredAt
  }

  /** The points that are one series each. */
  series(): Map<Gsrn, ReadonlyArray<MeteringSeries>> {
    const result = new Map<Gsrn, ReadonlyArray<MeteringSeries>>()
    for (const point of this.points) {
      if (this.intricate.has(point.gsrn)) continue
      this.markMissingDays(point)
      result.set(point.gsrn, [
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
    }
    return result
  }

  /** The point of the row, if it is one that has come before; the GSRN has then been read. */
  private knownPoint(row: BinaryRow): Point | undefined {
    const expected = this.points[this.next] ?? this.points[0]
    if (expected === undefined) return undefined
    const found = row.sameBytes(expected.key) ? expected : this.pointByGsrn.get(row.peekAscii())
    if (found === undefined) return undefined
    if (found !== expected) row.skip()
    this.next = found.index + 1
    return found
  }

  private fits(point: Point, day: number, firstInterval: number, count: number): boolean {
    const perHour = 60 / point.resolutionMinutes
    const dayStart = this.hoursBefore[day]! * perHour
    return dayStart >= 0 && dayStart + firstInterval + count <= this.hoursBefore[day + 1]! * perHour
  }

  private markMissingDays(point: Point): void {
    const perHour = 60 / point.resolutionMinutes
    for (let day = 0; day < point.days.length; day++) {
      if (point.days[day] !== NONE) continue
      const [from, to] = [this.hoursBefore[day]! * perHour, this.hoursBefore[day + 1]! * perHour]
      this.ownQualities(point).fill(Quality.missing, from, to)
    }
  }

  private newPoint(gsrn: Gsrn, resolutionMinutes: number, meteringPointType: string): Point {
    const n = (this.period.to - this.period.from) / (resolutionMinutes * 60_000)
    const point = {
      gsrn,
      key: Buffer.from(gsrn, "latin1"),
      index: this.points.length,
      meteringPointType,
      resolutionMinutes,
      quantitiesWh: this.zeros(n),
      qualities: this.measured(n),
      days: this.registered.next(),
      wholeDays: this.whole.next(),
      registeredAt: NONE
    }
    this.points.push(point)
    this.pointByGsrn.set(gsrn, point)
    this.next = this.points.length
    return point
  }

  private zeros(n: number): Int32Array {
    let slabs = this.quantities.get(n)
    if (slabs === undefined) this.quantities.set(n, (slabs = new Slabs(n, (length) => new Int32Array(length))))
    return slabs.next()
  }

  private markMeasured(point: Point, from: number, to: number): void {
    if (point.qualities !== this.measured(point.qualities.length)) point.qualities.fill(Quality.measured, from, to)
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
