import type { Instant } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Database } from "../database/Database.ts"
import { checkSchema, type MigrationStatus, migrationStatus } from "../database/migrate.ts"
import { type LedgerPart, ledgerParts } from "./ledgerParts.ts"

/** What the ledger has got. */
export interface LedgerStatus {
  readonly storage: "TimescaleDB hypertable" | "native partitions"
  readonly messages: number
  readonly lastMessage: { readonly messageId: string; readonly recordedAt: Instant } | undefined
  /** One a month, oldest first. */
  readonly parts: ReadonlyArray<LedgerPart>
}

/** How a database stands. */
export interface DatabaseStatus {
  readonly serverVersion: string
  readonly timescaleVersion: string | undefined
  readonly database: string
  readonly user: string
  readonly bytes: number
  readonly migration: MigrationStatus
  /** Why this program cannot use the tables, and what to do about it; undefined when it can. */
  readonly schemaFault: string | undefined
  /** Undefined before the first migration. */
  readonly ledger: LedgerStatus | undefined
  /** Whether there are tables for settlement runs. */
  readonly hasRuns: boolean
}

interface ServerRow {
  readonly version: string
  readonly database: string
  readonly user: string
  readonly bytes: number
  readonly timescale: string | null
}

/** Level of the migration that makes the ledger, and of the one that makes settlement runs. */
const LEDGER_LEVEL = 2
const RUNS_LEVEL = 5

/** Reads how a database stands, without changing anything; one of an older or newer level too. */
export const databaseStatus = Effect.gen(function* () {
  const { sql } = yield* Database
  const [server] = yield* sql<ServerRow>`
    SELECT current_setting('server_version') AS version, current_database() AS database, current_user AS user,
      pg_database_size(current_database()) AS bytes,
      (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescale`
  const migration = yield* migrationStatus()
  const { bytes, database, timescale, user, version } = server!
  const status: DatabaseStatus = {
    serverVersion: version,
    timescaleVersion: timescale ?? undefined,
    database,
    user,
    bytes,
    migration,
    schemaFault: yield* schemaFault,
    ledger: migration.level >= LEDGER_LEVEL ? yield* ledgerStatus : undefined,
    hasRuns: migration.level >= RUNS_LEVEL
  }
  return status
})

const schemaFault = checkSchema().pipe(
  Effect.as(undefined),
  Effect.catchTag(["PostgresOutdated", "SchemaMismatch", "TimescaleOutdated"], ({ message }) => Effect.succeed(message))
)

const ledgerStatus = Effect.gen(function* () {
  const { sql } = yield* Database
  const [table] = yield* sql<{ kind: string }>`
    SELECT relkind AS kind FROM pg_class WHERE oid = 'metering.metering_day'::regclass`
  const [counted] = yield* sql<{ messages: number }>`SELECT count(*) AS messages FROM metering.message`
  const [last] = yield* sql<{ messageId: string; recordedAt: Instant }>`
    SELECT message_id AS "messageId", recorded_at AS "recordedAt" FROM metering.message ORDER BY message_no DESC LIMIT 1`
  const isPartitioned = table?.kind === "p"
  const status: LedgerStatus = {
    storage: isPartitioned ? "native partitions" : "TimescaleDB hypertable",
    messages: counted?.messages ?? 0,
    lastMessage: last,
    parts: yield* ledgerParts(isPartitioned)
  }
  return status
})
