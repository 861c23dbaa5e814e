import { dayNumberAt } from "../world/World.ts"
import { supplyAt, type WorldPoint } from "../world/WorldPoint.ts"
import { worldDay } from "../world/readings.ts"
import type { Scenario, Stage } from "./Scenario.ts"

/** Readings that are registered anew, twice. */
export const correction: Scenario = {
  name: "correction",
  summary: "The readings of today are corrected three days later (8 % more), and again two days after that (5 % less).",
  begin: (stage) => {
    const points = { first: stage.take("ours"), second: stage.take("ours"), third: stage.take("ours") }
    const day = dayNumberAt(stage.now())
    stage.after("P3D", () => Object.values(points).forEach((point) => correctDay(stage, point, day, 1080)))
    stage.after("P5D", () => Object.values(points).forEach((point) => correctDay(stage, point, day, 950)))
    return points
  }
}

/** Registers a point's day anew, by thousandths of what is true, and sends it to whoever supplied that day. */
export const correctDay = ({ desk, now }: Stage, point: WorldPoint, day: number, permille: number): void => {
  if (supplyAt(point, worldDay(day).from) === undefined) return
  const registration = { variant: "scaled", permille, registeredAt: now() - 60_000, deliveredAt: now() } as const
  desk.world.register(point, day, registration)
  desk.readings.sendOne(point, day, registration)
}
