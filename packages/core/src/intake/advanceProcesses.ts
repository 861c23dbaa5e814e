import { Effect, Option, Result } from "effect"
import { endOf, type Gsrn, type Instant } from "../market/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import {
  answerEvent,
  type MarketProcess,
  openProcess,
  type ProcessEvent,
  processFor,
  type ProcessMatch,
  ProcessStore
} from "../processes/index.ts"
import { StorageError } from "../storage/index.ts"
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
  const points = pointsOf(news)
  const store = yield* ProcessStore
  const open = points.length === 0 ? [] : yield* store.openFor(points)
  const portfolio = yield* pointsAskedFor(news)
  const notes: Array<string> = []
  // Two pieces of one message may be about the same process: what the first has made of it is read anew.
  const touched = new Set<Gsrn>()
  for (const one of news) {
    if (one.kind !== "unasked") {
      notes.push(...(yield* answered(one, source)))
      continue
    }
    const { gsrn, parent } = one.facts
    const around = parent === undefined ? [gsrn] : [gsrn, parent]
    const processes = around.some((point) => touched.has(point))
      ? yield* store.openFor(around)
      : open.filter((process) => around.includes(process.gsrn!))
    const facts = withSupply(one.facts, portfolio)
    const match = processFor(facts, processes)
    if (match.matched.length + match.opens.length > 0) around.forEach((point) => touched.add(point))
    notes.push(...(yield* matched(match, { ...one, facts }, source)))
  }
  return notes
})

/** Moves and transfers depend on what we supply until then; nothing else does. */
const dependsOnSupply: ReadonlySet<string> = new Set(["E01", "E65", "D31"])

const needsSupply = ({ document, processType }: UnaskedFacts): boolean =>
  document === "notice" && dependsOnSupply.has(processType)

const pointsAskedFor = Effect.fnUntraced(function* (news: ReadonlyArray<ProcessNews>) {
  const gsrns = news.flatMap((one) => (one.kind === "unasked" && needsSupply(one.facts) ? [one.facts.gsrn] : []))
  return gsrns.length === 0 ? new Map<Gsrn, PortfolioPoint>() : yield* (yield* Portfolio).versions(gsrns)
})

const withSupply = (facts: UnaskedFacts, points: ReadonlyMap<Gsrn, PortfolioPoint>): UnaskedFacts => {
  const point = points.get(facts.gsrn)
  const at = facts.effectiveAt
  if (!needsSupply(facts) || point === undefined || at === undefined) return facts
  return { ...facts, supplying: point.supply.some((one) => one.from < at && endOf(one) >= at) }
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

type Asked = Exclude<ProcessNews, { readonly kind: "unasked" }>

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
    return event === undefined ? [] : yield* step(process, event)
  }
  const period = one.period ?? process.request?.period
  return period === undefined ? [] : yield* step(process, { kind: "dataReceived", ...came, period })
})

const taskNote = (what: string, why: string): string => `task: ${what}. ${why}`
