import { StorageError } from "@datahub-settlement/core"
import { type DatabaseUrl, describeConnectionError } from "@datahub-settlement/persistence"
import { SqlError } from "effect/sql"
import type { StepFailure } from "./backoff.ts"
import type { Cause } from "./Notices.ts"

/** Where everything is that all workers share. */
export interface SharedPlaces {
  readonly databaseUrl: DatabaseUrl
  /** Scheme and host of DataHub. */
  readonly datahub: string
  /** Where tokens are issued. */
  readonly tokens: string
}

export const DATABASE = "database"
export const DISK = "the disk of the database"

/** What a failure is to be told as: the same cause for all that share what has failed, else one of the worker's own. */
export const causeOf = (
  failure: StepFailure,
  worker: string,
  { databaseUrl, datahub, tokens }: SharedPlaces
): Cause => {
  const shared = databaseCause(failure, databaseUrl)
  if (shared !== undefined) return shared
  const { _tag: kind, operation } = failure
  if (operation === "token") return { kind, what: `the token server at ${tokens}` }
  return { kind, what: isOfAllDatahub(failure) ? `DataHub at ${datahub}` : worker }
}

const databaseCause = (failure: StepFailure, url: DatabaseUrl): Cause | undefined => {
  const error =
    failure instanceof StorageError ? failure.cause : failure instanceof SqlError.SqlError ? failure : undefined
  if (error === undefined) return undefined
  const { _tag: kind } = describeConnectionError(error, url)
  // What the server says of one statement is nothing that all of them meet.
  if (kind === "DatabaseFailed") return undefined
  return { kind, what: kind === "DiskFull" ? DISK : DATABASE }
}

/** No answer at all, or one to whoever asks; what one queue or one document is answered is its own. */
const isOfAllDatahub = ({ _tag, operation, status }: StepFailure): boolean =>
  operation !== undefined &&
  (["Throttled", "Unauthorized"].includes(_tag) || (["TimedOut", "Unreachable"].includes(_tag) && status === undefined))
