import type { Instant } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { recordingInstant } from "../metering/knowledge.ts"

/** Those who record versions of one kind take turns, each kind under a lock of its own. */
export const recordingLocks = { charges: 0x63686172, spotPrices: 0x73706f74, portfolio: 0x706f7274 } as const

/**
 * The recording time of a transaction that supersedes what others recorded. It waits until no other transaction records
 * versions of the same kind and takes its time then, so that nothing is superseded before it was recorded. The lock of
 * {@link recordingInstant} is taken first by everyone, so that nobody waits in a circle.
 */
export const recordingTurn = (sql: SqlClient.SqlClient, lock: number): Effect.Effect<Instant, SqlError.SqlError> =>
  recordingInstant(sql).pipe(
    Effect.andThen(sql`SELECT pg_advisory_xact_lock(${lock})`),
    Effect.andThen(recordingInstant(sql))
  )
