import type { ChargeLink, Instant } from "@datahub-settlement/core"
import { addDays, MarketCalendar, toDayNumber } from "@datahub-settlement/core"
import { plannedRegistrations, type ReadingMix } from "./registrations.ts"
import { type Registration, type WorldDay, worldDay } from "./readings.ts"
import { heatingPointOf, makePoints, type PointMix, supplyAt, type WorldPoint } from "./WorldPoint.ts"

/** What a world is made from. */
export interface WorldOptions {
  readonly seed: number
  /** Metering points, children and production included. */
  readonly points: number
  readonly mix: PointMix
  readonly readings: ReadingMix
  /** The supplier that the simulator is for. */
  readonly ours: string
  /** Another supplier: it has what is not ours. */
  readonly other: string
  readonly balanceResponsible: string
  /** Share of the dwellings that we supply at the start. */
  readonly oursShare: number
  /** The first day, local: supply of what is ours begins here, and so do readings. */
  readonly firstDay: number
}

/** All metering points, and what was registered outside the ordinary. */
export interface World {
  readonly options: WorldOptions
  readonly points: ReadonlyArray<WorldPoint>
  readonly pointOf: (gsrn: string) => WorldPoint | undefined
  /** A point with its children. */
  readonly familyOf: (point: WorldPoint) => ReadonlyArray<WorldPoint>
  /** Makes the heating point of a dwelling: the point's supplier has it from a day on. */
  readonly addHeatingPoint: (parent: WorldPoint, from: Instant) => WorldPoint
  /** Takes a child from its point: nobody hears of its readings any more. */
  readonly detach: (child: WorldPoint, at: Instant) => void
  /** Oldest first. */
  readonly registrationsOf: (point: WorldPoint, day: WorldDay) => ReadonlyArray<Registration>
  /** Registers a day once more. */
  readonly register: (point: WorldPoint, dayNumber: number, registration: Registration) => void
  /** Links that suppliers have asked for, by GSRN. */
  readonly linkChanges: Map<string, Array<ChargeLink>>
  /** Days on which two registrations contradict each other, as `gsrn/day`. */
  readonly contradicted: Set<string>
}

const YEAR_DAYS = 365

export const makeWorld = (options: WorldOptions): World => {
  const points = [...makePoints(options.seed, options.points, options.mix)]
  const byGsrn = new Map(points.map((point) => [point.gsrn as string, point]))
  const extra = new Map<string, Array<Registration>>()
  beginSupply(points, options)
  return {
    options,
    points,
    pointOf: (gsrn) => byGsrn.get(gsrn),
    familyOf: (point) => [...point.children.map((child) => points[child]!), point],
    addHeatingPoint: (parent, from) => {
      const child = heatingPointOf(points.length, parent)
      const supplier = supplyAt(parent, from)?.supplier ?? options.ours
      child.supplies.push({ supplier, from, to: undefined, began: undefined })
      points.push(child)
      byGsrn.set(child.gsrn, child)
      parent.children = [...parent.children, child.index]
      return child
    },
    detach: (child, at) => {
      const parent = child.parent === undefined ? undefined : points[child.parent]
      if (parent !== undefined) parent.children = parent.children.filter((index) => index !== child.index)
      child.parent = undefined
      endSupply(child, at)
    },
    registrationsOf: (point, day) => {
      const planned = plannedRegistrations(options.seed, point, day, options.readings)
      const more = extra.get(`${point.index}/${day.number}`)
      return more === undefined ? planned : [...planned, ...more].toSorted((a, b) => a.registeredAt - b.registeredAt)
    },
    register: (point, dayNumber, registration) => {
      const key = `${point.index}/${dayNumber}`
      extra.set(key, [...(extra.get(key) ?? []), registration])
    },
    linkChanges: new Map(),
    contradicted: new Set()
  }
}

/** The first dwellings are ours, the others the other supplier's since a year before. Children go with their parent. */
const beginSupply = (points: ReadonlyArray<WorldPoint>, options: WorldOptions): void => {
  const ours = Math.round(points.length * options.oursShare)
  const from = worldDay(options.firstDay).from
  const before = worldDay(options.firstDay - YEAR_DAYS).from
  for (const point of points) {
    const home = point.parent ?? Math.min(point.index, point.linked ?? point.index)
    const isOurs = home < ours
    point.supplies.push({
      supplier: isOurs ? options.ours : options.other,
      from: isOurs ? from : before,
      to: undefined,
      began: undefined
    })
  }
}

/** Day number of the local day that holds an instant. */
export const dayNumberAt = (instant: Instant): number => toDayNumber(MarketCalendar.localDateOf(instant))

/** Local midnight of a date that is so many days from the one of an instant. */
export const midnightFrom = (instant: Instant, days: number): Instant =>
  MarketCalendar.startOfDay(addDays(MarketCalendar.localDateOf(instant), days))

/**
 * Gives the supply of a point and its children to a supplier from an instant on. What was to begin later is gone; the
 * supply before ends there.
 */
export const giveSupply = (
  world: World,
  point: WorldPoint,
  supply: { readonly supplier: string; readonly from: Instant; readonly began: "E03" | "E65" | "D29" }
): void => {
  for (const member of world.familyOf(point)) {
    endSupply(member, supply.from)
    member.supplies.push({ ...supply, to: undefined })
  }
}

/** Ends what is supplied at an instant, and takes back what was to begin then or later. */
export const endSupply = (point: WorldPoint, at: Instant): void => {
  while (point.supplies.at(-1) !== undefined && point.supplies.at(-1)!.from >= at) point.supplies.pop()
  const last = point.supplies.at(-1)
  if (last !== undefined && (last.to === undefined || last.to > at)) last.to = at
}

/** Takes the latest supply of a point and its children back, and lets the one before go on as if nothing had been. */
export const restoreSupply = (world: World, point: WorldPoint): void => {
  for (const member of world.familyOf(point)) {
    member.supplies.pop()
    const previous = member.supplies.at(-1)
    if (previous !== undefined) previous.to = undefined
  }
}

/** Lets the latest supply of a point and its children begin on another day, and the one before end there. */
export const moveSupplyStart = (world: World, point: WorldPoint, at: Instant): void => {
  for (const member of world.familyOf(point)) {
    const latest = member.supplies.pop()
    const previous = member.supplies.at(-1)
    if (latest === undefined) continue
    if (previous !== undefined) previous.to = at
    member.supplies.push({ ...latest, from: at })
  }
}
