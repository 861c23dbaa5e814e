import type { Statement } from "../exchange/index.ts"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import type { CimHeader, MasterDataRecord } from "../messages/index.ts"
import type { PortfolioPoint, SupplyPeriod } from "../portfolio/index.ts"
import { joinEqual, uncovered } from "../storage/index.ts"
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

/**
 * Processes whose master data say that a supply of ours begins: switch, moves, forced switch, resumed supply, and the
 * connection of a new point.
 */
const startingProcesses: ReadonlySet<string> = new Set(["E03", "E65", "D29", "D31", "D07", "D33", "D15"])

/** Processes that give supply back which a mistake of others had ended: its first start holds, its end falls away. */
const resumptions: ReadonlySet<string> = new Set(["D07", "D33"])

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

/**
 * Supply after events. Where it is what was told and nothing else, it is told anew from the beginning, and the order in which
 * messages came cannot matter. Where a person or a file has said more, what comes is applied to that, and then whatever was
 * told later.
 */
const supplyAfterAll = (
  before: ReadonlyArray<Validity>,
  events: ReadonlyArray<SupplyEvent>,
  told: ReadonlyArray<Statement>
): ReadonlyArray<Validity> => {
  const own = events.map(supplyStatement)
  const earlier = told.filter(({ kind }) => kind === "supply")
  const all = [...earlier, ...own].sort(inOrderMade)
  const known = all.map(eventOf)
  if (isSameTime(before, supplyTold(earlier.toSorted(inOrderMade).map(eventOf)))) return supplyTold(known)
  const first = Math.min(...own.map((statement) => all.indexOf(statement)))
  return known.slice(first).reduce((supply, event) => supplyAfter(supply, event, known), before)
}

const isSameTime = (a: ReadonlyArray<Validity>, b: ReadonlyArray<Validity>): boolean =>
  uncovered(a, b).length + uncovered(b, a).length === 0

/** A store may keep what goes on in parts. */
const validitiesOf = (supply: ReadonlyArray<SupplyPeriod>): ReadonlyArray<Validity> =>
  joinEqual(
    supply.map(({ from, to }): Validity => (to === undefined ? { from } : { from, to })),
    () => true
  )

/** Supply after an event, in time order. `all` are the events in the order in which DataHub made them, this one too. */
export const supplyAfter = (
  supply: ReadonlyArray<Validity>,
  event: SupplyEvent,
  all: ReadonlyArray<SupplyEvent>
): ReadonlyArray<Validity> => {
  return applied(supply, event, all, supplyTold(all, all.indexOf(event)))
}

/** What the first of these events come to by themselves, whatever else is known. */
const supplyTold = (all: ReadonlyArray<SupplyEvent>, count = all.length): ReadonlyArray<Validity> => {
  let told: ReadonlyArray<Validity> = []
  for (const event of all.slice(0, count)) told = applied(told, event, all, told)
  return told
}

/** `told` is the supply that the events before this one come to. */
const applied = (
  supply: ReadonlyArray<Validity>,
  event: SupplyEvent,
  all: ReadonlyArray<SupplyEvent>,
  told: ReadonlyArray<Validity>
): ReadonlyArray<Validity> => {
  const { at, kind } = event
  const before = (kind === "stop" ? endingLater(supply, event, all.slice(0, all.indexOf(event))) : supply)
    .filter(({ from }) => from < at)
    .map((one) => (endOf(one) <= at ? one : { from: one.from, to: at }))
  if (kind === "start") {
    const covering = supply.find((one) => one.from <= at && endOf(one) > at)
    if (covering !== undefined && covering.to === undefined) return supply
    const to = knownEnd(event, all, told)
    return joined([...before, to === undefined ? { from: at } : { from: at, to }])
  }
  if (kind === "stop" ? isOwnSuccessor(event, all) : isWithinSupply(event, all) || isUnbegun(supply, event, all)) {
    return supply
  }
  return [...before, ...standingAfter(event, all, told)]
}

/**
 * An end that the same process tells once more, on a later day: the days between are ours after all, unless something began
 * since then.
 */
const endingLater = (
  supply: ReadonlyArray<Validity>,
  { at, processType }: SupplyEvent,
  told: ReadonlyArray<SupplyEvent>
): ReadonlyArray<Validity> => {
  const last = supply.findLast(({ from }) => from < at)
  if (last?.to === undefined || last.to >= at) return supply
  const index = told.findLastIndex((one) => one.kind === "stop" && one.at === last.to)
  const isSame = told[index]?.processType === processType && told.slice(index).every(({ kind }) => kind === "stop")
  return isSame ? supply.map((one) => (one === last ? { ...one, to: at } : one)) : supply
}

/**
 * Where supply that begins within ours is known to end for a reason that it does not cancel: another supplier's customer
 * moves in then, or the point is closed down. A switch to another supplier is cancelled by a move before it (BRS-001); what
 * is given back to us was never lost, whatever had taken it (BRS-003, BRS-011).
 */
const knownEnd = (
  start: SupplyEvent,
  all: ReadonlyArray<SupplyEvent>,
  told: ReadonlyArray<Validity>
): Instant | undefined => {
  if (resumptions.has(start.processType)) return undefined
  const end = told.find((one) => one.from <= start.at && endOf(one) > start.at)?.to
  const stops = all.slice(0, all.indexOf(start)).filter(({ at, kind }) => kind === "stop" && at === end)
  return stops.some(({ processType }) => processType === "E01" || processType === "D14") ? end : undefined
}

/**
 * Supply that begins after a stop of its own accord: from each start that was told before the stop and still holds, until
 * whatever ends it.
 */
const standingAfter = (
  event: SupplyEvent,
  all: ReadonlyArray<SupplyEvent>,
  told: ReadonlyArray<Validity>
): ReadonlyArray<Validity> => {
  const planned = plannedStarts(all.slice(0, all.indexOf(event) + 1))
  const later = planned.map(({ at }) => at).filter((at) => at > event.at)
  return told.flatMap((one) => {
    const begins = later.filter((at) => one.from <= at && at < endOf(one))
    return begins.length === 0 ? [] : [{ ...one, from: Math.min(...begins) }]
  })
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

/**
 * Whether nothing that still holds began on the day: a move-out that was wrong is undone by the same notice (BRS-011), and
 * a notice may come twice.
 */
const isUnbegun = (supply: ReadonlyArray<Validity>, event: SupplyEvent, all: ReadonlyArray<SupplyEvent>): boolean =>
  supply.some((one) => one.from < event.at && endOf(one) > event.at) &&
  !plannedStarts(all.slice(0, all.indexOf(event))).some(({ at }) => at === event.at)

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
  return last !== undefined && last.to === start?.from
    ? [...periods.slice(0, -2), { ...start, from: last.from }]
    : periods
}

/**
 * When a customer moves in where we supply already, the stop (E01) of the old customer comes to us too, beside the start
 * of the new one on the same day: our supply goes on (BRS-009). A forced switch tells both sides the same (BRS-044). A move
 * that had been annulled by then is nobody's successor: then another supplier's customer has moved in on its day.
 */
const isOwnSuccessor = (stop: SupplyEvent, all: ReadonlyArray<SupplyEvent>): boolean => {
  const { at, processType } = stop
  const isAnnulled = (index: number): boolean =>
    all.slice(index + 1, Math.max(index + 1, all.indexOf(stop))).some((one) => one.kind === "annulled" && one.at === at)
  return all.some(
    (other, index) =>
      other.kind === "start" &&
      other.at === at &&
      successors[processType]?.includes(other.processType) === true &&
      !isAnnulled(index)
  )
}

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
