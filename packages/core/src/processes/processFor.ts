import { formatInstant, type Gsrn, type Instant } from "../market/index.ts"
import { isActive, isFinal, isOver } from "./deadlinesOf.ts"
import { EFFECTIVE_DATE } from "./deadlineRules.ts"
import { isDateOf } from "./guardTable.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import { closeDownRoute, moveRoutes, type Route, routes, transferRoutes, type UnaskedDocument } from "./noticeRoutes.ts"
import type { ProcessTask } from "./ProcessEffect.ts"
import { isOwnRequest } from "./ProcessEvent.ts"

/** What is known of an incoming thing before it is known which process it belongs to. */
export type ProcessFacts =
  /** An answer: the transaction id of what it answers. */
  | { readonly document: "answer"; readonly answers: string }
  | {
      readonly document: UnaskedDocument
      readonly processType: string
      readonly gsrn: Gsrn
      /** Of a child point: the point that it belongs to, for electric heating. Else what a child is told begins and ends nothing. */
      readonly parent?: Gsrn | undefined
      readonly effectiveAt?: Instant | undefined
      /** When DataHub made it: it knows nothing of what we asked for afterwards. */
      readonly madeAt?: Instant | undefined
      /** Whether we supplied the metering point until the effective date; what a move, a transfer and a close-down depend on. */
      readonly supplying?: boolean | undefined
    }

/** Where something belongs. */
export interface ProcessMatch {
  /** The processes that it is an event of. */
  readonly matched: ReadonlyArray<MarketProcess>
  /** Processes that begin with it. */
  readonly opens: ReadonlyArray<Pick<Route, "kind" | "role">>
  /** Of a move: we are the new supplier too, so that the notice carries `sameSupplier`. */
  readonly sameSupplier: boolean
  /** More than one process may be meant, or one is missing: a person decides, nothing is guessed. */
  readonly task?: ProcessTask | undefined
}

/**
 * The process that something belongs to. Answers go by the transaction id of the request; RSM-004 with D34 or D35 by
 * metering point and effective date, because an erroneous switch and an erroneous move have them in common; all else by
 * metering point and kind. What is ambiguous becomes a task.
 *
 * @param said what is known of it
 * @param open processes of the metering point (or of the request) that have not ended
 *
 * @example
 * import { gsrnOf, processFor } from "@datahub-settlement/core"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const effectiveAt = Date.UTC(2025, 4, 31, 22)
 * const stop = processFor({ document: "notice", processType: "E03", gsrn, effectiveAt }, [])
 * stop.opens // => [{ kind: "changeOfSupplier", role: "losing" }]
 * const outcome = processFor({ document: "notice", processType: "D34", gsrn, effectiveAt }, [])
 * outcome.task?.what // => "Find the process that notice D34 of 571313999000000010 belongs to"
 */
export const processFor = (said: ProcessFacts, open: ReadonlyArray<MarketProcess>): ProcessMatch => {
  if (said.document === "answer") return answered(said.answers, open)
  const { facts, processes } = withoutSooner(said, open)
  if (facts.document === "notice" && (facts.processType === "E01" || facts.processType === "E65")) {
    return moved(facts, processes)
  }
  if (facts.document === "notice" && facts.processType === "D31") return transfer(facts, processes)
  const table = routes[facts.document]
  const fitting = Object.hasOwn(table, facts.processType) ? (table[facts.processType] ?? []) : []
  if (facts.document === "notice" && facts.processType === "D14" && facts.supplying) {
    return byKind(facts, [...fitting, closeDownRoute], processes)
  }
  if (fitting.some(({ byDate }) => byDate)) return byDate(facts, fitting, processes)
  const match = byKind(facts, fitting, processes)
  const isUnmet = match.matched.length + match.opens.length === 0 && match.task === undefined
  // A notice decides something: where it is about no process of ours, somebody has to know.
  return facts.document === "notice" && fitting.length > 0 && isUnmet
    ? { ...match, task: undecided(nameOf(facts), []) }
    : match
}

/** What comes first where a start of ours is planned: these end what is ours by then, and cancel what is not. */
const crossing: ReadonlySet<string> = new Set(["E01", "E65", "E20", "D14", "D39", "D31"])

/**
 * A start that DataHub has accepted is ours from its day on, also when its master data are still on their way: what happens
 * on a later day ends that supply, and cancels no start.
 */
const withoutSooner = (
  facts: Unasked,
  processes: ReadonlyArray<MarketProcess>
): { readonly facts: Unasked; readonly processes: ReadonlyArray<MarketProcess> } => {
  const { document, effectiveAt: at, gsrn, processType } = facts
  if (document !== "notice" || !crossing.has(processType) || at === undefined) return { facts, processes }
  const sooner = processes.filter(
    (process) => isStart(process) && process.gsrn === gsrn && process.effectiveAt < at && isOnItsWay(process)
  )
  return sooner.length === 0
    ? { facts, processes }
    : { facts: { ...facts, supplying: true }, processes: processes.filter((process) => !sooner.includes(process)) }
}

const isStart = ({ kind, role }: MarketProcess): boolean =>
  moveRoutes.planned.some((route) => route.kind === kind && route.role === role)

/** Accepted, and nothing is recorded of the supply yet. */
const isOnItsWay = (process: MarketProcess): boolean =>
  !isOver(process) &&
  process.deadlines.some(({ name }) => name === EFFECTIVE_DATE || name === "correctionWindow") &&
  !process.history.some(({ event, legal }) => legal && event.kind === "masterData")

type Unasked = Exclude<ProcessFacts, { readonly document: "answer" }>

const nothing: ProcessMatch = { matched: [], opens: [], sameSupplier: false }

const answered = (answers: string, processes: ReadonlyArray<MarketProcess>): ProcessMatch => {
  const asked = processes.filter((process) => asks(process, answers))
  return asked.length === 1
    ? { ...nothing, matched: asked }
    : { ...nothing, task: undecided(`the answer to ${answers}`, asked) }
}

const asks = ({ history, requestTransactionId }: MarketProcess, transactionId: string): boolean =>
  requestTransactionId === transactionId ||
  history.some(({ event }) => isOwnRequest(event) && event.transactionId === transactionId)

const isOn = ({ gsrn, parent }: Unasked, process: MarketProcess, ofChildren = false): boolean =>
  process.gsrn !== undefined && (process.gsrn === gsrn || (ofChildren && process.gsrn === parent))

/** Of a kind and role the process at work, or else one that rests on the same date: the document came again. */
const candidates = (
  facts: Unasked,
  { kind, lasting, ofChildren, role }: Route,
  processes: ReadonlyArray<MarketProcess>
): ReadonlyArray<MarketProcess> => {
  const fitting = processes.filter(
    (process) => process.kind === kind && process.role === role && isOn(facts, process, ofChildren) && !isFinal(process)
  )
  if (lasting) return fitting
  const active = fitting.filter(isActive)
  return active.length > 0
    ? active
    : fitting.filter(({ effectiveAt }) => facts.effectiveAt === undefined || effectiveAt === facts.effectiveAt)
}

const byKind = (
  facts: Unasked,
  fitting: ReadonlyArray<Route>,
  processes: ReadonlyArray<MarketProcess>
): ProcessMatch => {
  const found = fitting.map((route) => ({ route, of: candidates(facts, route, processes) }))
  const several = found.filter(({ of, route }) => of.length > 1 && !route.several).flatMap(({ of }) => of)
  return {
    ...nothing,
    matched: found.flatMap(({ of, route }) => (of.length === 1 || route.several ? of : [])),
    opens: found.flatMap(({ of, route }) => (route.opens && of.length === 0 ? [begun(route)] : [])),
    ...(several.length > 0 ? { task: undecided(nameOf(facts), several) } : {})
  }
}

/** One process in all of the kinds, on exactly this date. */
const byDate = (
  facts: Unasked,
  fitting: ReadonlyArray<Route>,
  processes: ReadonlyArray<MarketProcess>
): ProcessMatch => {
  const found = fitting
    .flatMap((route) => candidates(facts, route, processes))
    .filter((process) => isDateOf(process, facts.effectiveAt))
  return found.length === 1 ? { ...nothing, matched: found } : { ...nothing, task: undecided(nameOf(facts), found) }
}

/** A notice that was held up takes the place of nothing that DataHub had not heard of when it made it. */
const isAskedForAfter = ({ history }: MarketProcess, madeAt: Instant | undefined): boolean => {
  const asked = history.find(({ event }) => event.kind === "sent")?.event.at
  return madeAt !== undefined && asked !== undefined && asked > madeAt
}

/** A move ends our supply, or takes the place of a start that we planned; who we are until then decides. */
const moved = (facts: Unasked, processes: ReadonlyArray<MarketProcess>): ProcessMatch => {
  const planned = moveRoutes.planned
    .flatMap((route) => candidates(facts, route, processes))
    // A move beats a switch of its day. A move-in of ours that has begun may be the very one that is told of.
    .filter((process) => isActive(process) || (facts.supplying === false && isBegunSwitch(process)))
    .filter((process) => !isAskedForAfter(process, facts.madeAt))
  const crossed = byKind(facts, moveRoutes.crossed, processes)
  if (planned.length > 0 && facts.supplying === undefined) {
    return { ...nothing, task: undecided(nameOf(facts), planned) }
  }
  if (facts.supplying === false) {
    const match = byKind(facts, moveRoutes.planned, planned)
    return match.matched.length > 0 ? match : { ...match, task: match.task ?? undecided(nameOf(facts), []) }
  }
  const ended = byKind(facts, [moveRoutes.supplying], processes)
  const ours = processes.some(
    (process) =>
      process.kind === "moveIn" &&
      process.role === "new" &&
      isOn(facts, process) &&
      !isFinal(process) &&
      process.effectiveAt === facts.effectiveAt
  )
  // A start of ours on a later date: whether this move takes its place as well is not said.
  const others = ours ? [] : planned.filter(({ effectiveAt }) => !(effectiveAt < facts.effectiveAt!))
  const task = ended.task ?? crossed.task ?? (others.length > 0 ? undecided(nameOf(facts), others) : undefined)
  return {
    matched: [...ended.matched, ...crossed.matched],
    opens: ended.opens,
    sameSupplier: ours,
    ...(task === undefined ? {} : { task })
  }
}

const isBegunSwitch = (process: MarketProcess): boolean => process.kind === "changeOfSupplier" && !isOver(process)

const transfer = (facts: Unasked, processes: ReadonlyArray<MarketProcess>): ProcessMatch => {
  if (facts.supplying === undefined) return { ...nothing, task: undecided(nameOf(facts), []) }
  return facts.supplying
    ? byKind(facts, [transferRoutes.fromUs, ...transferRoutes.crossed], processes)
    : byKind(facts, [transferRoutes.toUs], processes)
}

const begun = ({ kind, role }: Route): Pick<Route, "kind" | "role"> => ({ kind, role })

const nameOf = ({ document, gsrn, processType }: Unasked): string => `${document} ${processType} of ${gsrn}`

const undecided = (what: string, found: ReadonlyArray<MarketProcess>): ProcessTask => ({
  kind: "task",
  what: `Find the process that ${what} belongs to`,
  why:
    found.length === 0
      ? "None that is open fits it."
      : `Several fit it: ${found.map(({ effectiveAt, id, kind }) => `${id} (${kind}, ${formatInstant(effectiveAt)})`).join(", ")}.`
})
