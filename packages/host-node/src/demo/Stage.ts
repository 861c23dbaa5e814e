import {
  formatInstant,
  type Gln,
  Inbox,
  type Instant,
  MarketCalendar,
  Outbox,
  type OutgoingDocument
} from "@datahub-settlement/core"
import type { Simulator } from "@datahub-settlement/simulator"
import { Clock, Duration, Effect, type Result } from "effect"
import { ServeStatus } from "../serve/ServeStatus.ts"
import type { DemoIds } from "./demoIds.ts"
import { DemoStuck } from "./DemoStuck.ts"
import { type ReadingNews, readingNews } from "./readingNews.ts"
import type { Teller } from "./Teller.ts"

/** What the story is played on. */
export interface Stage {
  readonly simulator: Simulator
  readonly sender: Gln
  readonly ids: DemoIds
  readonly teller: Teller
  /** Virtual days in a second at most; 0 for as many as there can be. */
  readonly daysPerSecond: number
  readonly begin: Instant
  readonly end: Instant
  /** What is known of readings so far. */
  readonly news: ReadingNews
}

const HOUR_MS = 3_600_000
/** After the morning's readings. */
const STEP_HOUR = 8
const LOOK_AGAIN = Duration.millis(5)
const PATIENCE = Duration.seconds(60)
/** A worker that has failed so often in a row is not going to recover while somebody watches. */
const FAILURES_MAX = 5

/** An instant of the story: an hour of a Danish day. */
export const hourOf = (date: Parameters<typeof MarketCalendar.startOfDay>[0], hour: number): Instant =>
  MarketCalendar.startOfDay(date) + hour * HOUR_MS

/** Tells something at the story's time. */
export const tell = Effect.fnUntraced(function* ({ simulator, teller }: Stage, text: string) {
  yield* teller.happened(MarketCalendar.localDateOf(yield* simulator.clock.now), text)
})

/** Lets the story's time pass, morning by morning, the host keeping up with each. */
export const passUntil = Effect.fnUntraced(function* (stage: Stage, until: Instant) {
  const { daysPerSecond, simulator } = stage
  for (let now = yield* simulator.clock.now; now < until; now = yield* simulator.clock.now) {
    const startedAt = yield* Clock.currentTimeMillis
    yield* simulator.clock.advanceTo(Math.min(until, nextMorning(now)))
    yield* keepUp(stage)
    const spent = (yield* Clock.currentTimeMillis) - startedAt
    if (daysPerSecond > 0) yield* Effect.sleep(Duration.millis(Math.max(0, 1000 / daysPerSecond - spent)))
  }
})

const nextMorning = (now: Instant): Instant => {
  const morning = hourOf(MarketCalendar.localDateOf(now), STEP_HOUR)
  return now < morning ? morning : hourOf(MarketCalendar.localDateOf(MarketCalendar.localDayOf(now).to), STEP_HOUR)
}

/** Puts a document into the outbox and waits until DataHub has taken and answered it. */
export const submit = Effect.fnUntraced(function* (
  stage: Stage,
  built: Result.Result<OutgoingDocument, { readonly message: string }>
) {
  if (built._tag === "Failure") return yield* new DemoStuck({ reason: built.failure.message })
  const { body, messageId, name: document, process, processType, transactionIds } = built.success
  const outbox = yield* Outbox
  const message = { messageId, document, process, processType, transactionIds, body: JSON.stringify(body) }
  yield* outbox.enqueue([message], yield* Clock.currentTimeMillis)
  yield* keepUp(stage)
})

/** Ids and time for a document of ours. */
export const nextContext = Effect.fnUntraced(function* ({ ids, sender, simulator }: Stage) {
  const now = yield* simulator.clock.now
  return { now, sender, messageId: ids.next("message"), transactionId: ids.next("transaction") }
})

const ANSWERS_LOOKED_AT = 50

/** What DataHub answered to a request of ours, as the inbox notes it. */
export const answerTo = Effect.fnUntraced(function* (transactionId: string) {
  const inbox = yield* Inbox
  const notes = (yield* inbox.messages({ outcome: "stored", limit: ANSWERS_LOOKED_AT })).flatMap((entry) => entry.notes)
  const mark = ` ${transactionId}: `
  const note = notes.find((one) => one.includes(mark))
  // Reasons come in Danish and, behind a stroke, in English.
  return note === undefined
    ? "no answer"
    : note.slice(note.indexOf(mark) + mark.length).replace(/(\w\d\w) .* \/ /, "$1 ")
})

/** Waits until every queue is empty and everything of ours is sent, and tells what the readings brought. */
export const keepUp = Effect.fnUntraced(function* (stage: Stage) {
  const { begin, end, simulator, teller } = stage
  yield* untilQuiet(stage).pipe(
    Effect.timeoutOrElse({
      duration: PATIENCE,
      orElse: () => new DemoStuck({ reason: `messages of ${formatInstant(begin)} or later are not handled.` })
    })
  )
  const now = yield* simulator.clock.now
  const date = MarketCalendar.localDateOf(now)
  yield* Effect.forEach(yield* readingNews(stage.news), (text) => teller.happened(date, text), { discard: true })
  const { corrections, readings } = stage.news
  const messages = (yield* simulator.state).messages.dequeued
  yield* teller.standing({ date, share: (now - begin) / (end - begin), messages, readings, corrections })
})

const untilQuiet = Effect.fnUntraced(function* ({ simulator }: Stage) {
  const outbox = yield* Outbox
  for (;;) {
    // In this order: what is sent has been answered when it counts as sent, and its answers are in the queues then.
    const unsent = yield* outbox.list({ state: "waiting", limit: 1 })
    const { messages } = yield* simulator.state
    if (unsent.length === 0 && messages.queued === messages.dequeued) return
    yield* checkWorkers
    yield* Effect.sleep(LOOK_AGAIN)
  }
})

const checkWorkers = Effect.gen(function* () {
  const { workers } = yield* ServeStatus
  const failing = (yield* workers).find(({ failures }) => failures >= FAILURES_MAX)
  if (failing !== undefined)
    return yield* new DemoStuck({ reason: failing.lastError?.text ?? `${failing.name} fails.` })
})
