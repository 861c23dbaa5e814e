import {
  formatInstant,
  type Instant,
  MarketCalendar,
  Outbox,
  ProcessStore,
  refusalOf,
  type SubmittedRequest
} from "@datahub-settlement/core"
import type { Simulator } from "@datahub-settlement/simulator"
import { Clock, Duration, Effect, Option } from "effect"
import { ServeStatus } from "../serve/ServeStatus.ts"
import type { DemoIds } from "./demoIds.ts"
import { DemoStuck } from "./DemoStuck.ts"
import { type ReadingNews, readingNews } from "./readingNews.ts"
import type { Teller } from "./Teller.ts"

/** What the story is played on. */
export interface Stage {
  readonly simulator: Simulator
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
    const startedAt = yield* Clock.monotonicTimeNanos
    yield* simulator.clock.advanceTo(Math.min(until, nextMorning(now)))
    yield* keepUp(stage)
    const spentMs = Number((yield* Clock.monotonicTimeNanos) - startedAt) / 1_000_000
    if (daysPerSecond > 0) yield* Effect.sleep(Duration.millis(Math.max(0, 1000 / daysPerSecond - spentMs)))
  }
})

const nextMorning = (now: Instant): Instant => {
  const morning = hourOf(MarketCalendar.localDateOf(now), STEP_HOUR)
  return now < morning ? morning : hourOf(MarketCalendar.localDateOf(MarketCalendar.localDayOf(now).to), STEP_HOUR)
}

/** Asks DataHub for something as `request` does, and waits until it has answered: what it said, and the process. */
export const ask = Effect.fnUntraced(function* <E extends { readonly message: string }, R>(
  stage: Stage,
  request: Effect.Effect<SubmittedRequest, E, R>
) {
  const { process } = yield* Effect.mapError(request, ({ message }) => new DemoStuck({ reason: message }))
  yield* keepUp(stage)
  return yield* answerTo(process.id)
})

/** The answer to a request, as its process tells it: with the code of a refusal and what that means. */
const answerTo = Effect.fnUntraced(function* (processId: string) {
  const process = Option.getOrThrow(yield* (yield* ProcessStore).find(processId))
  const answer = process.history.findLast(({ event }) => event.kind === "accepted" || event.kind === "refused")
  if (answer === undefined) return "no answer"
  const refusal = refusalOf(process, answer.event)
  // What to do about it is for whoever has to do it.
  return refusal === undefined ? "accepted" : `refused, ${refusal.replace(/\. What to do: .*/s, "")}`
})

/** Waits until every queue is empty, everything of ours is sent, and processes are as far as the time is, and tells what the readings brought. */
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
  const processes = yield* ProcessStore
  for (;;) {
    // In this order: what is sent has been answered when it counts as sent, and its answers are in the queues then.
    const unsent = yield* outbox.list({ state: "waiting", limit: 1 })
    const { messages } = yield* simulator.state
    const due = yield* processes.due(yield* simulator.clock.now, 1)
    if (unsent.length + due.length === 0 && messages.queued === messages.dequeued) return
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
