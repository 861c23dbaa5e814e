import { Data, Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { Database } from "./Database.ts"

/** Versions before this one can read wrong results from compressed data. */
export const TIMESCALE_VERSION_MIN = "2.29.2"

/** The oldest PostgreSQL that TimescaleDB of that version comes for. */
const POSTGRES_FOR_IT = 16

/** The readings lie in a TimescaleDB that is too old to be read from, or would if our tables were made now. */
export class TimescaleOutdated extends Data.TaggedError("TimescaleOutdated")<{
  /** Version in the database, or the one that would be created in it. */
  readonly version: string
  readonly needed: string
  readonly reason: string
}> {
  override get message(): string {
    return this.reason
  }
}

/** Whether a version of TimescaleDB is older than what this program takes; a version before a release counts as that. */
export const isTimescaleOutdated = (version: string): boolean => {
  const parts = version.split(/[.-]/).map(Number)
  const needed = TIMESCALE_VERSION_MIN.split(".").map(Number)
  const at = needed.findIndex((part, index) => part !== (parts[index] ?? 0))
  return at >= 0 && !((parts[at] ?? 0) > needed[at]!)
}

/** What a server and a database have of TimescaleDB. */
export interface FoundTimescale {
  /** Major version of the server. */
  readonly postgres: number
  readonly installed: string | null
  readonly available: string | null
  readonly isPreloaded: boolean
  /** Kind of the ledger's table: "p" for native partitions, null before it is made. */
  readonly ledger: string | null
}

/**
 * Fails where the ledger is a hypertable of a TimescaleDB that is too old, or would become one. A TimescaleDB that
 * something else in the database uses, beside native partitions of ours, is none of our business.
 */
export const checkTimescale: Effect.Effect<void, SqlError | TimescaleOutdated, Database> = Effect.gen(function* () {
  const { sql } = yield* Database
  const [found] = yield* sql<FoundTimescale>`
    SELECT current_setting('server_version_num')::integer / 10000 AS postgres,
      (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS installed,
      (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS available,
      EXISTS (SELECT FROM pg_settings WHERE name LIKE 'timescaledb.%'
        OR name = 'shared_preload_libraries' AND setting LIKE '%timescaledb%') AS "isPreloaded",
      (SELECT relkind::text FROM pg_class WHERE oid = to_regclass('metering.metering_day')) AS ledger`
  const fault = timescaleFault(found!)
  if (fault !== undefined) return yield* fault
})

/** What is wrong with a TimescaleDB in which the readings lie, or would if the tables were made now. */
export const timescaleFault = (found: FoundTimescale): TimescaleOutdated | undefined => {
  const { available, installed, isPreloaded, ledger } = found
  const willUse = ledger === null && isPreloaded && available !== null
  const version = installed ?? available
  const isUsed = (ledger !== null && ledger !== "p" && installed !== null) || willUse
  if (!isUsed || version === null || !isTimescaleOutdated(version)) return undefined
  const reason =
    `TimescaleDB ${version} ${installed === null ? "is what the server has" : "is in the database"}, and versions before ` +
    `${TIMESCALE_VERSION_MIN} can read wrong results from compressed data: ${whatToDo(found)}.`
  return new TimescaleOutdated({ version, needed: TIMESCALE_VERSION_MIN, reason })
}

const whatToDo = ({ available, installed, ledger, postgres }: FoundTimescale): string => {
  if (postgres < POSTGRES_FOR_IT) {
    const move =
      ledger === null
        ? "Take one that is, or one without TimescaleDB"
        : "Take a backup with `datahub-settlement db backup`, and restore it into a database on a newer server"
    return `${TIMESCALE_VERSION_MIN} needs PostgreSQL ${POSTGRES_FOR_IT} or newer, and this server is ${postgres}. ${move}`
  }
  const hasPackage = available !== null && !isTimescaleOutdated(available)
  const steps = [
    ...(hasPackage
      ? []
      : [`install the package of TimescaleDB ${TIMESCALE_VERSION_MIN} or newer on the database server and restart it`]),
    ...(installed === null
      ? []
      : ["run `ALTER EXTENSION timescaledb UPDATE` in this database, as the first statement of a new session"])
  ]
  return steps.join(", then ")
}
