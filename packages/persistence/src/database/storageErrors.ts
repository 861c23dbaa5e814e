import { StorageError } from "@datahub-settlement/core"
import { Effect } from "effect"
import { SqlError } from "effect/sql/SqlError"
import { errorCode } from "./sqlErrorOf.ts"

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
            refusesData: refusesData(error),
            cause: error
          })
        : (error as Exclude<E, SqlError>)
    )

/** A constraint (SQLSTATE 23), or a value that its column cannot hold (22). */
const refusesData = ({ reason }: SqlError): boolean =>
  /^2[23]/.test(errorCode(reason.cause) ?? "") || reason._tag === "ConstraintError" || reason._tag === "UniqueViolation"
