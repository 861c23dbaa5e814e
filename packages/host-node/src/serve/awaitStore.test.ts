import { DatabaseUnavailable, DiskFull, InvalidDatabaseUrl, SchemaMismatch } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Logger, Metric, Option, type Scope } from "effect"
import { TestClock } from "effect/testing"
import type { OpenProblem } from "../store/openStore.ts"
import { awaitStore, START } from "./awaitStore.ts"
import { Notices } from "./Notices.ts"
import { workerFailing } from "./serveMetrics.ts"
import { StopRequest } from "./StopRequest.ts"

const HOUR_MS = 3_600_000
const patience = { idleMs: 0, firstMs: 1_000, mostMs: 60_000 }

const place = {
  host: "db.example",
  port: 5432,
  database: "settlement",
  user: "us",
  code: "",
  advice: "it is not there."
}
const refused = new DatabaseUnavailable({ ...place, kind: "refused" })
const starting = new DatabaseUnavailable({ ...place, kind: "starting" })
const full = new DiskFull({ place: "db.example:5432/settlement" })

type Open = Effect.Effect<string, OpenProblem, Scope.Scope>

/** Lets a start make these attempts, the last one for ever; `beside` runs when it waits. */
const starts = Effect.fnUntraced(function* (
  attempts: ReadonlyArray<Open>,
  {
    beside = Effect.void,
    limitMs = HOUR_MS
  }: { beside?: Effect.Effect<void, never, StopRequest>; limitMs?: number } = {}
) {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${[message].flat().join(" ")}`))
  const reasons: Array<string> = []
  let made = 0
  const open = Effect.suspend(() => attempts[Math.min(made++, attempts.length - 1)]!)
  const run = Effect.gen(function* () {
    const waitsFor = (reason: string) => Effect.sync(() => void reasons.push(reason))
    const fiber = yield* Effect.forkChild(Effect.exit(awaitStore(open, { patience, limitMs, waitsFor })))
    yield* TestClock.adjust("10 minutes")
    yield* beside
    yield* TestClock.adjust("3 hours")
    return yield* Fiber.join(fiber)
  })
  const layers = Layer.mergeAll(StopRequest.layer, Notices.layer, Logger.layer([logger]))
  const exit = yield* Effect.scoped(run).pipe(Effect.provide(layers))
  return { exit, lines, made, reasons }
})

const gauge = Effect.map(Metric.value(Metric.withAttributes(workerFailing, { worker: START })), ({ value }) => value)

describe("a start", () => {
  it.effect("waits for a database that is away, and tells it once and once that it is there", () =>
    Effect.gen(function* () {
      const attempts = [refused, refused, starting, starting].map((problem) => Effect.fail(problem))
      const { exit, lines, made, reasons } = yield* starts([...attempts, Effect.succeed("open")])
      expect(exit).toEqual(Exit.succeed(Option.some("open")))
      expect(made).toBe(5)
      expect(lines.map((line) => line.replace(/after .* and/, "after … and"))).toEqual([
        `Warn database fails, and is tried again by itself: ${refused.message}`,
        "Info database works again after … and 4 failed attempts"
      ])
      expect(reasons).toHaveLength(4)
      expect(yield* gauge).toBe(0)
    })
  )

  it.effect("waits for room on the disk as well, which is another thing to be told of", () =>
    Effect.gen(function* () {
      const { exit, lines } = yield* starts([Effect.fail(refused), Effect.fail(full), Effect.succeed("open")])
      expect(exit).toEqual(Exit.succeed(Option.some("open")))
      expect(lines.map((line) => line.split(/ (?=fails|works)/)[0])).toEqual([
        "Warn database",
        "Warn the disk of the database",
        "Info database",
        "Info the disk of the database"
      ])
    })
  )

  it.effect("pauses longer each time, within the limits of patience", () =>
    Effect.gen(function* () {
      const { made } = yield* starts([Effect.fail(refused)])
      // An hour: six pauses that grow, then one of half a minute to a minute after the other.
      expect(made).toBeGreaterThan(60)
      expect(made).toBeLessThan(130)
    })
  )

  it.effect("gives up when its time is over, and says how long that was", () =>
    Effect.gen(function* () {
      const { exit } = yield* starts([Effect.fail(refused)], { limitMs: 90_000 })
      const failure = Option.getOrThrow(Exit.findErrorOption(exit))
      expect(failure).toMatchObject({ _tag: "StartGivenUp", waitedMs: 90_000 })
      expect(failure.message).toContain(refused.message)
      expect(failure.message).toContain("waited for it for 1m 30s, as long as DATAHUB_START_TIMEOUT allows")
      expect(yield* gauge).toBe(1)
    })
  )

  it.effect("ends at once with what somebody has to mend, and when it is not to wait", () =>
    Effect.gen(function* () {
      const older = new SchemaMismatch({ level: 3, expected: 9, reason: "The database is at level 3" })
      const wrong = new InvalidDatabaseUrl({ reason: "it is empty" })
      for (const problem of [older, wrong]) {
        const { exit, lines, made } = yield* starts([Effect.fail(problem)])
        expect([exit, lines, made]).toEqual([Exit.fail(problem), [], 1])
      }
      // The database came, and then turned out to be of another level.
      expect((yield* starts([Effect.fail(refused), Effect.fail(older)])).exit).toEqual(Exit.fail(older))
      expect((yield* starts([Effect.fail(refused)], { limitMs: 0 })).exit).toEqual(Exit.fail(refused))
    })
  )

  it.effect("gives nothing when it is asked to stop, between two attempts and in the middle of one", () =>
    Effect.gen(function* () {
      const beside = StopRequest.use(({ ask }) => ask)
      for (const open of [Effect.fail(refused), Effect.never]) {
        const { exit } = yield* starts([open], { beside })
        expect(exit).toEqual(Exit.succeed(Option.none()))
      }
    })
  )

  it.effect("closes what an attempt that failed has opened, and keeps what the last one opened", () =>
    Effect.gen(function* () {
      const closed: Array<string> = []
      const opening = (name: string) => Effect.addFinalizer(() => Effect.sync(() => void closed.push(name)))
      const seen: Array<string> = []
      const failing = Effect.andThen(opening("first"), Effect.fail(refused))
      const working = Effect.andThen(
        opening("second"),
        Effect.sync(() => {
          seen.push(...closed)
          return "open"
        })
      )
      yield* starts([failing, working])
      expect(seen).toEqual(["first"])
      expect(closed).toEqual(["first", "second"])
    })
  )
})
