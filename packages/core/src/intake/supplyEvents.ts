import type { Statement } from "../exchange/index.ts"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import type { CimHeader, MasterDataRecord } from "../messages/index.ts"
import type { PortfolioPoint, SupplyPeriod } from "../portfolio/index.ts"
import { uncovered } from "../storage/index.ts"
import { pointSubject } from "./PreparedMessage.ts"
import { inOrderMade } from "./toldBefore.ts"

/** That our supply of a metering point begins or ends on a day. */
export interface SupplyEvent {
  readonly gsrn: Gsrn
  readonly kind: "start" | "stop" | "annulled"
  readonly at: Instant
  /** Why: E03, E65, E01, D34 … */
  readonly processType: string
  readonly madeAt: Instant
  readonly messageId: string
}

/** Processes whose master data say that a supply of ours begins: switch, moves, forced switch, resumed supply. */
const startingProcesses: ReadonlySet<string> = new Set(["E03", "E65", "D29", "D31", "D07", "D33"])

/** The supply that RSM-022 tells of: of points that are supplied themselves, in a process that begins one. */
export const supplyStarts = (header: CimHeader, records: ReadonlyArray<MasterDataRecord>): ReadonlyArray<SupplyEvent> =>
  records.flatMap(({ masterData: { gsrn, parent, supplyStart, type } }) =>
    startingProcesses.has(header.processType) &&
    supplyStart !== undefined &&
    parent === undefined &&
    (type === "E17" || type === "E18")
      ? [
          {
            gsrn,
            kind: "start" as const,
            at: supplyStart,
            processType: header.processType,
            madeAt: header.createdAt,
            messageId: header.messageId
          }
        ]
      : []
  )

/** What events change about the supply of the points that they are about. */
export interface SupplyChanges {
  /** Supply of these points as it is afterwards. */
  readonly supply: ReadonlyArray<SupplyPeriod>
  readonly removed: ReadonlyArray<SupplyPeriod>
  /** Time in which it is another than before. */
  readonly touched: ReadonlyArray<SupplyPeriod>
}

/**
 * What it means that supply begins or ends. What was told later is applied once more after it, so that messages out of
 * order end in the state of messages in order. A stop may come before its point is known: then there is nothing to stop,
 * and the start will meet it among the statements.
 */
export const supplyChanges = (
  events: ReadonlyArray<SupplyEvent>,
  told: ReadonlyMap<string, ReadonlyArray<Statement>>,
  stored: ReadonlyMap<Gsrn, PortfolioPoint>
): SupplyChanges => {
  const supply: Array<SupplyPeriod> = []
  const removed: Array<SupplyPeriod> = []
  const touched: Array<SupplyPeriod> = []
  for (const [gsrn, own] of Map.groupBy(events, (event) => event.gsrn)) {
    const point = stored.get(gsrn)
    if (point === undefined && own.every(({ kind }) => kind !== "start")) continue
    const before = validitiesOf(point?.supply ?? [])
    const after = supplyAfterAll(before, own, told.get(pointSubject(gsrn)) ?? [])
    const ofPoint = (part: Validity): SupplyPeriod => ({ ...part, gsrn })
    const gone = uncovered(before, after).map(ofPoint)
    const added = uncovered(after, before).map(ofPoint)
    if (gone.length + added.length === 0) continue
    supply.push(...after.map(ofPoint))
    removed.push(...gone)
    touched.push(...gone, ...added)
  }
  return { supply, removed, touched }
}

const supplyAfterAll = (
  before: ReadonlyArray<Validity>,
  events: ReadonlyArray<SupplyEvent>,
  told: ReadonlyArray<Statement>
): ReadonlyArray<Validity> => {
  const own = events.map(supplyStatement)
  const all = [...told.filter(({ kind }) => kind === "supply"), ...own].sort(inOrderMade)
  const first = Math.min(...own.map((statement) => all.indexOf(statement)))
  const known = all.map(eventOf)
  return known.slice(first).reduce((supply, event) => supplyAfter(supply, event, known), before)
}

const validitiesOf = (supply: ReadonlyArray<SupplyPeriod>): ReadonlyArray<Validity> =>
  supply.map(({ from, to }) => (to === undefined ? { from } : { from, to }))

/** Supply after an event, in time order. `all` are the events in the order in which DataHub made them, this one too. */
export const supplyAfter = (
  supply: ReadonlyArray<Validity>,
  event: SupplyEvent,
  all: ReadonlyArray<SupplyEvent>
): ReadonlyArray<Validity> => {
  const { at, kind } = event
  const before = supply
    .filter(({ from }) => from < at)
    .map((one) => (endOf(one) <= at ? one : { from: one.from, to: at }))
  if (kind === "start") {
    const covering = supply.find((one) => one.from <= at && endOf(one) > at)
    return covering !== undefined && covering.to === undefined ? supply : joined([...before, { from: at }])
  }
  if (kind === "stop" ? isOwnSuccessor(event, all) : isWithinSupply(event, all)) return supply
  const next = nextStart(event, all)
  return next === undefined ? before : [...before, { from: next }]
}

/**
 * Whether what is annulled began where we supplied already, as when a customer moves in with us: our supply goes on as
 * before then.
 */
const isWithinSupply = (event: SupplyEvent, all: ReadonlyArray<SupplyEvent>): boolean => {
  const told = all.slice(0, all.indexOf(event))
  const planned = plannedStarts(told)
  const earlier = planned.filter(({ at }) => at < event.at).map(({ at }) => at)
  if (earlier.length === 0 || !planned.some(({ at }) => at === event.at)) return false
  const lastBegin = Math.max(...earlier)
  const ends = ({ at, kind }: SupplyEvent): boolean => kind === "stop" && at > lastBegin && at <= event.at
  return !told.some((one) => ends(one) && !isOwnSuccessor(one, told))
}

/** The first start after a stop that was told before it and still holds: our supply begins again there. */
const nextStart = (event: SupplyEvent, all: ReadonlyArray<SupplyEvent>): Instant | undefined => {
  const planned = plannedStarts(all.slice(0, all.indexOf(event) + 1))
  const later = planned.map(({ at }) => at).filter((at) => at > event.at)
  return later.length === 0 ? undefined : Math.min(...later)
}

/** Starts that were told and hold. */
const plannedStarts = (told: ReadonlyArray<SupplyEvent>): ReadonlyArray<SupplyEvent> =>
  told.reduce<ReadonlyArray<SupplyEvent>>(
    (planned, event) =>
      event.kind === "start" ? [...planned, event] : planned.filter((start) => !cancels(event, start)),
    []
  )

/**
 * Whether a stop takes a planned start with it: what is annulled is the start of that very day; a move, an end of supply
 * and a purchase obligation cancel a switch that was to come after them (BRS-001), a close-down everything.
 */
const cancels = (stop: SupplyEvent, start: SupplyEvent): boolean => {
  if (stop.kind === "annulled") return start.at === stop.at
  if (start.at < stop.at) return false
  return stop.processType === "D14" || (switchesOnly.has(stop.processType) && start.processType === "E03")
}

const switchesOnly: ReadonlySet<string> = new Set(["E01", "E65", "E20", "D39"])

/** A period that ends where the new one begins is the same supply. */
const joined = (periods: ReadonlyArray<Validity>): ReadonlyArray<Validity> => {
  const last = periods.at(-2)
  const [start] = periods.slice(-1)
  return last !== undefined && last.to === start?.from ? [...periods.slice(0, -2), { from: last.from }] : periods
}

/**
 * When a customer moves in where we supply already, the stop (E01) of the old customer comes to us too, beside the start
 * of the new one on the same day: our supply goes on (BRS-009). A forced switch tells both sides the same (BRS-044).
 */
const isOwnSuccessor = ({ at, processType }: SupplyEvent, all: ReadonlyArray<SupplyEvent>): boolean =>
  all.some(
    (other) =>
      other.kind === "start" && other.at === at && successors[processType]?.includes(other.processType) === true
  )

/** Starts of our own that a stop on the same day makes room for, and does not end. */
const successors: Readonly<Record<string, ReadonlyArray<string>>> = { E01: ["E65", "D29"], D31: ["D31"] }

/** An event is small and ours alone: it is kept as its own fields, not as a document of DataHub. */
export const supplyStatement = (event: SupplyEvent): Statement => ({
  subject: pointSubject(event.gsrn),
  kind: "supply",
  madeAt: event.madeAt,
  messageId: event.messageId,
  transactionId: `${event.kind}/${event.at}`,
  document: JSON.stringify(event)
})

const eventOf = ({ document }: Statement): SupplyEvent => JSON.parse(document) as SupplyEvent
