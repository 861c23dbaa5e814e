import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { LocalDate, MarketCalendar } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { memorySettlementRunStore, memoryStores } from "../testing/index.ts"
import { resumeSettlement, runSettlement } from "./runSettlement.ts"
import { RULE_VERSION } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

const period = MarketCalendar.monthPeriod(LocalDate.make("2025-03-01"))
const idOf = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`

/** A run of nothing that was begun before a settlement run of the same period, which has finished. */
const overtaken = Effect.fnUntraced(function* (kind: "settlement" | "correction") {
  const asOf = (yield* (yield* MeteringLedger).knownInstant) - 1
  yield* (yield* SettlementRunStore).begin({
    runId: idOf(1),
    kind,
    period,
    asOf,
    ruleVersion: RULE_VERSION,
    points: 0,
    startedAt: 0
  })
  yield* runSettlement({ runId: idOf(2), period })
})

const stores = () => Layer.mergeAll(memoryStores, memorySettlementRunStore)

describe("a run that was stopped, of a period that a newer run has settled", () => {
  it.effect("is not gone on with where it is a settlement run: it would bill the same again", () =>
    Effect.gen(function* () {
      yield* overtaken("settlement")
      assert.strictEqual((yield* Effect.flip(resumeSettlement({ runId: idOf(1) })))._tag, "RunSuperseded")
    }).pipe(Effect.provide(stores()))
  )

  it.effect("is gone on with where it is a correction run: it is a difference to what was settled before it", () =>
    Effect.gen(function* () {
      yield* overtaken("correction")
      assert.isDefined((yield* resumeSettlement({ runId: idOf(1) })).progress.finishedAt)
    }).pipe(Effect.provide(stores()))
  )
})
