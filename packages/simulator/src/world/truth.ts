import { formatInstant, fromDayNumber, type Instant, LocalDate, toDayNumber } from "@datahub-settlement/core"
import { Option, Schema } from "effect"
import { dayNumberAt, type World } from "./World.ts"
import { readDay, type Registration, worldDay } from "./readings.ts"
import { supplyAt, type WorldPoint } from "./WorldPoint.ts"

/** Which readings: one point or all, local days `from` (included) to `to` (excluded); all that there are without. */
export interface TruthQuery {
  readonly gsrn?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** What the world says of one point's day: the newest registration that was sent to whoever supplied it. */
export interface TruthRow {
  readonly gsrn: string
  readonly day: string
  readonly supplier: string
  readonly resolution: "PT1H" | "PT15M"
  readonly registeredAt: string
  /** Whole Wh, one per interval; what is missing is `null`. */
  readonly wh: ReadonlyArray<number | null>
  /** A02 missing, A03 estimated, A04 measured. */
  readonly quality: ReadonlyArray<string>
  /** Whether DataHub registered something newer that it has kept back. */
  readonly hasWithheld?: true
  /** Whether two registrations with the same time say different things: which of them holds cannot be said. */
  readonly isContradicted?: true
}

/** Rows in the order of points and days, of what was delivered by now. */
export const truthOf = (world: World, now: Instant, query: TruthQuery): ReadonlyArray<TruthRow> => {
  const first = Math.max(world.options.firstDay, dayOf(query.from) ?? Number.NEGATIVE_INFINITY)
  const end = Math.min(dayNumberAt(now) + 1, dayOf(query.to) ?? Number.POSITIVE_INFINITY)
  const one = query.gsrn === undefined ? undefined : world.pointOf(query.gsrn)
  const points = query.gsrn === undefined ? world.points : one === undefined ? [] : [one]
  const rows: Array<TruthRow> = []
  for (const point of points) {
    for (let day = first; day < end; day++) {
      const row = rowOf(world, now, point, day)
      if (row !== undefined) rows.push(row)
    }
  }
  return rows
}

const decodeDate = Schema.decodeUnknownOption(LocalDate)

const dayOf = (text: string | undefined): number | undefined =>
  Option.getOrUndefined(Option.map(decodeDate(text), toDayNumber))

const rowOf = (world: World, now: Instant, point: WorldPoint, dayNumber: number): TruthRow | undefined => {
  const day = worldDay(dayNumber)
  const supply = supplyAt(point, day.from)
  if (supply === undefined) return undefined
  const all = world.registrationsOf(point, day)
  const registration = newestDelivered(all, now)
  if (registration === undefined) return undefined
  const { count, quality, wh } = readDay(world.options.seed, point, day, registration)
  const hasWithheld = all.some(
    (one) => one.deliveredAt === undefined && one.registeredAt > registration.registeredAt && one.registeredAt <= now
  )
  return {
    gsrn: point.gsrn,
    day: fromDayNumber(dayNumber),
    supplier: supply.supplier,
    resolution: point.resolution,
    registeredAt: formatInstant(registration.registeredAt),
    wh: Array.from({ length: count }, (_, i) => (quality[i] === 2 ? null : wh[i]!)),
    quality: Array.from({ length: count }, (_, i) => `A0${quality[i]}`),
    ...(hasWithheld ? { hasWithheld } : {}),
    ...(world.contradicted.has(`${point.gsrn}/${dayNumber}`) ? { isContradicted: true } : {})
  }
}

/** The newest registration that was sent by then. */
export const newestDelivered = (all: ReadonlyArray<Registration>, now: Instant): Registration | undefined =>
  all.findLast(({ deliveredAt }) => deliveredAt !== undefined && deliveredAt <= now)

/** The newest registration by then, sent or kept back. */
export const newestRegistered = (all: ReadonlyArray<Registration>, now: Instant): Registration | undefined =>
  all.findLast(({ deliveredAt, registeredAt }) => (deliveredAt ?? registeredAt) <= now)
