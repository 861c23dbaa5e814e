import { StorageError } from "@datahub-settlement/core"
import { type DatabaseUrl, describeConnectionError } from "@datahub-settlement/persistence"
import { SqlError } from "effect/sql"

/** What a person is told of an error: the database's own in words that say what to do, others as they are. */
export const reasonOf = (error: { readonly message: string }, url: DatabaseUrl): string => {
  if (error instanceof SqlError.SqlError) return describeConnectionError(error, url).message
  if (!(error instanceof StorageError) || error.cause === undefined) return error.message
  return `Could not ${error.operation}. ${describeConnectionError(error.cause, url).message}`
}
