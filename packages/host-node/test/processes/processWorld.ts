import {
  Inbox,
  Outbox,
  Portfolio,
  type MarketProcess,
  MarketCalendar,
  addDays,
  type Gsrn,
  ProcessStore
} from "@datahub-settlement/core"
import { Clock, Effect, Layer, Option, Redacted, Schedule } from "effect"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { HostConfig } from "../../src/config/index.ts"
import { readConfig } from "../../src/config/readConfig.ts"
import { hostSurroundings, startWorkers } from "../../src/demo/simulatedHost.ts"
import { migratedDatabase } from "../onDatabase.ts"
import { quickSettings } from "../serve/serveProcess.ts"

const main = join(import.meta.dirname, "..", "..", "..", "simulator", "src", "main.ts")

/** A metering point as the simulator tells it. */
export interface CastPoint {
  readonly gsrn: Gsrn
  readonly gridArea: string
  readonly customerName: string
  readonly customerCvr?: string
  readonly customerCpr?: string
}

/** The simulated DataHub as a process of its own, whose time stands still until it is moved. */
const simulated = Effect.fnUntraced(function* (scenario: string, now: string) {
  const args = `--points 60 --history-days 8 --speed 0 --answer-seconds 0 --token-seconds 100000000 --now ${now} --scenario ${scenario}`
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, ["--conditions=source", main, "--json", "--port", "0", ...args.split(" ")], {
        stdio: ["ignore", "pipe", "inherit"]
      })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  const ready = yield* Effect.promise(
    () =>
      new Promise<Readonly<Record<string, string>>>((resolve) => {
        createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line)))
      })
  )
  const call = (path: string, body?: unknown) =>
    Effect.promise(async () => {
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
      const response = await fetch(`${ready["url"]}/admin/${path}`, init)
      const text = await response.text()
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
      return JSON.parse(text)
    })
  return { ready, call }
})

const configOf = (ready: Readonly<Record<string, string>>): HostConfig => {
  const { config, problems } = readConfig({
    environment: {
      ...quickSettings(ready["url"]!),
      DATAHUB_TOKEN_URL: ready["tokenUrl"]!,
      DATAHUB_SCOPE: ready["scope"]!,
      DATAHUB_CLIENT_ID: ready["clientId"]!,
      DATAHUB_CLIENT_SECRET: ready["clientSecret"]!,
      DATAHUB_PROCESS_INTERVAL: "20ms"
    }
  })
  if (config === undefined) throw new Error(problems.join("\n"))
  return config
}

/**
 * The workers of `serve` on a database of their own, with a simulated DataHub in which a scenario is played. Their clock is
 * the simulator's.
 */
export const processWorld = Effect.fnUntraced(function* (scenario: string, startsAt = "2026-01-15T12:00:00Z") {
  const { layer: stores, url } = yield* migratedDatabase
  const datahub = yield* simulated(scenario, startsAt)
  let now = Date.parse(startsAt)
  const clock = yield* Clock.Clock
  const layer = Layer.mergeAll(stores, hostSurroundings(configOf(datahub.ready)))
  const context = yield* Layer.build(layer)
  const simulatedClock: Clock.Clock = {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: () => BigInt(now) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(now) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    sleep: (duration) => clock.sleep(duration)
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

  /** Until all that DataHub has is handled, all of ours is sent and answered, and nothing is due. */
  const quiet = Effect.gen(function* () {
    const { messages } = yield* datahub.call("state")
    const waiting = yield* run(Outbox.use((outbox) => outbox.list({ state: "waiting", limit: 1 })))
    const due = yield* run(ProcessStore.use((processes) => processes.due(now, 1)))
    return messages.queued === messages.dequeued && waiting.length + due.length === 0
  })
  const settled = Effect.filterOrFail(quiet, (isQuiet) => isQuiet).pipe(
    Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "60 seconds" }))),
    Effect.orDie,
    Effect.asVoid
  )
  /** Lets the market's time pass, day by day, the host keeping up. */
  const pass = Effect.fnUntraced(function* (days: number) {
    for (let day = 0; day < days; day++) {
      const state = yield* datahub.call("clock", { advance: "P1D" })
      now = Date.parse(state.now)
      yield* settled
    }
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
      states(gsrn),
      (now) => JSON.stringify(now) === JSON.stringify(wanted),
      (now) => `${now}`
    ).pipe(Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "20 seconds" }))), Effect.orDie)
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
