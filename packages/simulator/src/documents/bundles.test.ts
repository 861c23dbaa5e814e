import { expect, it } from "@effect/vitest"
import { makeWorld } from "../world/World.ts"
import { usualMix } from "../world/WorldPoint.ts"
import { BUNDLE_POINTS_MAX, BUNDLE_SERIES_MAX, bundlesOf } from "./bundles.ts"

const DAY = 20_468

const sizesOf = (quarterly: number, points: number) => {
  const world = makeWorld({
    seed: 5,
    points,
    mix: { ...usualMix, quarterly },
    readings: { missing: 0, estimated: 0, wrong: 0 },
    ours: "5790009990017",
    other: "5790009990048",
    balanceResponsible: "5790009990024",
    oursShare: 1,
    firstDay: DAY
  })
  const group = { day: DAY, points: Uint32Array.from({ length: points }, (_, i) => i), registration: () => never }
  const bundles = bundlesOf(world, [group, { ...group, day: DAY + 1 }])
  return bundles.map((bundle) => bundle.reduce((sum, { points }) => sum + points.length, 0))
}

const never = { registeredAt: 0, deliveredAt: 0, variant: "true" } as const

it("closes a bundle of hourly series by their number", () => {
  expect(sizesOf(0, 3000)).toEqual([BUNDLE_SERIES_MAX, BUNDLE_SERIES_MAX, BUNDLE_SERIES_MAX])
})

it("closes a bundle of quarterly series by their readings", () => {
  const most = Math.floor(BUNDLE_POINTS_MAX / 96)
  expect(sizesOf(1, 2000)).toEqual([most, most, 4000 - 2 * most])
})
