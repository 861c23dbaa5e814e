import type { World } from "../world/World.ts"
import type { SeriesGroup } from "./measureDocument.ts"
import { worldDay } from "../world/readings.ts"

/** What DataHub puts into one document of measure data at most: the defaults of its own code. */
export const BUNDLE_SERIES_MAX = 2_000
export const BUNDLE_POINTS_MAX = 150_000

/** Groups cut into bundles within DataHub's limits, in their order. */
export const bundlesOf = (
  world: World,
  groups: ReadonlyArray<SeriesGroup>
): ReadonlyArray<ReadonlyArray<SeriesGroup>> => {
  const bundles: Array<Array<SeriesGroup>> = []
  let bundle: Array<SeriesGroup> = []
  let series = 0
  let readings = 0
  const close = (): void => {
    if (bundle.length > 0) bundles.push(bundle)
    bundle = []
    series = 0
    readings = 0
  }
  for (const group of groups) {
    const hours = worldDay(group.day).localHours.length
    let begin = 0
    for (let i = 0; i < group.points.length; i++) {
      const count = hours * (world.points[group.points[i]!]!.resolution === "PT15M" ? 4 : 1)
      if (series + 1 > BUNDLE_SERIES_MAX || readings + count > BUNDLE_POINTS_MAX) {
        if (i > begin) bundle.push({ ...group, points: group.points.subarray(begin, i) })
        begin = i
        close()
      }
      series += 1
      readings += count
    }
    if (begin < group.points.length) bundle.push({ ...group, points: group.points.subarray(begin) })
  }
  close()
  return bundles
}
