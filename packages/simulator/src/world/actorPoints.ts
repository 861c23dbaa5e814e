import type { Instant } from "@datahub-settlement/core"
import type { World } from "./World.ts"
import { customerAt, supplyAt, type WorldPoint } from "./WorldPoint.ts"

/** What somebody who acts in the world has to know of a metering point. */
export interface ActorPoint {
  readonly gsrn: string
  readonly type: string
  readonly gridArea: string
  readonly resolution: string
  readonly supplier: string | undefined
  readonly customerName: string | undefined
  readonly customerCvr: string | undefined
  readonly customerCpr: string | undefined
  readonly children: number
  /** GSRN of the production at the same address, or of the consumption. */
  readonly linked: string | undefined
}

/** A metering point as it is now. */
export const actorPointOf = (world: World, point: WorldPoint, now: Instant): ActorPoint => {
  const customer = customerAt(point, now)
  return {
    gsrn: point.gsrn,
    type: point.type,
    gridArea: point.company.gridArea,
    resolution: point.resolution,
    supplier: supplyAt(point, now)?.supplier,
    customerName: customer?.name,
    customerCvr: customer?.cvr,
    customerCpr: customer?.cpr,
    children: point.children.length,
    linked: point.linked === undefined ? undefined : world.points[point.linked]!.gsrn
  }
}
