import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, tariff } from "../../test/intake/Making.ts"
import { Outbox } from "../exchange/index.ts"
import { handleMessage } from "../intake/index.ts"
import { gsrnOf } from "../market/index.ts"
import { encodeChargeLinks } from "../messages/index.ts"
import { ProcessStore } from "../processes/index.ts"
import { CorrectionsDue, SettlementRunStore } from "../runs/index.ts"
import { memoryExchange, memoryIntake, memorySettlementRunStore } from "../testing/index.ts"
import { reportElectricHeating } from "./electricHeating.ts"

const world = memorySettlementRunStore.pipe(
  Layer.provideMerge(Layer.mergeAll(memoryIntake(), memoryExchange, memorySettlementRunStore)),
  Layer.provideMerge(TestClock.layer())
)

const child = gsrnOf("57131399900000002")
const began = day("2025-01-01")
const startAt = day("2025-02-10")
const on = { gsrn, startAt, electricHeating: true }

const handleAll = (made: Making) => Effect.forEach(made.messages.splice(0), (message) => handleMessage(message))

/** A dwelling of ours, whose first two months are settled. */
const dwelling = Effect.fnUntraced(function* (made: Making) {
  yield* TestClock.setTime(day("2025-03-01") + 3_600_000)
  made.masterData("E03", { validFrom: began, supplyStart: began, connectionState: "E22" })
  yield* handleAll(made)
  const runId = "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1"
  const period = { from: began, to: day("2025-03-01") }
  const run = { runId, kind: "settlement", period, asOf: 0, ruleVersion: "1", points: 0, startedAt: 0 } as const
  yield* (yield* SettlementRunStore).begin(run)
})

const link = (made: Making, processType: string, of: typeof gsrn): void =>
  made.make(processType, "D07", (header) =>
    encodeChargeLinks({ header, links: [{ gsrn: of, charge: tariff, quantity: 1, from: startAt }] })
  )

const stateOf = (id: string) =>
  Effect.map(
    ProcessStore.use((store) => store.list({ limit: 9 })),
    (all) => all.find((one) => one.id === id)?.state
  )

const dueOf = Effect.map(
  CorrectionsDue.use((due) => due.open(9)),
  (all) => all.map(({ cause, gsrn: of, period }) => [of, cause, period.from, period.to])
)

describe("electric heating that is reported", () => {
  it.effect("waits for the child point and its links, and what was settled since is settled anew", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* dwelling(made)
      const { process, transactionId } = yield* reportElectricHeating(on)
      const [sent] = yield* Outbox.use((outbox) => outbox.list({ limit: 9 }))
      assert.deepStrictEqual([sent?.document, sent?.processType], ["RequestChangeCustomerCharacteristics", "D20"])
      made.answer("RequestChangeCustomerCharacteristics", "D20", transactionId)
      made.masterData("E02", { gsrn: child, type: "D14", validFrom: startAt, parent: { gsrn } })
      yield* handleAll(made)
      assert.strictEqual(yield* stateOf(process.id), "awaitD14")
      link(made, "E02", child)
      yield* handleAll(made)
      assert.strictEqual(yield* stateOf(process.id), "heating")
      const until = day("2025-03-01")
      assert.deepStrictEqual(yield* dueOf, [
        [child, "links", startAt, until],
        [child, "masterData", startAt, until]
      ])
    }).pipe(Effect.provide(world))
  )

  it.effect("ends with its child point and the links", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* dwelling(made)
      made.masterData("E02", { gsrn: child, type: "D14", validFrom: began, parent: { gsrn } })
      yield* handleAll(made)
      const { process, transactionId } = yield* reportElectricHeating({ ...on, electricHeating: false })
      made.answer("RequestChangeCustomerCharacteristics", "D20", transactionId)
      made.notice("D14", startAt, child)
      link(made, "D20", gsrn)
      yield* handleAll(made)
      assert.strictEqual(yield* stateOf(process.id), "noHeating")
      assert.deepInclude(yield* dueOf, [child, "masterData", startAt, day("2025-03-01")])
    }).pipe(Effect.provide(world))
  )

  it.effect("is refused before it is sent where DataHub would refuse it", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* dwelling(made)
      made.masterData("E02", { gsrn: child, type: "D14", validFrom: began, parent: { gsrn } })
      yield* handleAll(made)
      const rulesOf = (report: Parameters<typeof reportElectricHeating>[0]) =>
        Effect.map(Effect.flip(reportElectricHeating(report)), (refused) =>
          refused._tag === "RequestRefused" ? refused.issues.map(({ rule }) => rule) : [refused._tag]
        )
      assert.include(yield* rulesOf({ ...on, gsrn: child }), "BRS-041 D18")
      assert.include(yield* rulesOf({ ...on, startAt: day("2025-02-01") }), "BRS-041 E17")
      assert.include(yield* rulesOf({ ...on, startAt: day("2024-12-31") }), "BRS-041 E17")
      assert.include(yield* rulesOf({ ...on, gsrn: gsrnOf("57131399900000009") }), "BRS-041 E16")
      yield* reportElectricHeating(on)
      assert.deepStrictEqual(yield* rulesOf(on), ["ProcessActive"])
      made.notice("D14", day("2025-02-12"))
      yield* handleAll(made)
      const closed = yield* rulesOf({ ...on, startAt: day("2025-02-15"), electricHeating: false })
      assert.includeMembers(closed, ["BRS-041 E16", "BRS-041 D16"])
    }).pipe(Effect.provide(world))
  )
})
