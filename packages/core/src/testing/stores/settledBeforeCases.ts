import { Effect } from "effect"
import type { GridArea } from "../../market/index.ts"
import type { SettlementRun } from "../../runs/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import { runIdOf } from "./RecordedRunWorld.ts"
import {
  chunkOf,
  failedPoint,
  firstChunk,
  point,
  runStoreCaseIn,
  type RunStoreCases,
  settledPoint
} from "./settlementRunStoreCases.ts"

const cases: RunStoreCases = []
const runCase = runStoreCaseIn(cases, 8200)

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
      return Effect.as(store.begin(one, more.kind === "correction" ? [{ gsrn: point(2), settledAsOf: 700 }] : []), one)
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
    const results = (yield* store.results([point(2), point(1)], january)).map(({ asOf, gsrn, runId, settledAsOf }) => [
      gsrn,
      runId,
      asOf,
      settledAsOf ?? null
    ])
    yield* expectSame("what was settled", results, [
      [point(1), first.runId, 1000, null],
      [point(1), older.runId, 2000, null],
      [point(2), older.runId, 2000, null],
      [point(2), correction.runId, 3000, 700]
    ])
    const [sums] = yield* store.results([point(3)], january)
    const third = settledPoint(3)
    yield* expectSame(
      "sums",
      [sums?.subtotalOere, sums?.vatOere, sums?.totalOere, sums?.kind],
      [third.settlement.subtotalOere, third.settlement.vatOere, third.settlement.totalOere, "settlement"]
    )
    yield* expectSame("results of no points", yield* store.results([], january), [])
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

/** What was settled before: the points of correction runs, results of points and scopes. */
export const settledBeforeCases: RunStoreCases = cases
