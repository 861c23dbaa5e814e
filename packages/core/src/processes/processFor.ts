import { formatInstant, type Gsrn, type Instant } from "../market/index.ts"
import { isActive, isFinal } from "./deadlinesOf.ts"
import { isDateOf } from "./guardTable.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import { moveRoutes, type Route, routes, transferRoutes, type UnaskedDocument } from "./noticeRoutes.ts"
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
      /** Whether we supplied the metering point until the effective date; what a move and a transfer depend on. */
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
 * @param processes those of the metering point (or of the request) that have not ended
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
export const processFor = (facts: ProcessFacts, processes: ReadonlyArray<MarketProcess>): ProcessMatch => {
  if (facts.document === "answer") return answered(facts.answers, processes)
  if (facts.document === "notice" && (facts.processType === "E01" || facts.processType === "E65")) {
    return moved(facts, processes)
  }
  if (facts.document === "notice" && facts.processType === "D31") return transfer(facts, processes)
  const table = routes[facts.document]
  const fitting = Object.hasOwn(table, facts.processType) ? (table[facts.processType] ?? []) : []
  return fitting.some(({ byDate }) => byDate) ? byDate(facts, fitting, processes) : byKind(facts, fitting, processes)
}

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
  { kind, ofChildren, role }: Route,
  processes: ReadonlyArray<MarketProcess>
): ReadonlyArray<MarketProcess> => {
  const fitting = processes.filter(
    (process) => process.kind === kind && process.role === role && isOn(facts, process, ofChildren) && !isFinal(process)
  )
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
  const several = found.filter(({ of }) => of.length > 1).flatMap(({ of }) => of)
  return {
    ...nothing,
    matched: found.flatMap(({ of }) => (of.length === 1 ? of : [])),
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

/** A move ends our supply, or takes the place of a start that we planned; who we are until then decides. */
const moved = (facts: Unasked, processes: ReadonlyArray<MarketProcess>): ProcessMatch => {
  const planned = moveRoutes.planned.flatMap((route) => candidates(facts, route, processes).filter(isActive))
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
  // A start of ours on another date: whether this move takes its place as well is not said.
  const others = ours ? [] : planned
  const task = ended.task ?? crossed.task ?? (others.length > 0 ? undecided(nameOf(facts), others) : undefined)
  return {
    matched: [...ended.matched, ...crossed.matched],
    opens: ended.opens,
    sameSupplier: ours,
    ...(task === undefined ? {} : { task })
  }
}

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
