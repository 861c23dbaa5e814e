import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, subscription, us } from "../../test/intake/Making.ts"
import { CorrectionsDue, SettlementRunStore, type SettlementRun } from "../runs/index.ts"
import { memoryExchange, memoryIntake, memorySettlementRunStore, subscriptionOf, tariffOf } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { changedTime } from "./notePriceCorrections.ts"

const run: SettlementRun = {
  runId: "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1",
  kind: "settlement",
  period: { from: day("2025-02-01"), to: day("2025-04-01") },
  asOf: 0,
  ruleVersion: "1",
  points: 0,
  startedAt: 0
}

const intake = memorySettlementRunStore.pipe(
  Layer.provideMerge(Layer.mergeAll(memoryIntake({ gln: us }), memoryExchange, memorySettlementRunStore))
)

describe("prices that come after their time was settled", () => {
  it.effect("are noted once for every point that is linked to the charge, as far as it was settled", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.information(subscription, "Subscription", day("2025-01-01"))
      made.monthlyPrice(subscription, 20, day("2025-01-01"))
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      made.links(subscription, 1, day("2025-02-01"))
      const before = made.messages.length
      made.monthlyPrice(subscription, 25, day("2025-03-01"), day("2025-06-01"))
      made.monthlyPrice(subscription, 25, day("2025-03-01"), day("2025-06-01"))
      made.monthlyPrice(subscription, 30, day("2025-05-01"), day("2025-06-01"))
      yield* TestClock.adjust("1 hour")
      for (const message of made.messages.slice(0, before)) yield* handleMessage(message)
      yield* (yield* SettlementRunStore).begin(run)
      const due = yield* CorrectionsDue
      assert.deepStrictEqual(yield* due.open(10), [])
      for (const message of made.messages.slice(before)) yield* handleMessage(message)
      assert.deepStrictEqual(
        (yield* due.open(10)).map(({ cause, gsrn: point, messageId, period }) => [point, cause, period, messageId]),
        [[gsrn, "prices", { from: day("2025-03-01"), to: day("2025-04-01") }, made.messages[before]!.messageId]]
      )
    }).pipe(Effect.provide(intake))
  )
})

describe("the time in which a charge has other prices", () => {
  const end = day("2025-12-01")
  const byVersions = (...prices: ReadonlyArray<readonly [from: string, price: string]>) =>
    tariffOf({
      code: "T",
      prices: prices.map(([from, price], i) => ({ valid: [from, prices[i + 1]?.[0]] as const, price }))
    })

  it("reaches from the first to the last that is another one, and no further than the end", () => {
    const before = byVersions(["2025-01-01", "1"], ["2025-06-01", "2"])
    assert.isUndefined(changedTime(before, byVersions(["2025-01-01", "1"], ["2025-06-01", "2"]), end))
    assert.isUndefined(
      changedTime(before, byVersions(["2025-01-01", "1"], ["2025-06-01", "2"], ["2026-01-01", "3"]), end)
    )
    assert.deepStrictEqual(
      changedTime(
        before,
        byVersions(["2025-01-01", "1"], ["2025-03-01", "9"], ["2025-04-01", "1"], ["2025-06-01", "2"]),
        end
      ),
      {
        from: day("2025-03-01"),
        to: day("2025-04-01")
      }
    )
    assert.deepStrictEqual(
      changedTime(before, byVersions(["2025-01-01", "1"], ["2025-05-01", "2"], ["2025-11-01", "4"]), end),
      {
        from: day("2025-05-01"),
        to: end
      }
    )
  })

  it("is all of it for a charge that is new, or that is billed by other rules", () => {
    const charge = subscriptionOf({ code: "S", prices: [{ valid: ["2025-01-01"], price: "20" }] })
    const all = { from: day("2025-01-01"), to: end }
    assert.deepStrictEqual(changedTime(undefined, charge, end), all)
    assert.deepStrictEqual(changedTime(charge, { ...charge, vatClass: "D01" }, end), all)
    assert.isUndefined(changedTime(charge, { ...charge, name: "Another" }, end))
    assert.isUndefined(changedTime(charge, charge, end))
  })
})
