import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { takeEvent } from "../../src/intake/index.ts"
import type { Instant } from "../../src/market/index.ts"
import { MeteringLedger } from "../../src/metering/index.ts"
import { openProcess, ProcessStore } from "../../src/processes/index.ts"
import { noteCompleteReadings } from "../../src/requests/index.ts"
import { seriesOf } from "../../src/testing/index.ts"
import { day, gsrn } from "../intake/Making.ts"
import { morning, supplied, today, world } from "./RefusalTable.ts"

const lostAt = day("2025-01-08")

const readings = (from: string, to: string) =>
  MeteringLedger.use((ledger) => {
    const series = seriesOf({ gsrn, kwh: "1.000", period: { from: day(from), to: day(to) } })
    return ledger.append([{ messageId: series.messageId, series: [series] }])
  })

for (const [kind, role] of [
  ["changeOfSupplier", "losing"],
  ["moveIn", "previous"],
  ["forcedSwitch", "new"]
] as const) {
  it.effect(`${kind} as ${role} is told when the readings that it waits for are there, once`, () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied()
      const opening = { id: "p-1", kind, role, gsrn, effectiveAt: lostAt, openedAt: day("2025-01-02") }
      const opened = Result.getOrThrow(openProcess(opening))
      yield* (yield* ProcessStore).open(opened)
      const processType = { changeOfSupplier: "E03", moveIn: "E01", forcedSwitch: "D31" }[kind]
      const notice = { kind: "notice", processType, effectiveAt: lostAt, at: lostAt, messageId: "m-1" } as const
      const { process: told } = yield* takeEvent(opened, notice)
      const last =
        kind === "forcedSwitch"
          ? ({ kind: "masterData", processType, at: lostAt + 1, messageId: "m-2" } as const)
          : ({ kind: "dateReached", at: lostAt } as const)
      yield* takeEvent(told, last)
      const [from, to] = kind === "forcedSwitch" ? ["2025-01-08", "2025-01-10"] : ["2025-01-01", "2025-01-08"]
      assert.deepStrictEqual(yield* noteCompleteReadings(), [])
      yield* readings(from!, to === "2025-01-10" ? "2025-01-09" : "2025-01-07")
      assert.deepStrictEqual(yield* noteCompleteReadings(), [])
      yield* readings(to === "2025-01-10" ? "2025-01-09" : "2025-01-07", to!)
      assert.strictEqual((yield* noteCompleteReadings()).length, 1)
      assert.deepStrictEqual(yield* noteCompleteReadings(), [])
    }).pipe(Effect.provide(world))
  )
}

/** Another supplier has taken the metering point from a day on. */
const lost = Effect.fnUntraced(function* (effectiveAt: Instant, ourSince?: string) {
  yield* supplied(ourSince)
  const opening = { id: "p-1", kind: "changeOfSupplier", role: "losing", gsrn, effectiveAt } as const
  const opened = Result.getOrThrow(openProcess({ ...opening, openedAt: day("2025-01-02") }))
  yield* (yield* ProcessStore).open(opened)
  const notice = { kind: "notice", processType: "E03", effectiveAt, at: effectiveAt, messageId: "m-1" } as const
  const { process } = yield* takeEvent(opened, notice)
  yield* takeEvent(process, { kind: "dateReached", at: effectiveAt })
})

const completed = Effect.map(noteCompleteReadings(), (notes) => notes.length)

describe("the readings of a last bill are complete", () => {
  it.effect("when no day between the first and the last is missing", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* lost(lostAt)
      yield* readings("2025-01-01", "2025-01-03")
      yield* readings("2025-01-04", "2025-01-08")
      assert.strictEqual(yield* completed, 0)
      yield* readings("2025-01-03", "2025-01-04")
      assert.strictEqual(yield* completed, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("when those are there of the days that were ours in the month", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* lost(lostAt, "2025-01-03")
      yield* readings("2025-01-04", "2025-01-08")
      assert.strictEqual(yield* completed, 0)
      yield* readings("2025-01-03", "2025-01-04")
      assert.strictEqual(yield* completed, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("when those of the whole month before are there, where the supply ended with it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(morning("2025-02-03"))
      yield* lost(day("2025-02-01"))
      yield* readings("2025-01-02", "2025-02-01")
      assert.strictEqual(yield* completed, 0)
      yield* readings("2025-01-01", "2025-01-02")
      assert.strictEqual(yield* completed, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("as long as somebody looks, which is for 200 days", () =>
    Effect.gen(function* () {
      const last = day("2025-01-02") + 200 * 86_400_000
      yield* lost(lostAt)
      yield* readings("2025-01-01", "2025-01-08")
      yield* TestClock.setTime(last + 1)
      assert.strictEqual(yield* completed, 0)
      yield* TestClock.setTime(last)
      assert.strictEqual(yield* completed, 1)
    }).pipe(Effect.provide(world))
  )
})
