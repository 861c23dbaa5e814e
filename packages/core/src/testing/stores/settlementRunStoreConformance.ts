import { Effect, Exit, Result, Scope } from "effect"
import type { GridArea, Gsrn } from "../../market/index.ts"
import { MissingReading } from "../../metering/index.ts"
import {
  noProgress,
  type PointResult,
  type RunChunk,
  type SettlementRun,
  SettlementRunStore,
  storedFailuresOf,
  storedLinesOf
} from "../../runs/index.ts"
import { MissingProduct, settle } from "../../settlement/index.ts"
import { householdRequest } from "../householdRequest.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates, worldPoint } from "./conformanceWorld.ts"
import { runIdOf } from "./RecordedRunWorld.ts"

type Store = SettlementRunStore["Service"]

const cases: Array<ConformanceCase<SettlementRunStore>> = []

const period = dates("2025-01-01", "2025-02-01")

/** Each case has a run of its own. */
const runCase = (name: string, test: (store: Store, run: SettlementRun) => Effect.Effect<void, unknown>): void => {
  const number = 8000 + cases.length
  const run: SettlementRun = {
    runId: runIdOf(number),
    kind: "settlement",
    period,
    gridAreas: undefined,
    asOf: 1_760_000_000_000,
    ruleVersion: "1",
    points: 6,
    startedAt: 1_770_000_000_000 + number
  }
  cases.push({ name, run: Effect.flatMap(SettlementRunStore, (store) => test(store, run)) })
}

const point = (index: number): Gsrn => worldPoint(6000, index)

const settledPoint = (index: number): PointResult => {
  const gsrn = point(index)
  const settlement = Result.getOrThrow(settle(householdRequest({ meteringPoint: { gsrn, priceArea: "DK1" } })))
  return { kind: "settled", gsrn, settlement }
}

const failedPoint = (index: number): PointResult => {
  const gsrn = point(index)
  const reading = new MissingReading({ gsrn, ...period, intervals: 3, qualities: ["A02"] })
  return {
    kind: "failed",
    gsrn,
    problems: [new MissingProduct({ gsrn, from: period.from, to: Number.POSITIVE_INFINITY }), reading]
  }
}

const chunkOf = (chunkNo: number, ...results: ReadonlyArray<PointResult>): RunChunk => ({ chunkNo, results })

const firstChunk = (): RunChunk => chunkOf(0, settledPoint(1), failedPoint(2), settledPoint(3))
const secondChunk = (): RunChunk => chunkOf(1, settledPoint(4), settledPoint(5))

/** Text of what has bigints in it. */
const linesText = (lines: ReadonlyArray<object>): ReadonlyArray<string> =>
  lines
    .map((line) => JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value), 0))
    .map((text) => JSON.stringify(Object.entries(JSON.parse(text) as object).sort()))

const expectLines = (what: string, actual: ReadonlyArray<object>, results: ReadonlyArray<PointResult>) =>
  expectSame(what, linesText(actual), linesText(results.flatMap(storedLinesOf)))

runCase("a run comes back as it was begun", (store, run) =>
  Effect.gen(function* () {
    yield* store.begin(run)
    yield* expectSame("run", yield* store.find(run.runId), run)
    yield* expectSame("progress", yield* store.progress(run.runId), noProgress)
    yield* expectSame("no lines", yield* store.lines(run.runId, { points: 10 }), [])
    yield* expectSame("no failures", yield* store.failures(run.runId), [])
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
    yield* expectSame("failures of none", yield* store.failures("run 7"), [])
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
    yield* expectSame("failures", yield* store.failures(run.runId), results.flatMap(storedFailuresOf))
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
    yield* expectSame("failures", yield* store.failures(run.runId), first.results.flatMap(storedFailuresOf))
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

/** A run for points of these cases alone: other cases have settled nothing for its period. */
const decade = (year: number) => dates(`${year}-01-01`, `${year}-02-01`)

runCase("the points of a correction run come back with it, and it is unfinished until its end", (store, run) =>
  Effect.gen(function* () {
    const corrected = [
      { gsrn: point(3), settledAsOf: run.asOf - 7 },
      { gsrn: point(1), settledAsOf: undefined }
    ]
    const [older, newer] = [
      { ...run, kind: "correction" as const },
      { ...run, kind: "correction" as const, runId: runIdOf(8920), startedAt: run.startedAt + 1 }
    ]
    yield* store.begin(newer)
    yield* store.begin(older, corrected)
    yield* expectSame("run", yield* store.find(older.runId), older)
    yield* expectSame("points", yield* store.corrected(older.runId), corrected.toReversed())
    yield* expectSame("no points", yield* store.corrected(newer.runId), [])
    yield* expectSame("none", yield* store.corrected("run 7"), [])
    yield* expectFailure("used", store.begin(older, [{ gsrn: point(2), settledAsOf: 1 }]), "RunRefused")
    yield* expectSame("as they were", yield* store.corrected(older.runId), corrected.toReversed())
    const unfinished = Effect.map(store.unfinishedCorrections, (all) =>
      all.filter(({ runId }) => runId === older.runId || runId === newer.runId)
    )
    yield* expectSame("unfinished", yield* unfinished, [older, newer])
    yield* store.finish(older)
    yield* expectSame("one is finished", yield* unfinished, [newer])
    yield* store.finish(newer)
  })
)

runCase("a point was settled last by the newest run that settled it", (store, run) =>
  Effect.gen(function* () {
    const january = decade(2011)
    const points = [point(1), point(2), point(3), point(9)]
    const begun = (number: number, asOf: number, more: Partial<SettlementRun> = {}) => {
      const one = { ...run, runId: runIdOf(8930 + number), period: january, asOf, ...more }
      return Effect.as(store.begin(one), one)
    }
    const known = Effect.map(store.settledAsOf(points, january), (found) => [...found].sort())
    const first = yield* begun(0, 1000)
    yield* store.commit(first, firstChunk())
    yield* expectSame("not finished", yield* known, [])
    yield* store.finish(first)
    yield* expectSame("failed ones are not settled", yield* known, [
      [point(1), 1000],
      [point(3), 1000]
    ])
    const correction = yield* begun(1, 3000, { kind: "correction" })
    yield* store.commit(correction, chunkOf(0, failedPoint(1), settledPoint(2)))
    const older = yield* begun(2, 2000)
    yield* store.commit(older, chunkOf(0, settledPoint(1), settledPoint(2)))
    yield* store.finish(older)
    yield* expectSame("a stored chunk of a correction run counts", yield* known, [
      [point(1), 2000],
      [point(2), 3000],
      [point(3), 1000]
    ])
    yield* store.finish(correction)
    yield* expectSame("no points", [...(yield* store.settledAsOf([], january))], [])
    yield* expectSame("another period", [...(yield* store.settledAsOf(points, dates("2011-01-01", "2011-01-31")))], [])
  })
)

runCase("scopes that settlement runs were begun for are told with their newest instants", (store, run) =>
  Effect.gen(function* () {
    const area = (...codes: ReadonlyArray<string>) => codes as unknown as ReadonlyArray<GridArea>
    const begin = (number: number, more: Partial<SettlementRun>) => {
      const one = { ...run, runId: runIdOf(8940 + number), period: decade(2012), ...more }
      return Effect.as(store.begin(one), one)
    }
    yield* store.finish(yield* begin(0, { asOf: 5 }))
    yield* store.finish(yield* begin(1, { asOf: 9 }))
    yield* begin(2, { asOf: 7 })
    yield* store.finish(yield* begin(3, { asOf: 3, gridAreas: area("791", "131") }))
    yield* begin(4, { asOf: 4, gridAreas: area("131", "791") })
    yield* begin(5, { asOf: 8, period: decade(2013) })
    const correction = yield* begin(6, { asOf: 99, kind: "correction" })
    yield* store.finish(correction)
    const all = { period: decade(2012), gridAreas: undefined, finishedAsOf: 9, unfinishedAsOf: 7 }
    const two = { period: decade(2012), gridAreas: area("131", "791"), finishedAsOf: 3, unfinishedAsOf: 4 }
    yield* expectSame("scopes", yield* store.settledScopes(dates("2012-01-31", "2013-01-01")), [all, two])
    yield* expectSame("none", yield* store.settledScopes(dates("2012-02-01", "2013-01-01")), [])
    yield* expectSame("of both", yield* store.settledScopes(dates("2012-01-01", "2013-01-02")), [
      all,
      two,
      { period: decade(2013), gridAreas: undefined, finishedAsOf: undefined, unfinishedAsOf: 8 }
    ])
  })
)

/** What every adapter of {@link SettlementRunStore} must do. */
export const settlementRunStoreConformance: ReadonlyArray<ConformanceCase<SettlementRunStore>> = cases
