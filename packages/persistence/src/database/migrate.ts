import { createHash } from "node:crypto"
import { Data, Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { type Migration, migrations } from "../migrations/index.ts"
import { Database } from "./Database.ts"
import { checkPostgres, type PostgresOutdated } from "./postgresVersion.ts"
import { checkTimescale, type TimescaleOutdated } from "./timescaleVersion.ts"

/** The schema of the database and the one of this program do not fit together. */
export class SchemaMismatch extends Data.TaggedError("SchemaMismatch")<{
  readonly level: number
  readonly expected: number
  readonly reason: string
}> {
  override get message(): string {
    return this.reason
  }
}

/** Where a database stands. */
export interface MigrationStatus {
  /** Steps applied; 0 for an empty database. */
  readonly level: number
  /** Steps that this program knows. */
  readonly latest: number
  readonly applied: ReadonlyArray<{ readonly level: number; readonly name: string; readonly appliedAt: number }>
}

/** Two programs that start at once must not migrate at once. */
const MIGRATION_LOCK = 0x64687365

const checksum = ({ statements }: Migration): string => createHash("sha256").update(statements).digest("hex")

/**
 * Brings a database to the level of this program: forward only, every step once, under an advisory lock, all in one
 * transaction. A step whose text differs from what was applied, a database newer than the program, a PostgreSQL that is too
 * old, or a TimescaleDB older than what can be read from, is refused. At the end the roles get their rights again.
 */
export const migrate = (
  steps: ReadonlyArray<Migration> = migrations
): Effect.Effect<MigrationStatus, SqlError | SchemaMismatch | PostgresOutdated | TimescaleOutdated, Database> =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    yield* checkPostgres
    yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`
        yield* sql`CREATE TABLE IF NOT EXISTS public.datahub_settlement_migration (
        level integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`
        const level = yield* checkApplied(steps)
        yield* checkTimescale
        for (const step of steps.slice(level)) {
          yield* sql.unsafe(step.statements)
          yield* sql`INSERT INTO public.datahub_settlement_migration (level, name, checksum)
          VALUES (${step.level}, ${step.name}, ${checksum(step)})`
        }
        yield* sql.unsafe(GIVE_RIGHTS)
      })
    )
    return yield* migrationStatus(steps)
  })

/** Rights of our roles, those included that came after the last step; levels before the one with this function have none. */
const GIVE_RIGHTS = `DO $$ BEGIN
  IF to_regprocedure('public.datahub_settlement_rights()') IS NOT NULL THEN
    PERFORM public.datahub_settlement_rights();
  END IF;
END $$`

/** Fails unless the database is at the level of this program, by the same steps, and can be read from; changes nothing. */
export const checkSchema = (
  steps: ReadonlyArray<Migration> = migrations
): Effect.Effect<MigrationStatus, SqlError | SchemaMismatch | PostgresOutdated | TimescaleOutdated, Database> =>
  Effect.gen(function* () {
    yield* checkPostgres
    const status = yield* migrationStatus(steps)
    const level = status.level === 0 ? 0 : yield* checkApplied(steps)
    const expected = steps.length
    if (level === expected) return yield* Effect.as(checkTimescale, status)
    const reason =
      level === 0
        ? "The database holds no tables of ours yet: run `datahub-settlement db migrate` first."
        : `The database is at level ${level}, this program needs ${expected}: take a backup, then run \`datahub-settlement db migrate\`.`
    return yield* new SchemaMismatch({ level, expected, reason })
  })

/** How many steps are applied, after checking that they are the ones we know. */
const checkApplied = Effect.fnUntraced(function* (steps: ReadonlyArray<Migration>) {
  const { sql } = yield* Database
  const applied = yield* sql<{ level: number; name: string; checksum: string }>`
    SELECT level, name, checksum FROM public.datahub_settlement_migration ORDER BY level`
  const expected = steps.length
  if (applied.length > expected) {
    const reason = `The database is at level ${applied.length}, this program knows ${expected}: use a newer version of the program.`
    return yield* new SchemaMismatch({ level: applied.length, expected, reason })
  }
  for (const [index, row] of applied.entries()) {
    if (row.checksum !== checksum(steps[index]!)) {
      const reason =
        `Migration ${row.level} (${row.name}) was applied with another text than this program has: ` +
        `the database was made by another build. Restore a backup or use the program that made it.`
      return yield* new SchemaMismatch({ level: row.level, expected, reason })
    }
  }
  return applied.length
})

/** Reads where the database stands, without changing it. */
export const migrationStatus = (
  steps: ReadonlyArray<Migration> = migrations
): Effect.Effect<MigrationStatus, SqlError, Database> =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    const [found] = yield* sql<{ exists: boolean }>`
      SELECT to_regclass('public.datahub_settlement_migration') IS NOT NULL AS exists`
    const applied =
      found?.exists === true
        ? yield* sql<{ level: number; name: string; appliedAt: number }>`
          SELECT level, name, applied_at AS "appliedAt" FROM public.datahub_settlement_migration ORDER BY level`
        : []
    return { level: applied.length, latest: steps.length, applied }
  })
