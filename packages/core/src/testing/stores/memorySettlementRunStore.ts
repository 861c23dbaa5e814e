import { Clock, Effect, Layer } from "effect"
import type { Gsrn, Instant, Period } from "../../market/index.ts"
import {
  advance,
  type CorrectedPoint,
  ChunkConflict,
  heldScopeText,
  type HeldScope,
  isRunId,
  noProgress,
  type PointsPage,
  type RunChunk,
  type RunId,
  RunInProgress,
  type RunProgress,
  RunRefused,
  RunUnknown,
  runScopeText,
  type SettledScope,
  type SettlementRun,
  SettlementRunStore,
  type StoredFailure,
  storedFailuresOf,
  type StoredLine,
  storedLinesOf,
  type StoredResult
} from "../../runs/index.ts"
import type { Totals } from "../../settlement/index.ts"
import { StorageError } from "../../storage/index.ts"

interface StoredChunk {
  readonly sums: RunProgress
  readonly firstGsrn: Gsrn
}

interface StoredRun {
  readonly run: SettlementRun
  readonly corrected: ReadonlyArray<CorrectedPoint>
  readonly chunks: Map<number, StoredChunk>
  /** Lines and failures of metering points, whichever order their chunks came in. */
  readonly lines: Map<Gsrn, ReadonlyArray<StoredLine>>
  readonly totals: Map<Gsrn, Totals>
  readonly failures: Map<Gsrn, ReadonlyArray<StoredFailure>>
  finishedAt: number | undefined
}

/** Settlement runs in memory: for tests and examples, and for programs that keep nothing. */
export const memorySettlementRunStore: Layer.Layer<SettlementRunStore> = Layer.sync(SettlementRunStore, () => {
  const runs = new Map<RunId, StoredRun>()
  const held = new Set<string>()
  const stored = (runId: RunId): StoredRun | undefined => runs.get(runId.toLowerCase())
  const begun = (runId: RunId, operation: string) =>
    Effect.suspend(() => {
      const found = stored(runId)
      const reason = `run ${runId} was never begun`
      return found === undefined
        ? Effect.fail(new StorageError({ operation, reason, retryable: false }))
        : Effect.succeed(found)
    })
  return {
    hold: (scope) => hold(held, scope),
    begin: (run, corrected = []) =>
      Effect.suspend(() => {
        const refused = (reason: string) => Effect.fail(new RunRefused({ runId: run.runId, reason }))
        if (!isRunId(run.runId)) return refused("its id is not a UUID.")
        if (stored(run.runId) !== undefined) return refused("there is one with this id. Resume it, or draw another id.")
        const runId = run.runId.toLowerCase()
        runs.set(runId, {
          run: { ...run, runId },
          corrected: corrected.toSorted((a, b) => (a.gsrn < b.gsrn ? -1 : 1)),
          chunks: new Map(),
          lines: new Map(),
          totals: new Map(),
          failures: new Map(),
          finishedAt: undefined
        })
        return Effect.void
      }),
    find: (runId) =>
      Effect.suspend(() => {
        const found = stored(runId)
        const reason = isRunId(runId) ? "there is no such run." : "not a run id."
        return found === undefined ? Effect.fail(new RunUnknown({ runId, reason })) : Effect.succeed(found.run)
      }),
    progress: (runId) => Effect.sync(() => progressOf(stored(runId))),
    commit: ({ runId }, chunk) =>
      Effect.flatMap(begun(runId, "store a chunk of a run"), (found) => commit(found, chunk)),
    finish: ({ runId }) =>
      Effect.gen(function* () {
        const found = yield* begun(runId, "finish a run")
        found.finishedAt ??= yield* Clock.currentTimeMillis
        return progressOf(found)
      }),
    list: (limit) =>
      Effect.sync(() =>
        [...runs.values()]
          .map(({ run }) => run)
          .sort(newestFirst)
          .slice(0, limit)
      ),
    unfinishedCorrections: Effect.sync(() =>
      [...runs.values()]
        .filter(({ finishedAt, run }) => run.kind === "correction" && finishedAt === undefined)
        .map(({ run }) => run)
        .sort((a, b) => newestFirst(b, a))
    ),
    corrected: (runId) => Effect.sync(() => stored(runId)?.corrected ?? []),
    settledScopes: (within) => Effect.sync(() => settledScopesOf([...runs.values()], within)),
    settledAsOf: (gsrns, period) => Effect.sync(() => settledAsOf([...runs.values()], gsrns, period)),
    results: (gsrns, period) => Effect.sync(() => resultsOf([...runs.values()], gsrns, period)),
    lines: (runId, page) => Effect.sync(() => pageOf(stored(runId)?.lines, page)),
    failures: (runId, page) => Effect.sync(() => pageOf(stored(runId)?.failures, page))
  }
})

const hold = (held: Set<string>, scope: HeldScope) => {
  const text = heldScopeText(scope)
  const take = Effect.suspend(() => {
    if (held.has(text)) return Effect.fail(new RunInProgress({ scope: text }))
    held.add(text)
    return Effect.void
  })
  return Effect.acquireRelease(take, () => Effect.sync(() => held.delete(text)))
}

const commit = ({ chunks, failures, lines, run, totals }: StoredRun, { chunkNo, results }: RunChunk) => {
  const sums = advance(noProgress, results)
  const known = chunks.get(chunkNo)
  const firstGsrn = results[0]!.gsrn
  if (known !== undefined) {
    const isSame =
      known.firstGsrn === firstGsrn &&
      (["settled", "failed", "lines", "totalOere", "lastGsrn"] as const).every(
        (field) => known.sums[field] === sums[field]
      )
    return isSame ? Effect.void : Effect.fail(new ChunkConflict({ runId: run.runId, chunkNo }))
  }
  chunks.set(chunkNo, { sums, firstGsrn })
  for (const result of results) {
    if (result.kind === "settled") {
      lines.set(result.gsrn, storedLinesOf(result))
      const { subtotalOere, totalOere, vatOere } = result.settlement
      totals.set(result.gsrn, { subtotalOere, vatOere, totalOere })
    } else failures.set(result.gsrn, storedFailuresOf(result))
  }
  return Effect.void
}

const progressOf = (stored: StoredRun | undefined): RunProgress =>
  [...(stored?.chunks.values() ?? [])].reduce<RunProgress>(
    (total, { sums }) => ({
      settled: total.settled + sums.settled,
      failed: total.failed + sums.failed,
      lines: total.lines + sums.lines,
      totalOere: total.totalOere + sums.totalOere,
      lastGsrn: total.lastGsrn === undefined || sums.lastGsrn! > total.lastGsrn ? sums.lastGsrn : total.lastGsrn,
      chunks: total.chunks + 1,
      finishedAt: total.finishedAt
    }),
    { ...noProgress, finishedAt: stored?.finishedAt }
  )

const inOrder = <A>(byGsrn: ReadonlyMap<Gsrn, A>): ReadonlyArray<readonly [Gsrn, A]> =>
  [...byGsrn].sort(([a], [b]) => (a < b ? -1 : 1))

const pageOf = <A>(byGsrn: ReadonlyMap<Gsrn, ReadonlyArray<A>> | undefined, page: PointsPage): ReadonlyArray<A> => {
  if (byGsrn === undefined) return []
  if ("gsrn" in page) return byGsrn.get(page.gsrn) ?? []
  const after = page.after ?? ""
  return inOrder(byGsrn)
    .filter(([gsrn]) => gsrn > after)
    .slice(0, page.points)
    .flatMap(([, some]) => some)
}

const settledScopesOf = (runs: ReadonlyArray<StoredRun>, within: Period): ReadonlyArray<SettledScope> => {
  const meeting = runs.filter(
    ({ run: { kind, period } }) => kind === "settlement" && period.from < within.to && within.from < period.to
  )
  const newest = (some: ReadonlyArray<StoredRun>): Instant | undefined =>
    some.length === 0 ? undefined : Math.max(...some.map(({ run }) => run.asOf))
  return Array.from(Map.groupBy(meeting, ({ run }) => runScopeText(run)).values(), (same) => ({
    period: same[0]!.run.period,
    gridAreas: same[0]!.run.gridAreas === undefined ? undefined : [...new Set(same[0]!.run.gridAreas)].sort(),
    finishedAsOf: newest(same.filter(({ finishedAt }) => finishedAt !== undefined)),
    unfinishedAsOf: newest(same.filter(({ finishedAt }) => finishedAt === undefined))
  })).sort(byScope)
}

const byScope = (a: SettledScope, b: SettledScope): number =>
  a.period.from - b.period.from ||
  a.period.to - b.period.to ||
  ((a.gridAreas ?? []).join() < (b.gridAreas ?? []).join() ? -1 : 1)

const settledAsOf = (
  runs: ReadonlyArray<StoredRun>,
  gsrns: ReadonlyArray<Gsrn>,
  { from, to }: Period
): ReadonlyMap<Gsrn, Instant> => {
  const found = new Map<Gsrn, Instant>()
  for (const { finishedAt, lines, run } of runs) {
    const counts = run.kind === "correction" || finishedAt !== undefined
    if (!counts || run.period.from !== from || run.period.to !== to) continue
    for (const gsrn of gsrns) {
      if (lines.has(gsrn)) found.set(gsrn, Math.max(found.get(gsrn) ?? run.asOf, run.asOf))
    }
  }
  return found
}

const resultsOf = (
  runs: ReadonlyArray<StoredRun>,
  gsrns: ReadonlyArray<Gsrn>,
  { from, to }: Period
): ReadonlyArray<StoredResult> =>
  runs
    .filter(({ finishedAt, run }) => run.kind === "correction" || finishedAt !== undefined)
    .filter(({ run }) => run.period.from === from && run.period.to === to)
    .flatMap(({ corrected, run: { asOf, kind, runId }, totals }) =>
      [...totals]
        .filter(([gsrn]) => gsrns.includes(gsrn))
        .map(([gsrn, sums]): StoredResult => {
          const settledAsOf = corrected.find((point) => point.gsrn === gsrn)?.settledAsOf
          return { gsrn, runId, kind, asOf, settledAsOf, ...sums }
        })
    )
    .sort((a, b) => (a.gsrn === b.gsrn ? a.asOf - b.asOf : a.gsrn < b.gsrn ? -1 : 1))

const newestFirst = (a: SettlementRun, b: SettlementRun): number =>
  b.startedAt - a.startedAt || (a.runId < b.runId ? -1 : 1)
