import { Effect, Fiber } from "effect"
import type { GridArea } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { resumeSettlement, runSettlement, SettlementRunStore, verifyRun } from "../../runs/index.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import { runPeriod } from "./settlementRunWorld.ts"
import { expectSameRun, linesOf, runCaseIn, type RunCaseNeeds, standsAfter } from "./settlementRunCases.ts"

const cases: Array<ConformanceCase<RunCaseNeeds>> = []
const runCase = runCaseIn(cases, 7000)

/** A scope of its own: a newer run of another takes nothing from those that other cases have stopped. */
const allAreas = ["131", "740", "791"] as ReadonlyArray<string> as ReadonlyArray<GridArea>

runCase("a dry run counts the same and stores nothing", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const dry = yield* runSettlement({ ...options(0), dryRun: true })
    yield* expectFailure("not stored", store.find(options(0).runId), "RunUnknown")
    yield* expectSame("no lines", yield* linesOf(options(0).runId), [])
    const {
      progress: { finishedAt: _, ...wet }
    } = yield* runSettlement(options(1))
    const { finishedAt, ...counted } = dry.progress
    yield* expectSame("sums", [counted, finishedAt ?? null], [wet, null])
  })
)

runCase("progress is told chunk by chunk", ({ world }, options) =>
  Effect.gen(function* () {
    const told: Array<readonly [number, number]> = []
    yield* runSettlement({
      ...options(),
      chunkPoints: 7,
      onProgress: ({ failed, settled }, points) => Effect.sync(() => void told.push([settled + failed, points]))
    })
    const n = world.points.length
    const expected = Array.from({ length: Math.ceil(n / 7) }, (_, i) => [Math.min(n, (i + 1) * 7), n])
    yield* expectSame("told", told, expected)
  })
)

runCase("a scope is run once at a time, other scopes at the same time", (_, options) =>
  Effect.gen(function* () {
    const running = yield* standsAfter(options(0), 1)
    const refused = yield* expectFailure("the same scope", runSettlement(options(1)), "RunInProgress")
    yield* expectSame("which", refused.scope, "2025-10-01 to 2025-11-01, all grid areas")
    yield* expectFailure("the run itself", resumeSettlement({ runId: options(0).runId }), "RunInProgress")
    yield* expectFailure("not begun", (yield* SettlementRunStore).find(options(1).runId), "RunUnknown")
    yield* runSettlement({ ...options(2), gridAreas: ["131" as GridArea] })
    yield* runSettlement({ ...options(3), dryRun: true })
    yield* Fiber.interrupt(running)
    yield* runSettlement(options(1))
    yield* resumeSettlement({ runId: options(0).runId })
    yield* expectSameRun("resumed", options(0).runId, options(1).runId)
  })
)

runCase("a run that is interrupted goes on where it was, to the same end", (_, options) =>
  Effect.gen(function* () {
    yield* runSettlement(options(0))
    const { runId } = options(1)
    yield* Fiber.interrupt(yield* standsAfter(options(1), 2))
    const store = yield* SettlementRunStore
    yield* expectSame("stored so far", (yield* store.progress(runId)).chunks, 2)
    const { progress } = yield* resumeSettlement({ runId, chunkPoints: 3 })
    yield* expectSameRun("resumed", runId, options(0).runId)
    yield* expectSame("finished already", (yield* resumeSettlement({ runId })).progress, progress)
  })
)

runCase("a run that was stopped, and that a newer run has taken the place of, is not gone on with", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const { runId } = options(0)
    const gridAreas = allAreas.toReversed()
    yield* Fiber.interrupt(yield* standsAfter({ ...options(0), gridAreas }, 1))
    const { asOf } = yield* store.find(runId)
    const now = yield* (yield* MeteringLedger).knownInstant
    const newer = yield* runSettlement({ ...options(1), gridAreas: allAreas, asOf: now })
    yield* expectSame("it is newer", newer.run.asOf > asOf, true)
    const refused = yield* expectFailure("resumed", resumeSettlement({ runId }), "RunSuperseded")
    yield* expectSame("by which", refused.finishedAsOf, newer.run.asOf)
    yield* expectSame("as it was", (yield* store.progress(runId)).chunks, 1)
  })
)

runCase("what makes no run is refused, and a run of other rules is not continued", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const asked = options()
    const known = yield* (yield* MeteringLedger).knownInstant
    const { from, to } = runPeriod
    for (const wrong of [
      { runId: "7" },
      { period: { from: to, to: from } },
      { period: { from: from + 1, to } },
      { period: dates("2020-01-01", "2025-01-01") },
      { asOf: known + 60_000 },
      { chunkPoints: 0 },
      { chunkPoints: 1.5 },
      { runId: "7", dryRun: true }
    ])
      yield* expectFailure(JSON.stringify(wrong), runSettlement({ ...asked, ...wrong }), "RunRefused")
    yield* runSettlement(asked)
    yield* expectFailure("a used id", runSettlement(asked), "RunRefused")
    yield* expectFailure("unknown", resumeSettlement({ runId: options(9).runId }), "RunUnknown")
    const run = { ...(yield* store.find(asked.runId)), runId: options(1).runId, ruleVersion: "0" }
    yield* store.begin(run)
    yield* expectFailure("other rules", resumeSettlement(run), "RunUnknown")
    yield* expectFailure("other rules, again", verifyRun(run.runId), "RunUnknown")
    const fewer = { ...run, runId: options(2).runId, ruleVersion: "1", points: 3 }
    yield* store.begin(fewer)
    yield* expectFailure("another portfolio", resumeSettlement(fewer), "RunUnknown")
  })
)

/** How a run is held, told of, interrupted, resumed and refused. */
export const settlementRunStopCases: ReadonlyArray<ConformanceCase<RunCaseNeeds>> = cases
