import type { Instant } from "@datahub-settlement/core"
import type { Engine } from "../Engine.ts"
import { bundlesOf } from "../documents/bundles.ts"
import { measureDocument, type SeriesGroup } from "../documents/measureDocument.ts"
import { deliveryOf } from "../world/registrations.ts"
import { type Registration, worldDay } from "../world/readings.ts"
import { newestRegistered } from "../world/truth.ts"
import type { World } from "../world/World.ts"
import { supplyAt, type WorldPoint } from "../world/WorldPoint.ts"
import { makeLateRegistrations, plannedGroup } from "./lateRegistrations.ts"

/** Sends readings: those of yesterday each morning, with what was registered late, and others on demand. */
export interface ReadingDeliveries {
  /** From now on, every morning. */
  readonly begin: () => void
  /** The readings of points for whole days, each in its newest registration. */
  readonly sendDays: (request: {
    readonly receiver: string
    readonly points: ReadonlyArray<WorldPoint>
    readonly fromDay: number
    readonly endDay: number
    readonly answers?: string | undefined
  }) => number
  /** One registration of one point's day. */
  readonly sendOne: (point: WorldPoint, dayNumber: number, registration: Registration, fault?: string) => void
}

const PERIODIC = "E23"
const DOCUMENT = "NotifyValidatedMeasureData"

export const makeReadingDeliveries = (engine: Engine, world: World): ReadingDeliveries => {
  const late = makeLateRegistrations(world)

  const send = (
    receiver: string,
    groups: ReadonlyArray<SeriesGroup>,
    more?: { readonly answers?: string | undefined; readonly faults?: ReadonlyArray<string> | undefined }
  ): number => {
    const bundles = bundlesOf(world, groups)
    for (const bundle of bundles) {
      const content = { receiver, processType: PERIODIC, groups: bundle, answers: more?.answers }
      engine.deliver({
        receiver,
        queue: "measuredata",
        document: DOCUMENT,
        processType: PERIODIC,
        faults: more?.faults,
        write: (messageId, createdAt) => measureDocument(world, content, messageId, createdAt)
      })
    }
    return bundles.length
  }

  const morningAfter = (dayNumber: number): void => {
    engine.clock.schedule(deliveryOf(dayNumber + 1, 0), () => morningAfter(dayNumber + 1))
    const receivers = new Set(engine.clients.map(({ gln }) => gln))
    const byReceiver = new Map<string, Array<number>>()
    const day = worldDay(dayNumber)
    for (const point of world.points) {
      // Whoever does not supply it today may do so, back in time, when they come.
      late.note(point, dayNumber)
      const supplier = supplyAt(point, day.from)?.supplier
      if (supplier === undefined || !receivers.has(supplier)) continue
      const list = byReceiver.get(supplier) ?? []
      byReceiver.set(supplier, list)
      list.push(point.index)
    }
    for (const [receiver, points] of byReceiver) send(receiver, [plannedGroup(world, dayNumber, 0, points)])
    for (const [receiver, groups] of late.dueAfter(dayNumber)) send(receiver, groups)
  }

  return {
    begin: () =>
      engine.clock.schedule(deliveryOf(world.options.firstDay, 0), () => morningAfter(world.options.firstDay)),
    sendDays: ({ answers, endDay, fromDay, points, receiver }) => {
      const now = engine.clock.now()
      const groups: Array<SeriesGroup> = []
      for (let day = fromDay; day < endDay; day++) {
        const known = points.filter((point) => newestOf(world, point, day, now) !== undefined)
        if (known.length === 0) continue
        groups.push({
          day,
          points: Uint32Array.from(known, ({ index }) => index),
          registration: (point) => newestOf(world, point, day, now)!
        })
      }
      return send(receiver, groups, { answers })
    },
    sendOne: (point, dayNumber, registration, fault) => {
      const receiver = supplyAt(point, worldDay(dayNumber).from)?.supplier
      if (receiver === undefined) return
      const group = { day: dayNumber, points: Uint32Array.of(point.index), registration: () => registration }
      send(receiver, [group], { faults: fault === undefined ? undefined : [fault] })
    }
  }
}

const newestOf = (world: World, point: WorldPoint, day: number, now: Instant): Registration | undefined =>
  newestRegistered(world.registrationsOf(point, worldDay(day)), now)
