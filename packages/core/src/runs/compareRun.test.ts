import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { type Gsrn, gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { settle, UnknownCharge } from "../settlement/index.ts"
import { householdRequest, memorySettlementRunStore } from "../testing/index.ts"
import { RunComparison } from "./compareRun.ts"
import { type PointResult, RULE_VERSION, type SettlementRun } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

const period = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
const [a, b, c] = ["1", "2", "3"].map((digit) => gsrnOf(`5713139990000000${digit}`)) as [Gsrn, Gsrn, Gsrn]

const settled = (gsrn: Gsrn, margin = 1): PointResult => {
  const energy = { kind: "fixed", price: margin * 1e9 } as const
  const product = [{ name: "fixed", energy, subscriptionPerMonth: 0, from: period.from }]
  const request = householdRequest({ meteringPoint: { gsrn, priceArea: "DK1" }, charges: [], links: [], product })
  return { kind: "settled", gsrn, settlement: Result.getOrThrow(settle(request)) }
}

const failed = (gsrn: Gsrn, charge = "one"): PointResult => ({
  kind: "failed",
  gsrn,
  problems: [new UnknownCharge({ gsrn, charge, ...period })]
})

const run: SettlementRun = {
  runId: "00000000-0000-4000-8000-000000000001",
  kind: "settlement",
  period,
  asOf: 0,
  ruleVersion: RULE_VERSION,
  points: 3,
  startedAt: 0
}

/** Where a run that stored the one and a repetition that comes to the other are not the same. */
const compared = (stored: ReadonlyArray<PointResult>, made: ReadonlyArray<PointResult>) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    yield* store.begin(run)
    yield* store.commit(run, { chunkNo: 0, results: stored })
    const progress = yield* store.finish(run)
    const comparison = new RunComparison(run, store, progress)
    if (made.length > 0) yield* comparison.take(made)
    const { difference } = yield* comparison.end(progress)
    return difference
  }).pipe(Effect.provide(memorySettlementRunStore))

describe("a run beside its repetition", () => {
  it.effect("is the same", () =>
    Effect.gen(function* () {
      const results = [failed(a), settled(b), failed(c)]
      assert.isUndefined(yield* compared(results, results))
    })
  )

  it.effect("differs first where the earliest of its points does, whatever differs there", () =>
    Effect.gen(function* () {
      const of = Effect.fnUntraced(function* (stored: ReadonlyArray<PointResult>, made: ReadonlyArray<PointResult>) {
        const found = yield* compared(stored, made)
        return [found?.what, found?.gsrn]
      })
      assert.deepStrictEqual(yield* of([failed(a), settled(b)], [failed(a, "other"), settled(b, 2)]), ["failure", a])
      assert.deepStrictEqual(yield* of([settled(a), failed(b)], [settled(a, 2), failed(b, "other")]), ["line", a])
      assert.deepStrictEqual(yield* of([settled(a), settled(b)], [settled(a), settled(b, 2)]), ["line", b])
    })
  )

  it.effect("has a line that is on one side only: the other side is not that of another point", () =>
    Effect.gen(function* () {
      const missing = yield* compared([settled(a), settled(b)], [settled(b)])
      assert.deepInclude(missing, { what: "line", gsrn: a, computed: undefined })
      assert.strictEqual(missing?.stored !== undefined && "gsrn" in missing.stored && missing.stored.gsrn, a)
      const more = yield* compared([settled(b)], [settled(a), settled(b)])
      assert.deepInclude(more, { what: "line", gsrn: a, stored: undefined })
      const left = yield* compared([settled(a), settled(b)], [settled(a)])
      assert.deepInclude(left, { what: "line", gsrn: b, computed: undefined })
      const failures = yield* compared([settled(a), failed(b)], [settled(a)])
      assert.deepInclude(failures, { what: "failure", gsrn: b, computed: undefined })
    })
  )
})
