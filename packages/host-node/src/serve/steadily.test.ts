import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Logger, Metric } from "effect"
import { TestClock } from "effect/testing"
import { pauseAfter, type StepFailure } from "./backoff.ts"
import { queueFailing } from "./serveMetrics.ts"
import { Notices } from "./Notices.ts"
import { ServeStatus } from "./ServeStatus.ts"
import { type Round, steadily } from "./steadily.ts"
import { StopRequest } from "./StopRequest.ts"

const patience = { idleMs: 1_000, firstMs: 100, mostMs: 10_000 }

const failure = (kind: string, retryable = true): StepFailure => ({ _tag: kind, message: `${kind} it is`, retryable })

/** Runs a worker through steps, one after the other, and gives what was told. */
const working = Effect.fnUntraced(function* (steps: ReadonlyArray<Effect.Effect<Round, StepFailure>>) {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${[message].flat().join(" ")}`))
  let next = 0
  const run = Effect.gen(function* () {
    const stop = yield* StopRequest
    const step = Effect.suspend(() => {
      const one = steps[next++]
      return one ?? Effect.as(stop.ask, "idle" as const)
    })
    const worker = {
      name: "queue q",
      queue: "q",
      patience,
      step,
      tell: ({ _tag, message }: StepFailure) => ({ text: message, cause: { kind: _tag, what: "queue q" } })
    }
    const fiber = yield* Effect.forkChild(steadily(worker))
    yield* TestClock.adjust("10 minutes")
    yield* Fiber.join(fiber)
    return yield* (yield* ServeStatus).workers
  })
  const layers = Layer.mergeAll(StopRequest.layer, Notices.layer, ServeStatus.layer, Logger.layer([logger]))
  const workers = yield* run.pipe(Effect.provide(layers))
  return { lines, workers }
})

describe("a worker", () => {
  it.effect("tells once that it fails, why, and once that it works again", () =>
    Effect.gen(function* () {
      const fails = Effect.fail(failure("Unavailable"))
      const { lines, workers } = yield* working([fails, fails, fails, Effect.succeed("more"), fails])
      expect(lines.map((line) => line.replace(/after .* and/, "after … and"))).toEqual([
        "Warn queue q fails, and is tried again by itself: Unavailable it is",
        "Info queue q works again after … and 3 failed attempts",
        "Warn queue q fails, and is tried again by itself: Unavailable it is",
        "Info queue q works again after … and 1 failed attempts"
      ])
      expect(workers).toMatchObject([{ name: "queue q", queue: "q", state: "stopped", failures: 0 }])
    })
  )

  it.effect("tells another reason too, since something else is to be done about it", () =>
    Effect.gen(function* () {
      const steps = ["Unavailable", "StorageError", "Unavailable"].map((kind) => Effect.fail(failure(kind)))
      const { lines } = yield* working(steps)
      expect(lines.filter((line) => line.startsWith("Warn"))).toHaveLength(2)
    })
  )

  it.effect("does not take a round that tried nothing for one that works", () =>
    Effect.gen(function* () {
      const fails = Effect.fail(failure("Unavailable"))
      const { lines } = yield* working([fails, Effect.succeed("untried"), fails, Effect.succeed("more")])
      expect(lines.map((line) => line.replace(/after .* and/, "after … and"))).toEqual([
        "Warn queue q fails, and is tried again by itself: Unavailable it is",
        "Info queue q works again after … and 2 failed attempts"
      ])
    })
  )

  it.effect("takes a fault of ours as a failure, and goes on", () =>
    Effect.gen(function* () {
      const { lines, workers } = yield* working([Effect.die(new Error("a bug"))])
      expect(lines[0]).toMatch(/^Warn queue q fails.*fault of ours.*a bug/s)
      expect(workers[0]?.lastError?.kind).toBe("Defect")
      expect(yield* Metric.value(Metric.withAttributes(queueFailing, { queue: "q" }))).toMatchObject({ value: 0 })
    })
  )
})

describe("the pause after a failure", () => {
  const pause = (failures: number, one: StepFailure) => pauseAfter(failures, one, patience)

  it.effect("doubles, is half drawn, and has an end", () =>
    Effect.gen(function* () {
      for (const [failures, bound] of [
        [1, 100],
        [2, 200],
        [5, 1_600],
        [50, 10_000],
        [5_000, 10_000]
      ] as const) {
        const ms = yield* pause(failures, failure("Unavailable"))
        expect(ms).toBeGreaterThanOrEqual(bound / 2)
        expect(ms).toBeLessThanOrEqual(bound)
      }
    })
  )

  it.effect("is long at once where somebody has to change something, and as long as DataHub asks for", () =>
    Effect.gen(function* () {
      expect(yield* pause(1, failure("Unauthorized", false))).toBeGreaterThanOrEqual(5_000)
      const asked = (seconds: number) => ({ ...failure("Throttled"), retryAfter: Duration.seconds(seconds) })
      expect(yield* pause(1, asked(3))).toBe(3_000)
      expect(yield* pause(1, asked(3_600))).toBe(10_000)
    })
  )
})
