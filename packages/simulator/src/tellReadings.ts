import { LocalDate, toDayNumber } from "@datahub-settlement/core"
import { Option, Schema } from "effect"
import type { Desk } from "./answers/Desk.ts"
import { dayNumberAt } from "./world/World.ts"
import { worldDay } from "./world/readings.ts"
import { supplyAt, type WorldPoint } from "./world/WorldPoint.ts"

const decodeDate = Schema.decodeUnknownOption(LocalDate)
const MINUTE_MS = 60_000

/**
 * Says what a metering point uses, whole Wh by local hour: on every day to come and, registered anew, on every day that
 * has passed; or on one day that has passed. What is registered anew is sent to whoever supplied it. Gives why not, where
 * it cannot be said.
 */
export const tellReadings = (
  desk: Desk,
  gsrn: string,
  toldWh: ReadonlyArray<number>,
  date?: string
): string | undefined => {
  const { engine, world } = desk
  const point = world.pointOf(gsrn)
  if (point === undefined) return `There is no metering point ${gsrn}.`
  const { firstDay } = world.options
  const today = dayNumberAt(engine.clock.now())
  if (date === undefined) {
    point.toldWh = toldWh
    for (let day = firstDay; day < today; day++) registerDay(desk, point, day, toldWh)
    sendDays(desk, point, firstDay, today)
    return undefined
  }
  const day = Option.getOrUndefined(Option.map(decodeDate(date), toDayNumber))
  if (day === undefined || day < firstDay || day >= today) {
    return `"${date}" is no day between the world's first one and yesterday.`
  }
  registerDay(desk, point, day, toldWh)
  sendDays(desk, point, day, day + 1)
  return undefined
}

const registerDay = ({ engine, world }: Desk, point: WorldPoint, day: number, toldWh: ReadonlyArray<number>): void => {
  const now = engine.clock.now()
  world.register(point, day, { variant: "told", toldWh, registeredAt: now - MINUTE_MS, deliveredAt: now })
}

/** Days that one supplier had are sent together. */
const sendDays = ({ readings }: Desk, point: WorldPoint, fromDay: number, endDay: number): void => {
  const supplierOn = (day: number): string | undefined => supplyAt(point, worldDay(day).from)?.supplier
  for (let first = fromDay; first < endDay;) {
    const receiver = supplierOn(first)
    let end = first + 1
    while (end < endDay && supplierOn(end) === receiver) end++
    if (receiver !== undefined) readings.sendDays({ receiver, points: [point], fromDay: first, endDay: end })
    first = end
  }
}
