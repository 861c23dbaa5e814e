import { type Instant, intervalMs, type Period, Quality } from "@datahub-settlement/core"
import { ESTIMATED, MISSING, readDay, worldDay } from "./readings.ts"
import { newestRegistered } from "./truth.ts"
import type { World } from "./World.ts"
import { supplyAt, type WorldPoint } from "./WorldPoint.ts"

/** Which energy is summed. */
export interface SumQuery {
  readonly supplier: string
  readonly gridArea: string
  readonly type: "E17" | "E18"
  readonly fromDay: number
  readonly endDay: number
  /** What DataHub knew then. */
  readonly asOf: Instant
}

/** Quarter by quarter, whole Wh. */
export interface QuarterSums {
  readonly period: Period
  readonly wh: Float64Array
  /** `Quality`: estimated when one value was, incomplete when one was missing. */
  readonly qualities: Uint8Array
  /** How many point days went in. */
  readonly pointDays: number
  /** Points supplied on each day. */
  readonly pointsByDay: ReadonlyArray<number>
}

/** The sum of all that DataHub has registered: also of what it has not sent to the supplier. */
export const quarterSums = (world: World, query: SumQuery): QuarterSums => {
  const period = { from: worldDay(query.fromDay).from, to: worldDay(query.endDay).from }
  const count = (period.to - period.from) / intervalMs.PT15M
  const sums = { wh: new Float64Array(count), qualities: new Uint8Array(count).fill(Quality.measured) }
  const points = world.points.filter(({ company, type }) => company.gridArea === query.gridArea && type === query.type)
  const pointsByDay: Array<number> = []
  let pointDays = 0
  for (let day = query.fromDay; day < query.endDay; day++) {
    const supplied = points.filter((point) => supplyAt(point, worldDay(day).from)?.supplier === query.supplier)
    pointsByDay.push(supplied.length)
    for (const point of supplied) {
      if (addDay(world, point, day, { ...sums, asOf: query.asOf, start: period.from })) pointDays += 1
    }
  }
  return { period, ...sums, pointDays, pointsByDay }
}

const addDay = (
  world: World,
  point: WorldPoint,
  dayNumber: number,
  into: {
    readonly wh: Float64Array
    readonly qualities: Uint8Array
    readonly asOf: Instant
    readonly start: Instant
  }
): boolean => {
  const day = worldDay(dayNumber)
  const registration = newestRegistered(world.registrationsOf(point, day), into.asOf)
  if (registration === undefined) return false
  const { count, quality, wh } = readDay(world.options.seed, point, day, registration)
  const first = (day.from - into.start) / intervalMs.PT15M
  const quarters = point.resolution === "PT15M" ? 1 : 4
  for (let i = 0; i < count; i++) {
    for (let quarter = 0; quarter < quarters; quarter++) {
      const at = first + i * quarters + quarter
      if (quality[i] === MISSING) into.qualities[at] = Quality.incomplete
      // An hour's Wh are spread over its quarters; what does not divide goes to the first ones.
      else into.wh[at] = into.wh[at]! + Math.floor((wh[i]! + quarters - 1 - quarter) / quarters)
      if (quality[i] === ESTIMATED && into.qualities[at] === Quality.measured) into.qualities[at] = Quality.estimated
    }
  }
  return true
}
