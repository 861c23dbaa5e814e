import { StorageError } from "@datahub-settlement/core"
import { Effect } from "effect"
import { SqlError } from "effect/sql/SqlError"

/** Turns errors of the database into the one that core's ports speak; other errors pass. */
export const storageErrors =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>): Effect.Effect<A, Exclude<E, SqlError> | StorageError, R> =>
    Effect.mapError(effect, (error) =>
      error instanceof SqlError
        ? new StorageError({
            operation,
            reason: error.reason.message ?? error.reason._tag,
            retryable: error.isRetryable,
            cause: error
          })
        : (error as Exclude<E, SqlError>)
    )
