import type { Instant } from "@datahub-settlement/core"
import { laterBy } from "../clock/isoDuration.ts"
import { Unable } from "../Unable.ts"
import type { Desk } from "../answers/Desk.ts"
import type { WorldOptions } from "../world/World.ts"
import { customerAt, supplyAt, UNKNOWN_CUSTOMER, type WorldPoint } from "../world/WorldPoint.ts"

/** A story: who takes part, and what DataHub or others do in it. What we do is left to whoever is tested. */
export interface Scenario {
  readonly name: string
  readonly summary: string
  /** How the world is when the simulator starts with this scenario. */
  readonly world?: Partial<Pick<WorldOptions, "points" | "oursShare" | "readings">> | undefined
  /** Whether monthly sums go out by themselves; they do without it. */
  readonly hasMonthlySums?: boolean | undefined
  /** Sets it going: metering points by their part. A text is a GSRN that is no point of the world. */
  readonly begin: (stage: Stage) => Readonly<Record<string, WorldPoint | string>>
}

/** What a scenario acts on. */
export interface Stage {
  readonly desk: Desk
  readonly ours: string
  readonly other: string
  readonly now: () => Instant
  /** A dwelling that no scenario has taken yet, with a known customer, supplied by us or by the other supplier. */
  readonly take: (from: "ours" | "other", fits?: (point: WorldPoint) => boolean) => WorldPoint
  /** The same, or `undefined` where there is none. */
  readonly find: (from: "ours" | "other", fits?: (point: WorldPoint) => boolean) => WorldPoint | undefined
  /** Does something an ISO 8601 duration from now: `P3D`, `P1DT2H`. */
  readonly after: (duration: string, act: () => void) => void
}

/** The stage of all scenarios of one simulator. */
export const makeStage = (desk: Desk): Stage => {
  const taken = new Set<WorldPoint>()
  const { ours, other } = desk.world.options
  const now = (): Instant => desk.engine.clock.now()
  const find: Stage["find"] = (from, fits = () => true) => {
    const supplier = from === "ours" ? ours : other
    const found = desk.world.points.find(
      (point) =>
        point.type === "E17" &&
        !taken.has(point) &&
        supplyAt(point, now())?.supplier === supplier &&
        customerAt(point, now())?.name !== UNKNOWN_CUSTOMER &&
        fits(point)
    )
    if (found !== undefined) taken.add(found)
    return found
  }
  return {
    desk,
    ours,
    other,
    now,
    find,
    take: (from, fits) => {
      const found = find(from, fits)
      if (found !== undefined) return found
      throw new Unable(`The world has no more dwellings that fit, supplied by ${from}: start with more points.`)
    },
    after: (duration, act) => desk.engine.clock.schedule(laterBy(now(), duration)!, act)
  }
}
