import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import { type Gsrn, gsrnOf } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { openProcess, ProcessStore, timeline } from "../processes/index.ts"
import { CorrectionsDue, SettlementRunStore } from "../runs/index.ts"
import { joinEqual } from "../storage/index.ts"
import { memoryExchange, memoryIntake, memorySettlementRunStore } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { takeEvent } from "./takeEvent.ts"

const child = gsrnOf("57131399900000002")
const began = day("2025-01-01")
const at = day("2025-02-10")

const intake = memorySettlementRunStore.pipe(
  Layer.provideMerge(Layer.mergeAll(memoryIntake({ gln: us }), memoryExchange, memorySettlementRunStore))
)

const handleAll = Effect.fnUntraced(function* (made: Making) {
  yield* TestClock.setTime(day("2025-03-01"))
  const handled = []
  for (const message of made.messages.splice(0)) handled.push(yield* handleMessage(message))
  return handled
})

/** A heated dwelling of ours with its child point. */
const family = (made: Making): void => {
  made.masterData("E03", { validFrom: began, supplyStart: began, connectionState: "E22" })
  made.masterData("E02", { gsrn: child, type: "D14", validFrom: began, parent: { gsrn }, meterId: "M-1" })
}

const pointOf = (of: Gsrn) =>
  Effect.map(
    Portfolio.use((portfolio) => portfolio.versions([of])),
    (all) => all.get(of)!
  )

const parentsOf = Effect.map(pointOf(child), ({ meteringPoint }) =>
  meteringPoint.map(({ from, parent }) => [from, parent])
)

const processesOf = (of: Gsrn) =>
  Effect.map(
    ProcessStore.use((store) => store.list({ gsrn: of, limit: 9 })),
    (all) => all.map(({ kind, state }) => `${kind} ${state}`).sort()
  )

describe("a child that is taken from a metering point of ours", () => {
  for (const [processType, state] of [
    ["D40", "meteringPoint detached"],
    ["D14", "meteringPoint closing"]
  ] as const) {
    it.effect(`by ${processType} belongs to it until the date, and what was settled with it is settled anew`, () =>
      Effect.gen(function* () {
        const made = new Making()
        family(made)
        yield* handleAll(made)
        const runs = yield* SettlementRunStore
        const runId = "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1"
        const period = { from: began, to: day("2025-03-01") }
        yield* runs.begin({ runId, kind: "settlement", period, asOf: 0, ruleVersion: "1", points: 0, startedAt: 0 })
        made.notice(processType, at, child)
        const [handled] = yield* handleAll(made)
        assert.deepStrictEqual(handled?.notes, [])
        assert.deepStrictEqual(yield* parentsOf, [
          [began, gsrn],
          [at, undefined]
        ])
        const { meteringPoint } = yield* pointOf(child)
        assert.strictEqual(meteringPoint.at(-1)?.masterData?.meterId, "M-1")
        const due = yield* (yield* CorrectionsDue).open(9)
        assert.deepStrictEqual(
          due.map(({ cause, gsrn: of, period: time }) => [of, cause, time]),
          [[child, "masterData", { from: at, to: day("2025-03-01") }]]
        )
        assert.deepStrictEqual(yield* processesOf(child), [state])
        assert.deepStrictEqual(yield* processesOf(gsrn), [])
      }).pipe(Effect.provide(intake))
    )

    it.effect(`by ${processType} is taken from it in whatever order the messages come`, () =>
      Effect.gen(function* () {
        const made = new Making()
        family(made)
        made.notice(processType, at, child)
        made.messages.reverse()
        yield* handleAll(made)
        assert.deepStrictEqual(yield* parentsOf, [
          [began, gsrn],
          [at, undefined]
        ])
      }).pipe(Effect.provide(intake))
    )
  }

  it.effect("ends the mark of electric heating that we take away, with its links", () =>
    Effect.gen(function* () {
      const made = new Making()
      family(made)
      yield* handleAll(made)
      const opened = openProcess({
        id: "p-1",
        kind: "electricHeating",
        role: "removing",
        gsrn,
        effectiveAt: at,
        openedAt: at
      })
      yield* (yield* ProcessStore).open(Result.getOrThrow(opened))
      yield* takeEvent(Result.getOrThrow(opened), { kind: "sent", at, messageId: "o-1", transactionId: "o-1" })
      made.answer("RequestChangeCustomerCharacteristics", "D20", "o-1")
      made.notice("D14", at, child)
      yield* handleAll(made)
      const process = (yield* (yield* ProcessStore).list({ kind: "electricHeating", limit: 1 }))[0]!
      assert.deepStrictEqual(
        process.history.map(({ event, legal }) => [event.kind, legal]),
        [
          ["sent", true],
          ["accepted", true],
          ["notice", true]
        ]
      )
    }).pipe(Effect.provide(intake))
  )
})

describe("a metering point of ours that is closed down", () => {
  it.effect("is supplied until then, and billed for the last time", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: began, supplyStart: began, connectionState: "E22" })
      made.notice("D14", at)
      yield* handleAll(made)
      const { meteringPoint, supply } = yield* pointOf(gsrn)
      assert.deepStrictEqual(
        supply.map(({ from, to }) => [from, to]),
        [[began, at]]
      )
      assert.strictEqual(meteringPoint.at(-1)?.masterData?.connectionState, "D02")
      assert.deepStrictEqual(yield* processesOf(gsrn), ["closeDown closing", "meteringPoint closing"])
    }).pipe(Effect.provide(intake))
  )
})

describe("a metering point that is connected and disconnected", () => {
  it.effect("goes on being supplied, and its process tells of it", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E02", { validFrom: began, connectionState: "D03" })
      made.masterData("D15", { validFrom: at, supplyStart: at, connectionState: "E22" })
      made.masterData("E79", { validFrom: day("2025-02-15"), connectionState: "E23" })
      made.masterData("E79", { validFrom: day("2025-02-20"), connectionState: "D03" })
      const handled = yield* handleAll(made)
      assert.deepStrictEqual(
        (yield* pointOf(gsrn)).supply.map(({ from, to }) => [from, to]),
        [[at, undefined]]
      )
      const [process] = yield* (yield* ProcessStore).list({ gsrn, limit: 9 })
      assert.deepStrictEqual(
        timeline(process!).map(({ state, what }) => [what.split(",")[0], state]),
        [
          ["Master data (RSM-022) E02 new", "New: not connected yet"],
          ["Master data (RSM-022) D15 connected", "Connected"],
          ["Master data (RSM-022) E79 disconnected", "Disconnected: the supply goes on"],
          ["Master data (RSM-022) E79 new", "Disconnected: the supply goes on"]
        ]
      )
      assert.match(handled.at(-1)!.notes[0]!, /masterData E79.* does not fit the state "Disconnected/)
    }).pipe(Effect.provide(intake))
  )
})

describe("a switch that takes effect on another day than was asked for", () => {
  const planned = day("2025-02-12")

  for (const [which, actual] of [
    ["an earlier", day("2025-02-07")],
    ["a later", day("2025-02-14")]
  ] as const) {
    for (const processType of ["D46", "D15"] as const) {
      it.effect(`${which} one, by ${processType}: we supply from it on`, () =>
        Effect.gen(function* () {
          const opening = { id: "p-1", kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt: planned } as const
          const opened = Result.getOrThrow(openProcess({ ...opening, openedAt: began }))
          yield* (yield* ProcessStore).open(opened)
          yield* takeEvent(opened, { kind: "sent", at: began, messageId: "o-1", transactionId: "o-1" })
          const made = new Making()
          made.answer("RequestChangeOfSupplier", "E03", "o-1")
          made.masterData("E03", { validFrom: planned, supplyStart: planned, connectionState: "D03" })
          if (processType === "D46") made.notice("D46", actual)
          else made.masterData("D15", { validFrom: actual, supplyStart: actual, connectionState: "E22" })
          yield* handleAll(made)
          assert.deepStrictEqual(
            joinEqual((yield* pointOf(gsrn)).supply, () => true).map(({ from, to }) => [from, to]),
            [[actual, undefined]]
          )
        }).pipe(Effect.provide(intake))
      )
    }
  }
})
