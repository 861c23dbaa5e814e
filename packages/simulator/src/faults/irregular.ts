import { LocalDate, toDayNumber } from "@datahub-settlement/core"
import { Option, Schema } from "effect"
import type { Desk } from "../answers/Desk.ts"
import type { MessageRecord } from "../queues/MessageRecord.ts"
import { type Registration, worldDay } from "../world/readings.ts"
import { newestDelivered } from "../world/truth.ts"
import { dayNumberAt } from "../world/World.ts"
import { supplyAt, type WorldPoint } from "../world/WorldPoint.ts"

const HOUR_MS = 3_600_000
const OTHERWISE_PERMILLE = 1300
const decodeDate = Schema.decodeUnknownOption(LocalDate)

/**
 * Sends a registration that should change nothing: one that is older than what was delivered (late), or one with the
 * same time and other values (contradictory). The truth stays what it was; the second makes it undecidable, and marks it.
 */
export const irregular = (
  desk: Desk,
  kind: "late" | "contradictory",
  gsrn: string | undefined,
  date: string | undefined,
  draw = 0
): MessageRecord | undefined => {
  const { engine, world } = desk
  const now = engine.clock.now()
  const day = Option.getOrElse(Option.map(decodeDate(date), toDayNumber), () => dayNumberAt(now) - 1)
  const point = gsrn === undefined ? deliveredPoint(desk, day, draw) : world.pointOf(gsrn)
  const newest = point === undefined ? undefined : newestDelivered(world.registrationsOf(point, worldDay(day)), now)
  if (point === undefined || newest === undefined) return undefined
  const registration: Registration = {
    variant: "scaled",
    permille: OTHERWISE_PERMILLE,
    registeredAt: kind === "late" ? newest.registeredAt - 2 * HOUR_MS : newest.registeredAt,
    deliveredAt: now
  }
  if (kind === "contradictory") world.contradicted.add(`${point.gsrn}/${day}`)
  const before = engine.queues.journal().length
  desk.readings.sendOne(point, day, registration, kind)
  return engine.queues.journal()[before]
}

/** A point that the first actor has supplied on a day, and whose readings were sent: the first, or as it is drawn. */
const deliveredPoint = ({ engine, world }: Desk, day: number, draw: number): WorldPoint | undefined => {
  const receiver = engine.clients[0]!.gln
  const delivered = world.points.filter(
    (point) =>
      supplyAt(point, worldDay(day).from)?.supplier === receiver &&
      newestDelivered(world.registrationsOf(point, worldDay(day)), engine.clock.now()) !== undefined
  )
  return delivered[draw % Math.max(1, delivered.length)]
}
