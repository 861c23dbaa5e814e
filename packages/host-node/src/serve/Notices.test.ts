import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { Notices } from "./Notices.ts"

/** What people read: warnings and news, in order. */
const told = <A, E>(effect: Effect.Effect<A, E, Notices>) =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${[message].flat().join(" ")}`))
    return Effect.as(effect, lines).pipe(Effect.provide(Layer.merge(Notices.layer, Logger.layer([logger]))))
  })

const database = { kind: "DatabaseUnavailable", what: "database" }

const fails = (worker: string, begunAt = 0, cause = database) =>
  Notices.use((notices) => notices.failed({ worker, cause, text: `${worker} cannot`, begunAt }))

const works = (worker: string) => Notices.use((notices) => notices.recovered(worker))

describe("what people are told of failures", () => {
  it.effect("is one warning for one cause, whoever meets it, and one line when it is over", () =>
    Effect.gen(function* () {
      const lines = yield* told(
        Effect.gen(function* () {
          yield* fails("queue a")
          yield* fails("queue b")
          yield* fails("outbox")
          yield* fails("queue a")
          yield* TestClock.adjust("3 seconds")
          yield* works("queue b")
          yield* works("queue a")
          yield* works("outbox")
        })
      )
      expect(lines).toEqual([
        "Warn database fails, and is tried again by itself: queue a cannot",
        "Info database works again after 3s and 4 failed attempts"
      ])
    })
  )

  it.effect("is no news where it began before the cause was over, and is told anew where it began later", () =>
    Effect.gen(function* () {
      const lines = yield* told(
        Effect.gen(function* () {
          yield* fails("queue a")
          yield* TestClock.adjust("1 second")
          yield* works("queue a")
          yield* fails("queue b", 999)
          yield* works("queue b")
          yield* fails("queue b", 1_000)
        })
      )
      expect(lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
        "Warn database fails,",
        "Info database works",
        "Warn database fails,"
      ])
    })
  )

  it.effect("tells every cause, and is not over for whoever never met it", () =>
    Effect.gen(function* () {
      const lines = yield* told(
        Effect.gen(function* () {
          yield* fails("queue a", 0, { kind: "Unavailable", what: "queue a" })
          yield* fails("queue b", 0, { kind: "Unavailable", what: "queue b" })
          yield* fails("queue b", 0, { kind: "Forbidden", what: "queue b" })
          yield* works("outbox")
          yield* works("queue b")
        })
      )
      expect(lines).toEqual([
        "Warn queue a fails, and is tried again by itself: queue a cannot",
        "Warn queue b fails, and is tried again by itself: queue b cannot",
        "Warn queue b fails, and is tried again by itself: queue b cannot",
        "Info queue b works again after 0 and 2 failed attempts"
      ])
    })
  )
})
