import { Effect, Exit, Scope, Stream } from "effect"
import type { GridArea } from "../../market/index.ts"
import { failurePages, noProgress, SettlementRunStore, storedFailuresOf } from "../../runs/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import { runIdOf } from "./RecordedRunWorld.ts"
import { settledBeforeCases } from "./settledBeforeCases.ts"
import {
  chunkOf,
  expectLines,
  failedPoint,
  firstChunk,
  period,
  point,
  runStoreCaseIn,
  type RunStoreCases,
  secondChunk,
  settledPoint
} from "./settlementRunStoreCases.ts"

const cases: RunStoreCases = []
const runCase = runStoreCaseIn(cases, 8000)

runCase("a run comes back as it was begun", (store, run) =>
  Effect.gen(function* () {
    yield* store.begin(run)
    yield* expectSame("run", yield* store.find(run.runId), run)
    yield* expectSame("progress", yield* store.progress(run.runId), noProgress)
    yield* expectSame("no lines", yield* store.lines(run.runId, { points: 10 }), [])
    yield* expectSame("no failures", yield* store.failures(run.runId, { points: 10 }), [])
    const areas = {
      ...run,
      runId: runIdOf(8900),
      gridAreas: ["131", "791"] as ReadonlyArray<string> as ReadonlyArray<GridArea>
    }
    yield* store.begin(areas)
    yield* expectSame("with grid areas", yield* store.find(areas.runId), areas)
  })
)

runCase("an id that is unknown, none or used is refused", (store, run) =>
  Effect.gen(function* () {
    const first = firstChunk()
    yield* expectFailure("unknown", store.find(run.runId), "RunUnknown")
    yield* expectFailure("no id", store.find("run 7"), "RunUnknown")
    yield* expectFailure("no id", store.begin({ ...run, runId: "run 7" }), "RunRefused")
    yield* expectSame("progress of none", yield* store.progress("run 7"), noProgress)
    yield* expectSame("lines of none", yield* store.lines("run 7", { points: 10 }), [])
    yield* expectSame("failures of none", yield* store.failures("run 7", { points: 10 }), [])
    yield* expectFailure("chunk of none", store.commit(run, first), "StorageError")
    yield* expectFailure("end of none", store.finish(run), "StorageError")
    yield* store.begin(run)
    yield* expectFailure("used", store.begin({ ...run, points: 7 }), "RunRefused")
    yield* expectSame("as it was", yield* store.find(run.runId), run)
  })
)

runCase("chunks come back in lines, failures and sums", (store, run) =>
  Effect.gen(function* () {
    const first = firstChunk()
    const second = secondChunk()
    yield* store.begin(run)
    yield* store.commit(run, first)
    yield* store.commit(run, second)
    const results = [...first.results, ...second.results]
    yield* expectLines("lines", yield* store.lines(run.runId, { points: 10 }), results)
    yield* expectSame("failures", yield* store.failures(run.runId, { points: 10 }), results.flatMap(storedFailuresOf))
    const { settled, failed, lines, lastGsrn, chunks, finishedAt, totalOere } = yield* store.progress(run.runId)
    yield* expectSame("sums", [settled, failed, chunks, finishedAt ?? null, lastGsrn], [4, 1, 2, null, point(5)])
    const settlements = results.filter((result) => result.kind === "settled").map(({ settlement }) => settlement)
    yield* expectSame(
      "lines in all",
      lines,
      settlements.reduce((sum, one) => sum + one.lines.length, 0)
    )
    yield* expectSame(
      "total",
      totalOere,
      settlements.reduce((sum, one) => sum + one.totalOere, 0)
    )
  })
)

runCase("lines are read of one point, or page by page of settled points", (store, run) =>
  Effect.gen(function* () {
    const first = firstChunk()
    const second = secondChunk()
    yield* store.begin(run)
    // Whatever order chunks are stored in, lines come in GSRN order.
    yield* store.commit(run, second)
    yield* store.commit(run, first)
    yield* expectLines("one point", yield* store.lines(run.runId, { gsrn: point(3) }), [settledPoint(3)])
    yield* expectLines("a failed point", yield* store.lines(run.runId, { gsrn: point(2) }), [])
    yield* expectLines("first page", yield* store.lines(run.runId, { points: 2 }), [settledPoint(1), settledPoint(3)])
    yield* expectLines("next page", yield* store.lines(run.runId, { after: point(3), points: 2 }), [
      settledPoint(4),
      settledPoint(5)
    ])
    yield* expectLines("last page", yield* store.lines(run.runId, { after: point(4), points: 2 }), [settledPoint(5)])
    yield* expectLines("after the last", yield* store.lines(run.runId, { after: point(5), points: 2 }), [])
  })
)

runCase("failures are read of one point, or page by page of points that failed", (store, run) =>
  Effect.gen(function* () {
    yield* store.begin(run)
    yield* store.commit(run, chunkOf(1, failedPoint(4), settledPoint(5), failedPoint(6)))
    yield* store.commit(run, chunkOf(0, settledPoint(1), failedPoint(2), failedPoint(3)))
    const expectFailures = (what: string, actual: ReadonlyArray<object>, ...points: ReadonlyArray<number>) =>
      expectSame(what, actual, points.map(failedPoint).flatMap(storedFailuresOf))
    yield* expectFailures("one point", yield* store.failures(run.runId, { gsrn: point(3) }), 3)
    yield* expectFailures("a settled point", yield* store.failures(run.runId, { gsrn: point(1) }))
    yield* expectFailures("first page", yield* store.failures(run.runId, { points: 2 }), 2, 3)
    yield* expectFailures("next page", yield* store.failures(run.runId, { after: point(3), points: 2 }), 4, 6)
    yield* expectFailures("last page", yield* store.failures(run.runId, { after: point(4), points: 2 }), 6)
    yield* expectFailures("after the last", yield* store.failures(run.runId, { after: point(6), points: 2 }))
    for (const size of [1, 2, 3, 4, 5]) {
      const all = yield* Stream.runCollect(failurePages(run.runId, size)).pipe(
        Effect.provideService(SettlementRunStore, store)
      )
      yield* expectFailures(`in pages of ${size}`, all, 2, 3, 4, 6)
    }
  })
)

runCase("a chunk that is stored twice changes nothing, another one of its number is refused", (store, run) =>
  Effect.gen(function* () {
    const first = firstChunk()
    yield* store.begin(run)
    yield* store.commit(run, first)
    const before = yield* store.progress(run.runId)
    yield* store.commit(run, first)
    const conflict = yield* expectFailure(
      "another one",
      store.commit(run, chunkOf(0, settledPoint(1))),
      "ChunkConflict"
    )
    yield* expectSame("which", conflict.chunkNo, 0)
    yield* expectFailure(
      "a longer one",
      store.commit(run, chunkOf(0, ...first.results, settledPoint(4))),
      "ChunkConflict"
    )
    yield* expectSame("progress", yield* store.progress(run.runId), before)
    yield* expectLines("lines", yield* store.lines(run.runId, { points: 10 }), first.results)
    yield* expectSame(
      "failures",
      yield* store.failures(run.runId, { points: 10 }),
      first.results.flatMap(storedFailuresOf)
    )
  })
)

runCase("a run ends once", (store, run) =>
  Effect.gen(function* () {
    const first = firstChunk()
    yield* store.begin(run)
    yield* store.commit(run, first)
    const { finishedAt, ...ended } = yield* store.finish(run)
    yield* expectSame("has ended", finishedAt !== undefined, true)
    const { finishedAt: _, ...before } = yield* store.progress(run.runId)
    yield* expectSame("progress", ended, before)
    yield* expectSame("again", yield* store.finish(run), { ...ended, finishedAt })
  })
)

runCase("the newest runs are listed first", (store, run) =>
  Effect.gen(function* () {
    const runs = [
      run,
      { ...run, runId: runIdOf(8910), startedAt: run.startedAt + 3_000_000 },
      {
        ...run,
        runId: runIdOf(8911),
        startedAt: run.startedAt + 2_000_000
      }
    ]
    for (const one of runs) yield* store.begin(one)
    yield* expectSame("two", yield* store.list(2), [runs[1], runs[2]])
    const all = (yield* store.list(1000)).map(({ runId }) => runId)
    yield* expectSame("the oldest after them", all.indexOf(run.runId) > 1, true)
  })
)

runCase("a scope is held by one until it is given back, other scopes are not", (store) =>
  Effect.gen(function* () {
    const gridAreas = (...codes: ReadonlyArray<string>) => ({
      period,
      gridAreas: codes as unknown as ReadonlyArray<GridArea>
    })
    const scope = yield* Scope.make()
    yield* store.hold({ period }).pipe(Scope.provide(scope))
    yield* store.hold(gridAreas("131", "791")).pipe(Scope.provide(scope))
    const again = Effect.scoped(store.hold({ period }))
    const refused = yield* expectFailure("held", again, "RunInProgress")
    yield* expectSame("scope", refused.scope, "2025-01-01 to 2025-02-01, all grid areas")
    yield* expectFailure("the same areas", Effect.scoped(store.hold(gridAreas("791", "131"))), "RunInProgress")
    yield* Effect.scoped(store.hold(gridAreas("131")))
    yield* Effect.scoped(store.hold({ period: dates("2025-01-01", "2025-01-31") }))
    yield* expectFailure("still held", again, "RunInProgress")
    yield* Effect.scoped(
      Effect.gen(function* () {
        yield* store.hold("corrections")
        yield* expectFailure("corrections", Effect.scoped(store.hold("corrections")), "RunInProgress")
      })
    )
    yield* Scope.close(scope, Exit.void)
    yield* again
    yield* again
  })
)

/** What every adapter of {@link SettlementRunStore} must do. */
export const settlementRunStoreConformance: RunStoreCases = [...cases, ...settledBeforeCases]
