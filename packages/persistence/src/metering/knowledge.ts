import type { Instant } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import type { Database } from "../database/Database.ts"

/*
 * "As of T" must give the same answer for ever, so nothing may become visible later with a recording time of T or
 * before. A transaction takes its recording time while it holds a lock that it shares with other writers until it
 * commits; whoever asks for T takes the lock for itself first. Then every earlier writer has committed, and every later
 * one gets a later time.
 */

const KNOWLEDGE_LOCK = 0x6b6e6f77

interface Clock {
  readonly now: number
}

/** The recording time of the transaction around this. Milliseconds, rounded up so that it is never before the real one. */
export const recordingInstant = (sql: SqlClient.SqlClient): Effect.Effect<Instant, SqlError.SqlError> =>
  sql`SELECT pg_advisory_xact_lock_shared(${KNOWLEDGE_LOCK})`.pipe(
    Effect.andThen(sql<Clock>`SELECT ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`),
    Effect.map(([clock]) => clock!.now)
  )

/** An instant as of which all is known: strictly before whatever is recorded from now on. */
export const knownInstant = ({ sql }: Database["Service"]): Effect.Effect<Instant, SqlError.SqlError> =>
  sql.withTransaction(
    sql`SELECT pg_advisory_xact_lock(${KNOWLEDGE_LOCK})`.pipe(
      // Writers round up to the millisecond: one full millisecond passes before the lock is given back.
      Effect.andThen(sql<Clock>`
        SELECT ceil(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now, pg_sleep(0.001)`),
      Effect.map(([clock]) => clock!.now)
    )
  )
