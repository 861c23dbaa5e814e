import {
  type AcontoPlan,
  type Gsrn,
  MarketCalendar,
  Outbox,
  takeAcontoPlans,
  Transactions
} from "@datahub-settlement/core"
import { Database, migrate, stores } from "@datahub-settlement/persistence"
import {
  type ActorPoint,
  type JournalLine,
  makeSimulator,
  recoverableFaults,
  type Simulator,
  type TruthRow
} from "@datahub-settlement/simulator"
import { Effect, Fiber, Layer, Redacted, Schedule } from "effect"
import { type Book, readBook } from "./bookState.ts"
import type { DatabaseServer } from "./databaseServer.ts"
import { type ExchangeState, readExchange } from "./exchangeState.ts"
import { type HostLog, makeHostLog } from "./hostLog.ts"
import { type Hosts, makeHosts, quickSettings } from "./hosts.ts"
import { type Mischief, makeMischief } from "./mischief.ts"
import { type PrepaidState, readPrepaid } from "./prepaidState.ts"
import type { StoryRequest } from "./storyRequests.ts"
import { STORY_HISTORY_DAYS, STORY_POINTS, STORY_STARTS_AT, type StoryLength, tellStory } from "./story.ts"

/** How a story is to be played. */
export interface PlayOptions {
  readonly seed: number
  readonly server: DatabaseServer
  /** Name of its database. */
  readonly database: string
  readonly logFile: string
  readonly length: StoryLength
  /** How probable faults are; none without it. */
  readonly rate?: number | undefined
  /** What goes on beside the story; it has ended before the story is said to be over. */
  readonly beside: (on: { readonly simulator: Simulator; readonly hosts: Hosts }) => Effect.Effect<void>
  readonly progress: (line: string) => void
}

/** What is known when a story is over and everything has come to rest. */
export interface Played {
  readonly steps: number
  readonly journal: ReadonlyArray<JournalLine>
  readonly truth: ReadonlyArray<TruthRow>
  readonly points: ReadonlyArray<ActorPoint>
  readonly ours: string
  readonly book: Book
  readonly exchange: ExchangeState
  /** What is prepaid, as `book` has it, and what is wrong with it by itself. */
  readonly prepaid: PrepaidState
  readonly log: HostLog
  /** Hosts that ended though nobody had killed or stopped them. */
  readonly hostsEnded: number
  /** What hosts did that they should not. */
  readonly hostFaults: ReadonlyArray<string>
}

const retried = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, never, R> =>
  effect.pipe(Effect.retry(Schedule.spaced("25 millis")), Effect.orDie)

const PROGRESS_EVERY = 50
/** So many messages may wait before the story waits for the hosts: enough to change places and to pile up. */
const BACKLOG_MAX = 12

/** Plays a story to its end with real hosts on a database of its own. */
export const playStory = Effect.fn("playStory")(function* (options: PlayOptions) {
  const { database, length, progress, rate = 0, seed, server } = options
  yield* server.create(database)
  const url = server.urlOf(database)
  const layer = stores.pipe(Layer.provideMerge(Database.layer({ url, applicationName: "datahub-settlement chaos" })))
  return yield* Effect.gen(function* () {
    yield* migrate()
    const simulator = yield* makeSimulator({
      seed,
      startAt: STORY_STARTS_AT,
      speed: 0,
      points: STORY_POINTS,
      historyDays: STORY_HISTORY_DAYS,
      faults: { seed: seed + 1, rate, kinds: recoverableFaults }
    })
    const log = makeHostLog()
    const hosts = yield* makeHosts(hostSettings(simulator, Redacted.value(url)), log, options.logFile)
    yield* hosts.start
    const mischief = makeMischief(simulator, seed, rate)
    const besides = yield* Effect.forkScoped(options.beside({ simulator, hosts }))
    const { allSent, allTakenUp, send } = yield* workOf(simulator)
    const between = (step: number) =>
      Effect.gen(function* () {
        if (step % PROGRESS_EVERY === 0) progress(yield* progressText(simulator, database, step))
        yield* rate === 0 ? Effect.void : mischief.between(step)
        yield* retried(Effect.filterOrFail(backlogOf(simulator), (waiting) => waiting <= BACKLOG_MAX))
      })
    const steps = yield* tellStory({ seed, simulator, send, allSent, between }, length)
    progress(`${database}: told in ${steps} steps; waiting for it to come to rest`)
    yield* Fiber.await(besides)
    const restProblems = yield* comeToRest(simulator, mischief, Effect.andThen(allSent, allTakenUp))
    const exitCodes = yield* hosts.stop
    const facts = yield* factsOf(simulator)
    const hostFaults = [
      ...restProblems,
      ...log.faults.map((line) => `the host reports a fault of its own: ${line}`),
      ...exitCodes.filter((code) => code !== 0).map((code) => `a host that was asked to stop ended with ${code}`),
      ...hosts.collapsed().map((how) => `a host ended by itself, ${how}`)
    ]
    return { steps, ...facts, log, hostsEnded: hosts.collapsed().length, hostFaults } satisfies Played
  }).pipe(Effect.provide(layer), Effect.scoped, Effect.orDie)
})

const hostSettings = ({ client, scope, tokenUrl, url }: Simulator, databaseUrl: string) => ({
  ...quickSettings,
  DATABASE_URL: databaseUrl,
  DATAHUB_BASE_URL: url,
  DATAHUB_TOKEN_URL: tokenUrl,
  DATAHUB_SCOPE: scope,
  DATAHUB_CLIENT_ID: client.clientId,
  DATAHUB_CLIENT_SECRET: client.clientSecret,
  DATAHUB_GLN: client.gln
})

/** What the hosts have before them, from outside: whoever puts something there tries until the database takes it. */
const workOf = Effect.fnUntraced(function* (simulator: Simulator) {
  const outbox = yield* Outbox
  const { sql } = yield* Database
  const waiting = Effect.map(
    sql<{ readonly count: number }>`SELECT count(*)::int AS count FROM datahub.outbox WHERE state = 'waiting'`,
    ([row]) => row!.count
  )
  const transactions = yield* Transactions
  const context = yield* Effect.context<Effect.Services<ReturnType<typeof takeAcontoPlans>>>()
  const agree = (plan: AcontoPlan) => Effect.provideContext(takeAcontoPlans({ plans: [plan] }, "sign-up"), context)
  const send = ({ document: { body, messageId, name, process, processType, transactionIds }, plan }: StoryRequest) =>
    Effect.flatMap(simulator.clock.now, (now) => {
      const message = { messageId, document: name, process, processType, transactionIds, body: JSON.stringify(body) }
      const agreed = plan === undefined ? Effect.void : agree(plan)
      // The same once more changes nothing, so that an answer that was lost does not matter.
      return retried(transactions.atomically(Effect.andThen(agreed, outbox.enqueue([message], now))))
    })
  const takenUp = Effect.map(
    sql<{ readonly count: number }>`SELECT count(*)::int AS count FROM datahub.parked_part AS part
      JOIN portfolio.metering_point AS point ON part.waits_for = 'point/' || point.gsrn AND superseded_at IS NULL`,
    ([row]) => row!.count
  )
  const none = (count: Effect.Effect<number, unknown>) => retried(Effect.filterOrFail(count, (left) => left === 0))
  return { send, allSent: none(waiting), allTakenUp: none(takenUp) }
})

const progressText = Effect.fnUntraced(function* (simulator: Simulator, database: string, step: number) {
  const { faults, messages, now } = yield* simulator.state
  const { delivered, dequeued, queued } = messages
  return `${database}: step ${step}, ${now.slice(0, 10)}: ${queued} messages, ${delivered} given out, ${dequeued} dequeued, ${faults.met} faults met`
})

/** Messages in our queues. */
const backlogOf = (simulator: Simulator): Effect.Effect<number> =>
  Effect.map(simulator.state, ({ queues }) =>
    Object.values(queues[simulator.client.gln]!).reduce((sum, length) => sum + length, 0)
  )

const REST_PATIENCE = "3 minutes"

/** No more faults, true copies of what was spoiled, every queue and the outbox empty, and nothing parked that has come. */
const comeToRest = Effect.fnUntraced(function* (
  simulator: Simulator,
  mischief: Mischief,
  allDone: Effect.Effect<number>
) {
  yield* simulator.inject.faultRate(0)
  const empty = retried(Effect.filterOrFail(backlogOf(simulator), (waiting) => waiting === 0))
  return yield* Effect.gen(function* () {
    do yield* Effect.andThen(empty, allDone)
    while ((yield* mischief.sendSpoiledAgain) > 0)
    return [] as ReadonlyArray<string>
  }).pipe(
    Effect.timeoutOrElse({
      duration: REST_PATIENCE,
      orElse: () => Effect.succeed([`queues or outbox were not empty after ${REST_PATIENCE}`])
    })
  )
})

const factsOf = Effect.fnUntraced(function* (simulator: Simulator) {
  const points = yield* simulator.points(0, STORY_POINTS)
  const now = yield* simulator.clock.now
  const first = STORY_STARTS_AT - (STORY_HISTORY_DAYS + 1) * 86_400_000
  const gsrns = points.map(({ gsrn }) => gsrn as Gsrn)
  const period = { from: MarketCalendar.localDayOf(first).from, to: MarketCalendar.localDayOf(now).to }
  return {
    journal: yield* simulator.journal,
    truth: yield* simulator.truth({}),
    points,
    ours: simulator.client.gln,
    book: yield* readBook(gsrns, period),
    prepaid: yield* readPrepaid(gsrns),
    exchange: yield* readExchange
  }
})
