import { Effect, Option, Result } from "effect"
import { endOf, type Gsrn, type Instant } from "../market/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import {
  answerEvent,
  definitionOf,
  type MarketProcess,
  namesAStart,
  openProcess,
  pastProcessFor,
  type ProcessEvent,
  processFor,
  type ProcessMatch,
  ProcessStore,
  refusalOf
} from "../processes/index.ts"
import { StorageError } from "../storage/index.ts"
import { cancellationNotes } from "./newsOfCancellations.ts"
import { pointsOf, type ProcessNews, type UnaskedFacts } from "./ProcessNews.ts"
import { takeEvent } from "./takeEvent.ts"

/** Which message news came with, and when DataHub made it. */
export interface NewsSource {
  readonly messageId: string
  readonly createdAt: Instant
}

/**
 * Gives what a message says to the processes that it belongs to, in the transaction of the message. Where no process fits,
 * or more than one, nobody guesses: a note of the message says what a person has to find out. An event that does not fit
 * the state of its process is in its history, and a note says so. Gives the notes.
 *
 * An answer cannot overtake its request: that it was sent is recorded before the document leaves the outbox.
 */
export const advanceProcesses = Effect.fn("advanceProcesses")(function* (
  news: ReadonlyArray<ProcessNews>,
  source: NewsSource
) {
  if (news.length === 0) return []
  const portfolio = yield* pointsAskedFor(news)
  const told = news.map((one) => (one.kind === "unasked" ? { ...one, facts: withPoint(one.facts, portfolio) } : one))
  const points = pointsOf(told)
  const store = yield* ProcessStore
  const open = points.length === 0 ? [] : yield* store.openFor(points)
  const notes: Array<string> = []
  // Two pieces of one message may be about the same process: what the first has made of it is read anew.
  const touched = new Set<Gsrn>()
  for (const one of told) {
    if (one.kind === "cancelled") {
      notes.push(...(yield* cancellationNotes(one)))
      continue
    }
    if (one.kind !== "unasked") {
      notes.push(...(yield* answered(one, source)))
      continue
    }
    const { gsrn, parent } = one.facts
    const around = parent === undefined ? [gsrn] : [gsrn, parent]
    const processes = around.some((point) => touched.has(point))
      ? yield* store.openFor(around)
      : open.filter((process) => around.includes(process.gsrn!))
    const match = processFor({ ...one.facts, madeAt: source.createdAt }, processes)
    const past = isUnmet(match, one) ? yield* pastProcess(one.facts) : undefined
    if (match.matched.length + match.opens.length > 0 || past !== undefined) {
      around.forEach((point) => touched.add(point))
    }
    notes.push(
      ...(yield* matched(
        past === undefined ? match : { ...match, matched: [...match.matched, past], task: undefined },
        one,
        source
      ))
    )
  }
  return notes
})

/** Nothing that is open fits it, but for the metering point itself; what is ambiguous a person decides. */
const isUnmet = ({ matched: found, opens }: ProcessMatch, { event, facts }: Unasked): boolean =>
  [...found, ...opens].every(({ kind }) => kind === "meteringPoint") &&
  namesAStart(facts, "effectiveAt" in event ? event.effectiveAt : undefined)

/** What has ended of a metering point is looked for only where nothing else fits: so many of it are enough. */
const PAST_MAX = 50

const pastProcess = Effect.fnUntraced(function* (facts: UnaskedFacts) {
  const store = yield* ProcessStore
  return pastProcessFor(facts, yield* store.list({ gsrn: facts.gsrn, limit: PAST_MAX }))
})

/** Moves, transfers and close-downs depend on what we supply until then, and what is told of a child concerns its parent. */
const dependsOnPoint: ReadonlySet<string> = new Set(["E01", "E65", "D31", "D14", "D40"])

/** Links of a heating point that is made or closed belong to the report of its parent (BRS-041). */
const heatingLinks: ReadonlySet<string> = new Set(["E02", "D20"])

const needsPoint = ({ document, processType }: UnaskedFacts): boolean =>
  (document === "notice" && dependsOnPoint.has(processType)) ||
  (document === "chargeLinks" && heatingLinks.has(processType))

const pointsAskedFor = Effect.fnUntraced(function* (news: ReadonlyArray<ProcessNews>) {
  const gsrns = news.flatMap((one) => (one.kind === "unasked" && needsPoint(one.facts) ? [one.facts.gsrn] : []))
  return gsrns.length === 0 ? new Map<Gsrn, PortfolioPoint>() : yield* (yield* Portfolio).versions(gsrns)
})

const withPoint = (facts: UnaskedFacts, points: ReadonlyMap<Gsrn, PortfolioPoint>): UnaskedFacts => {
  const point = points.get(facts.gsrn)
  const at = facts.effectiveAt
  if (!needsPoint(facts) || point === undefined || at === undefined) return facts
  // A notice has made the point another one from its date on; links are those of the point as it is then.
  const { parent } =
    point.meteringPoint.findLast(({ from }) => from < at || (from === at && facts.document === "chargeLinks")) ?? {}
  return {
    ...facts,
    supplying: point.supply.some((one) => one.from < at && endOf(one) >= at),
    ...(parent === undefined ? {} : { parent })
  }
}

type Unasked = Extract<ProcessNews, { readonly kind: "unasked" }>

const matched = Effect.fnUntraced(function* (
  { matched: processes, opens, sameSupplier, task }: ProcessMatch,
  { event: said, facts, transactionId }: Unasked,
  { createdAt, messageId }: NewsSource
) {
  const came = { at: createdAt, messageId, transactionId }
  const event = { ...said, ...came, ...(sameSupplier ? { sameSupplier } : {}) } as ProcessEvent
  const notes: Array<string> = task === undefined ? [] : [taskNote(task.what, task.why)]
  for (const process of processes) notes.push(...(yield* step(process, event)))
  for (const { kind, role } of opens) {
    const opened = openProcess({
      id: `${transactionId}-${kind}`,
      kind,
      role,
      gsrn: facts.gsrn,
      effectiveAt: facts.effectiveAt ?? createdAt,
      openedAt: createdAt
    })
    if (Result.isFailure(opened)) notes.push(taskNote("Look at what it means", opened.failure.message))
    else notes.push(...(yield* opening(opened.success, event)))
  }
  return notes
})

/** Nobody was at work when this was decided: whoever is there now came at the same moment, and it is decided anew. */
const opening = Effect.fnUntraced(function* (process: MarketProcess, event: ProcessEvent) {
  const store = yield* ProcessStore
  yield* store.open(process).pipe(
    Effect.catchTags({
      ProcessActive: ({ message }) => tryAgain(message),
      ProcessIdUsed: ({ message }) => tryAgain(message)
    })
  )
  return yield* step(process, event)
})

const tryAgain = (reason: string) => new StorageError({ operation: "open a process", reason, retryable: true })

const step = Effect.fnUntraced(function* (process: MarketProcess, event: ProcessEvent) {
  const { legal, reason } = yield* takeEvent(process, event)
  return legal ? [] : [`process ${process.id}: ${reason}`]
})

type Asked = Extract<ProcessNews, { readonly answers: string }>

const answered = Effect.fnUntraced(function* (one: Asked, { createdAt: at, messageId }: NewsSource) {
  const store = yield* ProcessStore
  const found = yield* store.findByRequest(one.answers)
  if (Option.isNone(found)) {
    return [
      taskNote(`Find the process that the answer to ${one.answers} belongs to`, "No request of that id is known.")
    ]
  }
  const process = found.value
  const came = { at, messageId, transactionId: one.transactionId }
  if (one.kind === "answer") {
    const event = answerEvent(process, { ...one, ...came })
    return event === undefined ? [] : yield* answerStep(process, event, one)
  }
  const period = one.period ?? process.request?.period
  return period === undefined
    ? []
    : yield* step(process, {
        kind: "dataReceived",
        ...came,
        period,
        ...(one.gridArea === undefined ? {} : { gridArea: one.gridArea })
      })
})

/**
 * An answer that fits is a step; one that came before is said and changes nothing. Anything else is for a person: DataHub
 * has contradicted itself, or was too late.
 */
const answerStep = Effect.fnUntraced(function* (
  process: MarketProcess,
  event: ProcessEvent,
  { accepted, answers }: Extract<Asked, { readonly kind: "answer" }>
) {
  const { known, legal, process: after, reason } = yield* takeEvent(process, event)
  if (known) return [`process ${process.id}: the same answer to ${answers} came before`]
  const { states, title } = definitionOf(after)
  const stands = `${title}, "${states[after.state]?.title ?? after.state}"`
  if (legal) return accepted ? [] : [`process ${process.id} (${stands}): ${reason}`]
  const what = `See what holds: DataHub has ${accepted ? "accepted" : "refused"} ${answers} of process ${process.id} (${stands})`
  const refusal = refusalOf(after, event)
  return [taskNote(what, `It changed nothing: ${reason}.${refusal === undefined ? "" : ` ${refusal}`}`)]
})

const taskNote = (what: string, why: string): string => `task: ${what}. ${why}`
