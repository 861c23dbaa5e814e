import {
  type AcontoPlan,
  buildAggregatedDataRequest,
  buildChangeOfSupplier,
  buildChargeLinkChange,
  buildEndOfSupply,
  buildHistoricalDataRequest,
  buildMoveIn,
  buildMoveOut,
  buildWholesaleRequest,
  energinet,
  Gln,
  type Gsrn,
  type Instant,
  addDays,
  MarketCalendar,
  type OutgoingContext,
  type OutgoingDocument,
  type RequestRefused
} from "@datahub-settlement/core"
import type { ActorPoint } from "@datahub-settlement/simulator"
import { Result } from "effect"
import type { Chance } from "./Chance.ts"

const BALANCE_RESPONSIBLE = "5790009990024"

/** What requests are drawn from: the world as it is now. */
export interface RequestSource {
  readonly chance: Chance
  readonly now: Instant
  readonly sender: string
  readonly ours: ReadonlyArray<ActorPoint>
  readonly others: ReadonlyArray<ActorPoint>
  /** The first day of which there are readings. */
  readonly firstDay: Instant
  /** Points of which something is asked in this step already: two answers at one time would have no order. */
  readonly taken: Set<string>
  /** When a supply that was asked for is to begin, by GSRN; grows with each. */
  readonly planned: Map<string, Instant>
}

type Built = Result.Result<OutgoingDocument, RequestRefused>

/** A request, and what the customer whom it is about pays in advance. */
interface Drawn {
  readonly built: Built
  readonly plan?: AcontoPlan | undefined
}

type Build = (source: RequestSource, context: OutgoingContext) => Drawn | undefined

/** Danish midnight so many days from today. */
const midnight = (now: Instant, days: number): Instant =>
  MarketCalendar.startOfDay(addDays(MarketCalendar.localDateOf(now), days))

const customerNumber = ({ customerCpr, customerCvr }: ActorPoint) =>
  customerCvr === undefined ? { cpr: customerCpr } : { cvr: customerCvr }

/** Somebody of these that nothing is asked of yet in this step. */
const take = ({ chance, taken }: RequestSource, points: ReadonlyArray<ActorPoint>): ActorPoint | undefined => {
  const free = points.filter(({ gsrn }) => !taken.has(gsrn))
  if (free.length === 0) return undefined
  const point = chance.pick(free)
  taken.add(point.gsrn)
  return point
}

/** One supply of a point is planned at a time: the intake does not know yet what is left when one of two falls. */
const freeOthers = ({ now, others, planned }: RequestSource): ReadonlyArray<ActorPoint> =>
  others.filter(({ gsrn }) => (planned.get(gsrn) ?? 0) <= midnight(now, -1))

/** A request about one of our points. */
const ofOurs =
  (build: (source: RequestSource, context: OutgoingContext, gsrn: string) => Built | undefined): Build =>
  (source, context) => {
    const point = take(source, source.ours)
    const built = point && build(source, context, point.gsrn)
    return built && { built }
  }

/** Two of three who sign up pay in advance, each in a rhythm of their own; told from who they are, and not drawn. */
const planOf = (gsrn: string, from: Instant): AcontoPlan | undefined => {
  const number = Number(gsrn.slice(-4, -1))
  const interval = number % 2 === 0 ? "month" : "quarter"
  const amountOere = 60_000 + ((from / 3_600_000) % 9973)
  return number % 3 === 0 ? undefined : { gsrn: gsrn as Gsrn, from, agreedFrom: from, interval, amountOere }
}

const readings = ofOurs(({ chance, firstDay, now }, context, gsrn) => {
  const to = midnight(now, -chance.whole(0, 3))
  const from = Math.max(firstDay, midnight(to, -chance.whole(1, 40)))
  return from >= to
    ? undefined
    : buildHistoricalDataRequest({ process: "BRS-025", gsrn, period: { from, to } }, context)
})

const yearlySum = ofOurs((_, context, gsrn) => buildHistoricalDataRequest({ process: "BRS-024", gsrn }, context))

const changeOfSupplier: Build = (source, context) => {
  const { chance, now, planned } = source
  const point = take(source, freeOthers(source))
  if (point === undefined) return undefined
  const { customerName, gsrn } = point
  const startAt = midnight(now, chance.whole(1, 12))
  planned.set(gsrn, startAt)
  const draft = { gsrn, startAt, ...customerNumber(point), customerName, balanceResponsible: BALANCE_RESPONSIBLE }
  return { built: buildChangeOfSupplier(draft, context), plan: planOf(gsrn, startAt) }
}

const moveIn: Build = (source, context) => {
  const { chance, now, planned } = source
  const point = take(source, freeOthers(source))
  if (point === undefined) return undefined
  const startAt = midnight(now, chance.whole(-6, 10))
  planned.set(point.gsrn, startAt)
  const draft = {
    gsrn: point.gsrn,
    startAt,
    kind: "ordinary",
    cvr: String(30_000_000 + chance.whole(0, 999_999)),
    customerName: `Tilflytter ${chance.whole(1, 9999)} ApS`,
    balanceResponsible: BALANCE_RESPONSIBLE
  } as const
  return { built: buildMoveIn(draft, context), plan: planOf(point.gsrn, startAt) }
}

const endOfSupply = ofOurs(({ chance, now }, context, gsrn) =>
  buildEndOfSupply({ gsrn, desiredEndAt: midnight(now, chance.whole(7, 12)) }, context)
)

const moveOut = ofOurs(({ chance, now }, context, gsrn) =>
  buildMoveOut({ gsrn, endAt: midnight(now, chance.whole(1, 10)) }, context)
)

const ENERGINET_TARIFFS = ["40000", "41000", "EA-001"] as const

const links = ofOurs(({ chance, now }, context, gsrn) => {
  const charge = { owner: energinet, type: "D03" as const, code: chance.pick(ENERGINET_TARIFFS) }
  const from = midnight(now, chance.whole(-10, 10))
  const change = chance.happens(0.5) ? { charge, from, stop: true } : { charge, from }
  return buildChargeLinkChange({ gsrn, changes: [change] }, context)
})

const lastMonth = (now: Instant) => MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(now) - 1)

const sums: Build = ({ now }, context) => ({
  built: buildAggregatedDataRequest(
    { processType: "D04", period: lastMonth(now), meteringPointType: "E17", settlementMethod: "D01" },
    context
  )
})

const amounts: Build = ({ now }, context) => ({
  built: buildWholesaleRequest({ processType: "D05", period: lastMonth(now), resolution: "P1M" }, context)
})

/** What a supplier asks for, and how often in so many requests. */
const often: ReadonlyArray<readonly [build: Build, times: number]> = [
  [readings, 6],
  [yearlySum, 1],
  [changeOfSupplier, 3],
  [moveIn, 1],
  [endOfSupply, 1],
  [moveOut, 1],
  [links, 3],
  [sums, 1],
  [amounts, 1]
]

const kinds: ReadonlyArray<Build> = often.flatMap(([build, times]) => Array.from({ length: times }, () => build))

/** A request to be sent, and what is agreed with it. */
export interface StoryRequest {
  readonly document: OutgoingDocument
  readonly plan?: AcontoPlan | undefined
}

/** Draws a request; `undefined` where the world has nobody for it, or the rules speak against it. */
export const drawRequest = (source: RequestSource): StoryRequest | undefined => {
  const { chance, now, sender } = source
  const context = { now, sender: Gln.make(sender), messageId: chance.id(), transactionId: chance.id() }
  const drawn = chance.pick(kinds)(source, context)
  const document = drawn && Result.getOrUndefined(drawn.built)
  return document && { document, plan: drawn?.plan }
}
