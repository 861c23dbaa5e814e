import {
  advance,
  type CorrectedPoint,
  ChunkConflict,
  type GridArea,
  type Gsrn,
  type HeldScope,
  heldScopeText,
  isRunId,
  noProgress,
  type PointsPage,
  type RunChunk,
  type RunId,
  RunInProgress,
  type RunProgress,
  RunRefused,
  RunUnknown,
  type SettlementRun,
  SettlementRunStore,
  type StoredFailure,
  type StoredLine
} from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { BinaryCopyReader } from "../copy/BinaryCopyReader.ts"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { readCorrected, readResults, readSettledAsOf, readSettledScopes, storeCorrected } from "./correctedPoints.ts"
import { FAILURE_COLUMNS, failureRows, LINE_COLUMNS, lineRows, POINT_COLUMNS, pointRows } from "./chunkRows.ts"

type Store = Database["Service"]

/** Settlement runs on PostgreSQL. */
export const PgSettlementRunStore: Layer.Layer<SettlementRunStore, never, Database> = Layer.effect(
  SettlementRunStore,
  Effect.map(Database, (database) => ({
    hold: (scope) => hold(database, scope).pipe(storageErrors("hold the run's scope")),
    begin: (run, corrected) => begin(database, run, corrected ?? []).pipe(storageErrors("begin a run")),
    find: (runId) => find(database, runId).pipe(storageErrors("find a run")),
    progress: (runId) => progress(database, runId).pipe(storageErrors("read a run's progress")),
    commit: (run, chunk) => commit(database, run, chunk).pipe(storageErrors("store a chunk of a run")),
    finish: (run) => finish(database, run).pipe(storageErrors("finish a run")),
    list: (limit) => list(database, limit).pipe(storageErrors("list runs")),
    unfinishedCorrections: unfinishedCorrections(database).pipe(storageErrors("list unfinished correction runs")),
    corrected: (runId) => readCorrected(database, runId).pipe(storageErrors("read the points of a correction run")),
    settledScopes: (within) => readSettledScopes(database, within).pipe(storageErrors("list settled scopes")),
    settledAsOf: (gsrns, period) =>
      readSettledAsOf(database, gsrns, period).pipe(storageErrors("look up when points were settled")),
    results: (gsrns, period) =>
      readResults(database, gsrns, period).pipe(storageErrors("read what was settled of points")),
    lines: (runId, page) => lines(database, runId, page).pipe(storageErrors("read a run's lines")),
    failures: (runId, page) => failures(database, runId, page).pipe(storageErrors("read a run's failures"))
  }))
)

const LOCK_KEY = "hashtext('settlement.run'), hashtext($1)"

/** A lock of the session, so that it goes when the process does. */
const hold = Effect.fnUntraced(function* ({ sql }: Store, scope: HeldScope) {
  const session = yield* sql.reserve
  const text = heldScopeText(scope)
  // An interruption between taking the lock and noting its release would leave it with a session of the pool.
  yield* Effect.acquireRelease(
    Effect.filterOrFail(
      session.executeValues(`SELECT pg_try_advisory_lock(${LOCK_KEY})`, [text]),
      ([row]) => row?.[0] === true,
      () => new RunInProgress({ scope: text })
    ),
    () => Effect.ignore(session.executeValues(`SELECT pg_advisory_unlock(${LOCK_KEY})`, [text]))
  )
})

const begin = (database: Store, run: SettlementRun, corrected: ReadonlyArray<CorrectedPoint>) =>
  database.sql.withTransaction(Effect.andThen(insertRun(database, run), storeCorrected(database, run.runId, corrected)))

const insertRun = Effect.fnUntraced(function* ({ sql }: Store, run: SettlementRun) {
  const { asOf, gridAreas, kind, period, points, ruleVersion, runId, startedAt } = run
  if (!isRunId(runId)) return yield* new RunRefused({ runId, reason: "its id is not a UUID." })
  const begun = yield* sql`
    INSERT INTO settlement.run (run_id, kind, period, grid_areas, as_of, rule_version, points, started_at)
    VALUES (${runId}::uuid, ${kind}, tstzrange(${new Date(period.from)}, ${new Date(period.to)}), ${gridAreas ?? null}::text[],
      ${new Date(asOf)}, ${ruleVersion}, ${points}, ${new Date(startedAt)})
    ON CONFLICT DO NOTHING RETURNING run_id`
  if (begun.length === 0) {
    return yield* new RunRefused({ runId, reason: "there is one with this id. Resume it, or draw another id." })
  }
})

interface RunRow {
  readonly run_id: string
  readonly kind: SettlementRun["kind"]
  readonly period_from: number
  readonly period_to: number
  readonly grid_areas: ReadonlyArray<GridArea> | null
  readonly as_of: number
  readonly rule_version: string
  readonly points: number
  readonly started_at: number
}

const runOf = (row: RunRow): SettlementRun => ({
  runId: row.run_id,
  kind: row.kind,
  period: { from: row.period_from, to: row.period_to },
  gridAreas: row.grid_areas ?? undefined,
  asOf: row.as_of,
  ruleVersion: row.rule_version,
  points: row.points,
  startedAt: row.started_at
})

const list = ({ sql }: Store, limit: number): Effect.Effect<ReadonlyArray<SettlementRun>, SqlError> =>
  Effect.map(
    sql<RunRow>`SELECT *, lower(period) AS period_from, upper(period) AS period_to FROM settlement.run
      ORDER BY started_at DESC, run_id LIMIT ${limit}`,
    (rows) => rows.map(runOf)
  )

const unfinishedCorrections = ({ sql }: Store): Effect.Effect<ReadonlyArray<SettlementRun>, SqlError> =>
  Effect.map(
    sql<RunRow>`SELECT *, lower(period) AS period_from, upper(period) AS period_to FROM settlement.run
      WHERE kind = 'correction' AND NOT EXISTS (SELECT FROM settlement.run_end WHERE run_end.run_id = run.run_id)
      ORDER BY started_at, run_id DESC`,
    (rows) => rows.map(runOf)
  )

const find = Effect.fnUntraced(function* ({ sql }: Store, runId: RunId) {
  if (!isRunId(runId)) return yield* new RunUnknown({ runId, reason: "not a run id." })
  const [row] = yield* sql<RunRow>`SELECT *, lower(period) AS period_from, upper(period) AS period_to
    FROM settlement.run WHERE run_id = ${runId}::uuid`
  return row === undefined ? yield* new RunUnknown({ runId, reason: "there is no such run." }) : runOf(row)
})

interface ProgressRow {
  readonly settled: number
  readonly failed: number
  readonly lines: number
  readonly total_oere: number
  readonly last_gsrn: Gsrn | null
  readonly chunks: number
  readonly finished_at: number | null
}

const progress = Effect.fnUntraced(function* ({ sql }: Store, runId: RunId) {
  if (!isRunId(runId)) return noProgress
  const [row] = yield* sql<ProgressRow>`
    SELECT coalesce(sum(settled), 0) AS settled, coalesce(sum(failed), 0) AS failed, coalesce(sum(lines), 0) AS lines,
      coalesce(sum(total_oere), 0)::bigint AS total_oere, max(last_gsrn) AS last_gsrn, count(*) AS chunks,
      (SELECT finished_at FROM settlement.run_end WHERE run_id = ${runId}::uuid) AS finished_at
    FROM settlement.run_chunk WHERE run_id = ${runId}::uuid`
  const { chunks, failed, finished_at, last_gsrn, lines: lineCount, settled, total_oere } = row!
  const ends = { lastGsrn: last_gsrn ?? undefined, finishedAt: finished_at ?? undefined }
  return { settled, failed, lines: lineCount, totalOere: total_oere, chunks, ...ends } satisfies RunProgress
})

/** The checkpoint goes first: of two processes that store the same chunk, the second waits here for the first. */
const commit = ({ copyIn, sql }: Store, { runId }: SettlementRun, { chunkNo, results }: RunChunk) =>
  sql.withTransaction(
    Effect.gen(function* () {
      const { failed, lastGsrn, lines: lineCount, settled, totalOere } = advance(noProgress, results)
      const firstGsrn = results[0]!.gsrn
      const stored = yield* sql`
      INSERT INTO settlement.run_chunk
        (run_id, chunk_no, first_gsrn, last_gsrn, settled, failed, lines, total_oere, recorded_at)
      VALUES (${runId}::uuid, ${chunkNo}, ${firstGsrn}, ${lastGsrn}, ${settled}, ${failed}, ${lineCount}, ${totalOere}, now())
      ON CONFLICT DO NOTHING RETURNING chunk_no`
      if (stored.length === 0) {
        const same = yield* sql`
        SELECT FROM settlement.run_chunk WHERE run_id = ${runId}::uuid AND chunk_no = ${chunkNo}
          AND first_gsrn = ${firstGsrn} AND last_gsrn = ${lastGsrn} AND settled = ${settled} AND failed = ${failed}
          AND lines = ${lineCount} AND total_oere = ${totalOere}`
        return same.length === 0 ? yield* new ChunkConflict({ runId, chunkNo }) : undefined
      }
      const into = (table: string, columns: string) =>
        `COPY settlement.${table} (${columns}) FROM STDIN (FORMAT binary)`
      yield* copyIn(into("line", LINE_COLUMNS), lineRows(runId, results))
      yield* copyIn(into("point", POINT_COLUMNS), pointRows(runId, results))
      if (failed > 0) yield* copyIn(into("failure", FAILURE_COLUMNS), failureRows(runId, results))
    })
  )

const finish = Effect.fnUntraced(function* (database: Store, { runId }: SettlementRun) {
  const { failed, lines: lineCount, settled, totalOere } = yield* progress(database, runId)
  yield* database.sql`
    INSERT INTO settlement.run_end (run_id, finished_at, settled, failed, lines, total_oere)
    VALUES (${runId}::uuid, now(), ${settled}, ${failed}, ${lineCount}, ${totalOere}) ON CONFLICT DO NOTHING`
  return yield* progress(database, runId)
})

const lines = (
  { copyOut }: Store,
  runId: RunId,
  page: PointsPage
): Effect.Effect<ReadonlyArray<StoredLine>, SqlError> =>
  Effect.suspend(() => {
    const found: Array<StoredLine> = []
    if (!isRunId(runId)) return Effect.succeed(found)
    const reader = new BinaryCopyReader((row) =>
      found.push({
        gsrn: row.ascii() as Gsrn,
        lineNo: row.int4(),
        kind: row.ascii(),
        id: row.text(),
        pricedGsrn: row.ascii() as Gsrn,
        from: row.timestamptz(),
        to: row.timestamptz(),
        quantityWh: row.int8(),
        exactUnits: BigInt(row.ascii()),
        amountOere: row.int8(),
        vatClass: row.ascii(),
        isTax: row.boolean()
      })
    )
    const ofPoints =
      "gsrn" in page
        ? `gsrn = ${digits(page.gsrn)}`
        : `gsrn IN (SELECT gsrn FROM settlement.point WHERE run_id = '${runId}' AND gsrn > ${digits(page.after ?? "")}
          ORDER BY gsrn LIMIT ${Math.trunc(page.points)})`
    return Effect.as(
      copyOut(
        `COPY (SELECT gsrn, line_no, kind, line_id, priced_gsrn, segment_from, segment_to, quantity_wh, exact_units::text,
          amount_oere, vat_class, is_tax FROM settlement.line WHERE run_id = '${runId}' AND ${ofPoints}
          ORDER BY gsrn, line_no) TO STDOUT (FORMAT binary)`,
        (chunk) => reader.push(chunk)
      ),
      found
    )
  })

/** COPY takes no parameters, and a page may have been asked for from outside. */
const digits = (gsrn: string): string => {
  if (!/^\d*$/.test(gsrn)) throw new RangeError(`"${gsrn}" is not a GSRN`)
  return `'${gsrn}'`
}

const failures = (
  { sql }: Store,
  runId: RunId,
  page: PointsPage
): Effect.Effect<ReadonlyArray<StoredFailure>, SqlError> => {
  if (!isRunId(runId)) return Effect.succeed([])
  const ofPoints =
    "gsrn" in page
      ? sql`gsrn = ${page.gsrn}`
      : sql`gsrn IN (SELECT DISTINCT gsrn FROM settlement.failure WHERE run_id = ${runId}::uuid AND gsrn > ${page.after ?? ""}
          ORDER BY gsrn LIMIT ${Math.trunc(page.points)})`
  return sql<StoredFailure>`SELECT gsrn, problem, message FROM settlement.failure
    WHERE run_id = ${runId}::uuid AND ${ofPoints} ORDER BY gsrn, problem_no`
}
