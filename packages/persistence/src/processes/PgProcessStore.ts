import {
  activeKeyOf,
  type AdvancedProcess,
  type Gsrn,
  type Instant,
  isActive,
  type MarketProcess,
  ProcessActive,
  ProcessChanged,
  ProcessIdUsed,
  type ProcessQuery,
  ProcessStore,
  StorageError,
  timeline
} from "@datahub-settlement/core"
import { Effect, Layer, Option } from "effect"
import type { Fragment } from "effect/sql/Statement"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { waiting } from "./waitingProcesses.ts"
import { openingValues, PROCESS_COLUMNS, processOf, type ProcessRow, standingValues, stepValues } from "./processRow.ts"

type Sql = Database["Service"]["sql"]

/** Market processes on PostgreSQL. */
export const PgProcessStore: Layer.Layer<ProcessStore, never, Database> = Layer.effect(
  ProcessStore,
  Effect.map(Database, ({ sql }) => {
    const find = (id: string) => Effect.map(some(sql, sql`process_id = ${id}`), first)
    return {
      open: (process) => open(sql, process).pipe(storageErrors(OPEN)),
      record: (advanced) => record(sql, advanced).pipe(storageErrors("record a step of a process")),
      find: (id) => find(id).pipe(storageErrors("find a process")),
      findByRequest: (transactionId) =>
        findByRequest(sql, transactionId).pipe(storageErrors("find the process of a request")),
      openFor: (gsrns) =>
        openFor(sql, typeof gsrns === "string" ? [gsrns] : gsrns).pipe(
          storageErrors("read the processes of metering points")
        ),
      due: (now, limit) => due(sql, now, limit).pipe(storageErrors("find what is due")),
      list: (query) => list(sql, query).pipe(storageErrors("list processes")),
      waiting: (query) => waiting(sql, query).pipe(storageErrors("list what waits to be done")),
      timeline: (id) =>
        Effect.map(find(id), Option.match({ onNone: () => [], onSome: timeline })).pipe(
          storageErrors("read a process's timeline")
        )
    }
  })
)

const OPEN = "open a process"

const first = (processes: ReadonlyArray<MarketProcess>): Option.Option<MarketProcess> =>
  Option.fromUndefinedOr(processes[0])

const NEWEST_FIRST = "opened_at DESC, process_id"
const NEAREST_FIRST = "next_due_at, process_id"

const some = (sql: Sql, wanted: Fragment, order = NEWEST_FIRST, limit?: number) =>
  Effect.map(
    sql<ProcessRow>`SELECT ${sql.literal(PROCESS_COLUMNS)} FROM process.process AS process
      WHERE ${wanted} ORDER BY ${sql.literal(order)} LIMIT ${limit ?? null}`,
    (rows) => rows.map(processOf)
  )

/** Whoever opens the same at the same time waits here, and finds the other one. */
const open = (sql: Sql, process: MarketProcess) =>
  sql.withTransaction(
    Effect.gen(function* () {
      const { id } = process
      const opened = yield* sql`
        INSERT INTO process.process ${sql.insert({ ...openingValues(process), ...standingValues(process) })}
        ON CONFLICT DO NOTHING RETURNING process_id`
      if (opened.length === 0) return yield* refusedOpening(sql, process)
      yield* Effect.forEach(process.history, (step, index) => insertStep(sql, stepValues(id, step, index + 1)), {
        discard: true
      })
    })
  )

const refusedOpening = Effect.fnUntraced(function* (sql: Sql, process: MarketProcess) {
  const { id } = process
  const [known] = yield* some(sql, sql`process_id = ${id}`)
  if (known !== undefined) return sameProcess(known, process) ? undefined : yield* new ProcessIdUsed({ id })
  const [active] = yield* besides(sql, process)
  if (active !== undefined) return yield* new ProcessActive({ id, activeId: active.id })
  const reason = `another process of its kind ended at this moment; open process ${id} again`
  return yield* new StorageError({ operation: OPEN, reason, retryable: true })
})

/** Another one of its kind at work. */
const besides = (sql: Sql, process: MarketProcess) =>
  sql<{ readonly id: string }>`SELECT process_id AS id FROM process.process
    WHERE active_key = ${activeKeyOf(process)} AND is_active AND process_id <> ${process.id}`

/** Whether two processes are the same, whatever the order of their fields. */
const sameProcess = (known: MarketProcess, process: MarketProcess): boolean => sorted(known) === sorted(process)

const sorted = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  )

const insertStep = (sql: Sql, values: ReturnType<typeof stepValues>) =>
  sql`INSERT INTO process.process_event ${sql.insert(values)}`

const record = (sql: Sql, { known, process }: AdvancedProcess) => {
  const { history, id } = process
  const expected = history.length - 1
  return known
    ? Effect.void
    : sql.withTransaction(
        Effect.gen(function* () {
          const changed = yield* sql`
            UPDATE process.process SET ${sql.update(standingValues(process))}
            WHERE process_id = ${id} AND steps = ${expected}
              ${isActive(process) ? sql`AND NOT EXISTS (${besides(sql, process)})` : sql``} RETURNING process_id`
          if (changed.length === 0) {
            const [active] = yield* besides(sql, process)
            const [row] = yield* sql<{ readonly steps: number }>`
              SELECT steps FROM process.process WHERE process_id = ${id}`
            if (row?.steps === expected && active !== undefined) {
              return yield* new ProcessActive({ id, activeId: active.id })
            }
            return yield* new ProcessChanged({ id, expected, actual: row?.steps ?? 0 })
          }
          yield* insertStep(sql, stepValues(id, history[expected]!, history.length))
        })
      )
}

const findByRequest = (sql: Sql, transactionId: string) =>
  Effect.map(
    some(
      sql,
      sql`process_id IN (
        SELECT process_id FROM process.process WHERE request_transaction_id = ${transactionId}
        UNION SELECT process_id FROM process.process_event WHERE transaction_id = ${transactionId} AND is_request)`,
      NEWEST_FIRST,
      1
    ),
    first
  )

const openFor = (sql: Sql, gsrns: ReadonlyArray<Gsrn>) =>
  some(sql, sql`gsrn = ANY(${gsrns}::text[]) AND NOT is_final`, "opened_at, process_id")

const due = (sql: Sql, now: Instant, limit: number) =>
  some(sql, sql`next_due_at <= ${new Date(now)}`, NEAREST_FIRST, limit)

/** In the order of `NEWEST_FIRST`. */
const afterwards = (sql: Sql, { id, openedAt }: NonNullable<ProcessQuery["after"]>) => {
  const at = new Date(openedAt)
  return sql`opened_at <= ${at} AND (opened_at < ${at} OR process_id > ${id})`
}

const list = (sql: Sql, { active, after, dueBefore, gsrn, kind, limit, misfits, state }: ProcessQuery) =>
  some(
    sql,
    sql.and([
      sql`true`,
      ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
      ...(gsrn === undefined ? [] : [sql`gsrn = ${gsrn}`]),
      ...(state === undefined ? [] : [sql`state = ${state}`]),
      ...(active === undefined ? [] : [sql`is_active = ${active}`]),
      ...(misfits === undefined
        ? []
        : [sql`process_id IN (SELECT process_id FROM process.process_event WHERE NOT legal)`]),
      ...(dueBefore === undefined ? [] : [sql`next_due_at < ${new Date(dueBefore)}`]),
      ...(after === undefined ? [] : [afterwards(sql, after)])
    ]),
    dueBefore === undefined ? NEWEST_FIRST : NEAREST_FIRST,
    limit
  )
