import {
  Inbox,
  Outbox,
  Portfolio,
  type MarketProcess,
  MarketCalendar,
  addDays,
  type Gsrn,
  ParkedParts,
  ProcessStore
} from "@datahub-settlement/core"
import { clockTelling } from "@datahub-settlement/core/testing"
import { Clock, Duration, Effect, Layer, Option, Redacted, Schedule } from "effect"
import type { HostConfig } from "../../src/config/index.ts"
import { readConfig } from "../../src/config/readConfig.ts"
import { hostSurroundings, startWorkers } from "../../src/demo/simulatedHost.ts"
import { migratedDatabase } from "../onDatabase.ts"
import { quickSettings } from "../serve/serveProcess.ts"
import { startSimulator } from "../serve/startSimulator.ts"

/** A metering point as the simulator tells it. */
export interface CastPoint {
  readonly gsrn: Gsrn
  readonly gridArea: string
  readonly customerName: string
  readonly customerCvr?: string
  readonly customerCpr?: string
}

/** How large a simulated world is, how far back it begins, and whether it says what charges cost. */
export interface WorldSize {
  readonly points: number
  readonly historyDays: number
  readonly prices?: boolean | undefined
}

const usualSize: WorldSize = { points: 60, historyDays: 8 }

/** The simulated DataHub as a process of its own, whose time stands still until it is moved. */
const simulated = Effect.fnUntraced(function* (
  scenario: string,
  now: string,
  { historyDays, points, prices }: WorldSize
) {
  const size = `--points ${points} --history-days ${historyDays}${prices === false ? " --no-prices" : ""}`
  const args = `${size} --speed 0 --answer-seconds 0 --token-seconds 100000000 --now ${now} --scenario ${scenario}`
  return yield* startSimulator(...args.split(" "))
})

const configOf = (ready: Readonly<Record<string, string>>): HostConfig => {
  const { config, problems } = readConfig({
    environment: {
      ...quickSettings(ready["url"]!),
      DATAHUB_TOKEN_URL: ready["tokenUrl"]!,
      DATAHUB_SCOPE: ready["scope"]!,
      DATAHUB_CLIENT_ID: ready["clientId"]!,
      DATAHUB_CLIENT_SECRET: ready["clientSecret"]!,
      DATAHUB_PROCESS_INTERVAL: "20ms",
      // Corrections are settled when a test says so, however long it takes.
      DATAHUB_CORRECTIONS_INTERVAL: "24h"
    }
  })
  if (config === undefined) throw new Error(problems.join("\n"))
  return config
}

/** The longest pause of a worker that has nothing to do; whatever waits longer is a time limit. */
const PAUSE_MAX_MS = 200

/**
 * Pauses of workers that end when somebody waits for them: six that look around all the time would take the processor from
 * the one that has something to do.
 */
const makePauses = () => {
  const resting = new Set<() => void>()
  const rest = Effect.callback<void>((resume) => {
    const end = (): void => {
      clearTimeout(timer)
      resting.delete(end)
      resume(Effect.void)
    }
    const timer = setTimeout(end, PAUSE_MAX_MS)
    resting.add(end)
    return Effect.sync(() => {
      clearTimeout(timer)
      resting.delete(end)
    })
  })
  const endAll = Effect.sync(() => {
    for (const end of resting) end()
  })
  return { rest, endAll }
}

/**
 * The workers of `serve` on a database of their own, with a simulated DataHub in which a scenario is played. Their clock is
 * the simulator's.
 */
export const processWorld = Effect.fnUntraced(function* (
  scenario: string,
  startsAt = "2026-01-15T12:00:00Z",
  size: WorldSize = usualSize
) {
  const [{ layer: stores, url }, datahub] = yield* Effect.all([migratedDatabase, simulated(scenario, startsAt, size)], {
    concurrency: 2
  })
  let now = Date.parse(startsAt)
  const pauses = makePauses()
  const layer = Layer.mergeAll(stores, hostSurroundings(configOf(datahub.ready)))
  const context = yield* Layer.build(layer)
  const telling = clockTelling(() => now)
  const simulatedClock: Clock.Clock = {
    ...telling,
    sleep: (duration) => (Duration.toMillis(duration) > PAUSE_MAX_MS ? telling.sleep(duration) : pauses.rest)
  }
  type Ports = Layer.Success<typeof layer>
  const run = <A, E, R extends Ports>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E> =>
    effect.pipe(Effect.provideContext(context), Effect.provideService(Clock.Clock, simulatedClock)) as Effect.Effect<
      A,
      E
    >
  const store = {
    place: { kind: "own server", url: Redacted.make(url) },
    url: Redacted.make(url),
    startedForUs: false
  } as const
  yield* startWorkers({ ...configOf(datahub.ready) }, store).pipe(
    Effect.provideContext(context),
    Effect.provideService(Clock.Clock, simulatedClock)
  )

  /** How many points are here that parts of messages still wait for: whoever takes them up has to come by. */
  const toBeTakenUp = Effect.gen(function* () {
    const waitedFor = yield* run(ParkedParts.use((parked) => parked.waitedFor(1000)))
    const gsrns = waitedFor.filter((what) => what.startsWith("point/")).map((what) => what.slice(6) as Gsrn)
    return gsrns.length === 0 ? 0 : (yield* run(Portfolio.use((portfolio) => portfolio.known(gsrns)))).size
  })
  /** Until all that DataHub has is handled, all of ours is sent and answered, and nothing is due. */
  let queuedBefore = 0
  const atWork = Effect.gen(function* () {
    const { messages } = yield* datahub.call("state")
    const queued: number = messages.queued - messages.dequeued
    const isShrinking = queued < queuedBefore
    queuedBefore = queued
    // A poller that has messages goes on by itself.
    if (isShrinking && queued > 0) return { queued, toBeSent: [], due: [], toBeTakenUp: 0 }
    yield* pauses.endAll
    const waiting = yield* run(Outbox.use((outbox) => outbox.list({ state: "waiting", limit: 1 })))
    const due = yield* run(ProcessStore.use((processes) => processes.due(now, 1)))
    return {
      queued,
      toBeSent: waiting.map(({ document, problem }) => `${document} ${problem ?? ""}`),
      due: due.map(({ kind, role, state }) => `${kind}/${role} ${state}`),
      toBeTakenUp: yield* toBeTakenUp
    }
  })
  const isQuiet = ({ due, queued, toBeSent, toBeTakenUp }: Effect.Success<typeof atWork>): boolean =>
    queued + toBeSent.length + due.length + toBeTakenUp === 0
  const settled = Effect.filterOrFail(atWork, isQuiet, (left) => `not quiet: ${JSON.stringify(left)}`).pipe(
    Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
    Effect.orDie,
    Effect.asVoid
  )
  const setClock = Effect.fnUntraced(function* (request: { readonly advance: string } | { readonly now: string }) {
    const state = yield* datahub.call("clock", request)
    now = Date.parse(state.now)
    yield* settled
  })
  /** Lets the market's time go on at once by an ISO 8601 duration; the host catches up afterwards. */
  const leap = (duration: string) => setClock({ advance: duration })
  /** The same to an instant: `2025-01-20T11:00:00Z`. */
  const leapTo = (instant: string) => setClock({ now: instant })
  /** Lets the market's time pass, day by day, the host keeping up. */
  const pass = Effect.fnUntraced(function* (days: number) {
    for (let day = 0; day < days; day++) yield* leap("P1D")
  })
  /** Danish midnight so many days from today. */
  const midnight = (days: number) => MarketCalendar.startOfDay(addDays(MarketCalendar.localDateOf(now), days))
  const casts: ReadonlyArray<{ readonly roles: Readonly<Record<string, CastPoint>> }> = yield* datahub.call("casts")
  const role = (name: string): CastPoint => casts[0]!.roles[name]!
  const processes = (gsrn: Gsrn) => run(ProcessStore.use((processStore) => processStore.list({ gsrn, limit: 20 })))
  /** `changeOfSupplier/gaining effectuated`, by kind and role. */
  const states = (gsrn: Gsrn) =>
    Effect.map(processes(gsrn), (all) => all.map(({ kind, role, state }) => `${kind}/${role} ${state}`).sort())
  /** Waits for states that a round of the workers brings after everything is quiet. */
  const reaches = (gsrn: Gsrn, wanted: ReadonlyArray<string>) =>
    Effect.filterOrFail(
      Effect.andThen(pauses.endAll, states(gsrn)),
      (now) => JSON.stringify(now) === JSON.stringify(wanted),
      (now) => `${now}`
    ).pipe(Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))), Effect.orDie)
  const found = (id: string): Effect.Effect<MarketProcess> =>
    run(ProcessStore.use((processStore) => processStore.find(id))).pipe(Effect.map(Option.getOrThrow), Effect.orDie)
  const point = (gsrn: Gsrn) =>
    run(Portfolio.use((portfolio) => portfolio.point(gsrn))).pipe(Effect.map(Option.getOrUndefined), Effect.orDie)
  const tasks = Effect.map(run(Inbox.use((inbox) => inbox.messages({ limit: 1000 }))), (all) =>
    all.flatMap(({ notes }) => notes.filter((note) => /^(task|process)/.test(note)))
  )
  yield* settled
  return {
    url,
    run,
    pass,
    leap,
    leapTo,
    settled,
    midnight,
    role,
    states,
    reaches,
    found,
    point,
    tasks,
    processes,
    datahub,
    now: () => now
  }
})
