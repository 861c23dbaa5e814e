import type { StorageError } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { SqlError } from "effect/sql/SqlError"
import { storageErrors } from "../database/storageErrors.ts"

/** What someone else's effects failed with, told apart from what a store failed with. */
export class EffectsFailed<E> {
  readonly error: E

  constructor(error: E) {
    this.error = error
  }
}

/** Effects that run inside a transaction of ours; see {@link inTransaction}. */
export const theirs = <A, E, R>(effects: Effect.Effect<A, E, R>): Effect.Effect<A, EffectsFailed<E>, R> =>
  Effect.mapError(effects, (error) => new EffectsFailed(error))

/**
 * One transaction, or a savepoint of the one around it. What the effects in it fail with comes out as it is; only errors
 * of our own statements become errors of the store.
 */
export const inTransaction = <A, E, Ours, R>(
  sql: SqlClient.SqlClient,
  operation: string,
  body: Effect.Effect<A, EffectsFailed<E> | SqlError | Ours, R>
): Effect.Effect<A, E | StorageError | Exclude<Ours, SqlError | EffectsFailed<E>>, R> =>
  sql.withTransaction(body).pipe(
    storageErrors(operation),
    Effect.mapError((error) => (error instanceof EffectsFailed ? error.error : error))
  ) as Effect.Effect<A, E | StorageError | Exclude<Ours, SqlError | EffectsFailed<E>>, R>
