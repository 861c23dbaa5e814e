import type { SeriesGroup } from "../documents/measureDocument.ts"
import { worldDay } from "../world/readings.ts"
import { plannedRegistrations } from "../world/registrations.ts"
import { dayNumberAt, type World } from "../world/World.ts"
import { supplyAt, type WorldPoint } from "../world/WorldPoint.ts"

/** Registrations that follow a day's first one: they go out on a later morning. */
export interface LateRegistrations {
  /** Notes what will follow a point's day. */
  readonly note: (point: WorldPoint, dayNumber: number) => void
  /** What goes out on the morning after a day, by who supplied then; it is forgotten here. */
  readonly dueAfter: (dayNumber: number) => ReadonlyMap<string, ReadonlyArray<SeriesGroup>>
}

export const makeLateRegistrations = (world: World): LateRegistrations => {
  /** Last day before the morning → `day/registration` → indexes of points. */
  const noted = new Map<number, Map<string, Array<number>>>()
  return {
    note: (point, dayNumber) => {
      const planned = plannedRegistrations(world.options.seed, point, worldDay(dayNumber), world.options.readings)
      for (let n = 1; n < planned.length; n++) {
        const before = dayNumberAt(planned[n]!.deliveredAt!) - 1
        const groups = noted.get(before) ?? new Map<string, Array<number>>()
        noted.set(before, groups)
        const points = groups.get(`${dayNumber}/${n}`) ?? []
        groups.set(`${dayNumber}/${n}`, points)
        points.push(point.index)
      }
    },
    dueAfter: (dayNumber) => {
      const byReceiver = new Map<string, Array<SeriesGroup>>()
      for (const [key, points] of noted.get(dayNumber) ?? []) {
        const [day, n] = key.split("/").map(Number) as [number, number]
        const supplierOf = (index: number): string => supplyAt(world.points[index]!, worldDay(day).from)?.supplier ?? ""
        for (const [receiver, own] of Map.groupBy(points, supplierOf)) {
          const groups = byReceiver.get(receiver) ?? []
          byReceiver.set(receiver, groups)
          groups.push(plannedGroup(world, day, n, own))
        }
      }
      noted.delete(dayNumber)
      return byReceiver
    }
  }
}

/** The n-th planned registration of a day, whatever is registered besides. */
export const plannedGroup = (world: World, day: number, n: number, points: ReadonlyArray<number>): SeriesGroup => ({
  day,
  points: Uint32Array.from(points),
  registration: (point) => plannedRegistrations(world.options.seed, point, worldDay(day), world.options.readings)[n]!
})
