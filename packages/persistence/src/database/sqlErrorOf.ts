import {
  AuthenticationError,
  AuthorizationError,
  ConnectionError,
  ConstraintError,
  DeadlockError,
  LockTimeoutError,
  SerializationError,
  SqlError,
  type SqlErrorReason,
  SqlSyntaxError,
  StatementTimeoutError,
  UniqueViolation,
  UnknownError
} from "effect/sql/SqlError"

/** SQLSTATE of an error of the server, or Node's code of an error of the connection. */
export const errorCode = (cause: unknown): string | undefined =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : undefined

/** The server has ended the session with it. */
const isFatal = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "severity" in cause && cause.severity === "FATAL"

const UNIQUE_VIOLATION = "23505"

type Reason = new (fields: { cause: unknown; message: string; operation: string }) => SqlErrorReason

/** SQLSTATE (or its class, two characters) → reason. PostgreSQL manual, appendix A. */
const reasonByState: ReadonlyArray<readonly [RegExp, Reason]> = [
  [/^28/, AuthenticationError],
  [/^42501$/, AuthorizationError],
  [/^40P01$/, DeadlockError],
  [/^40001$/, SerializationError],
  [/^55P03$/, LockTimeoutError],
  [/^57014$/, StatementTimeoutError],
  // 53 and 58: no disk, no memory, no free connection, a fault of the machine. All pass without anything being changed here.
  [/^(08|57P0|53|58|3D000)/, ConnectionError],
  [/^E[A-Z]+$/, ConnectionError],
  [/^23/, ConstraintError],
  [/^42/, SqlSyntaxError]
]

/** What node-postgres threw, as the error that Effect's SQL modules speak. */
export const sqlErrorOf = (cause: unknown, operation: string): SqlError => {
  const message = cause instanceof Error ? cause.message : String(cause)
  const fields = { cause, message, operation }
  const code = errorCode(cause)
  if (code === UNIQUE_VIOLATION) {
    const constraint = (cause as { constraint?: string }).constraint ?? "unknown"
    return new SqlError({ reason: new UniqueViolation({ ...fields, constraint }) })
  }
  if (code === undefined && /terminat|timeout|connect/i.test(message)) {
    return new SqlError({ reason: new ConnectionError(fields) })
  }
  const Found = reasonByState.find(([pattern]) => code !== undefined && pattern.test(code))?.[1] ?? UnknownError
  // No statement is to blame that a new session may not take: TimescaleDB ends so those that began before its update.
  if (isFatal(cause) && (Found === SqlSyntaxError || Found === UnknownError)) {
    return new SqlError({ reason: new ConnectionError(fields) })
  }
  return new SqlError({ reason: new Found(fields) })
}
