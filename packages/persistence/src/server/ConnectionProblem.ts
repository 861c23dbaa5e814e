import { Data } from "effect"
import type { DiskFull } from "./DiskFull.ts"

/** Where a connection was to go, without its password. */
export interface DatabasePlace {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

export interface ProblemDetail extends DatabasePlace {
  /** What is wrong and what to do about it: whole sentences for a person. */
  readonly advice: string
  /** SQLSTATE, or the code of Node's network or TLS error; empty where there is none. */
  readonly code: string
}

/** As it is written for people: `host:port/database`. */
export const databasePlaceText = (place: DatabasePlace): string => `${place.host}:${place.port}/${place.database}`

const messageOf = (problem: ProblemDetail): string =>
  `Database ${databasePlaceText(problem)}, user "${problem.user}": ${problem.advice}`

/** The address of the database is no address: nothing was tried. */
export class InvalidDatabaseUrl extends Data.TaggedError("InvalidDatabaseUrl")<{ readonly reason: string }> {
  override get message(): string {
    return `The database URL cannot be used: ${this.reason}. Write it as postgres://user:password@host:5432/database, with special characters in the password percent-encoded.`
  }
}

/** Nobody answers, or whoever answers cannot serve now. The same call may succeed later. */
export class DatabaseUnavailable extends Data.TaggedError("DatabaseUnavailable")<
  ProblemDetail & {
    readonly kind:
      | "host unknown"
      | "refused"
      | "unreachable"
      | "timeout"
      | "connection lost"
      | "starting"
      | "stopping"
      | "too many connections"
  }
> {
  override get message(): string {
    return messageOf(this)
  }
}

/** The server does not let this user in. */
export class DatabaseAuthFailed extends Data.TaggedError("DatabaseAuthFailed")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** TLS is demanded by one side and not offered by the other, or the certificate is not trusted. */
export class DatabaseTlsProblem extends Data.TaggedError("DatabaseTlsProblem")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** There is no database of that name. */
export class DatabaseMissing extends Data.TaggedError("DatabaseMissing")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** The user may connect, but not do this. */
export class DatabasePermissionDenied extends Data.TaggedError("DatabasePermissionDenied")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** A standby, or a role or database set to read only. */
export class DatabaseReadOnly extends Data.TaggedError("DatabaseReadOnly")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** The server has no memory left for the query. */
export class DatabaseOutOfMemory extends Data.TaggedError("DatabaseOutOfMemory")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** An extension (TimescaleDB, say) is missing on the server, not preloaded, or there in another version. */
export class DatabaseExtensionProblem extends Data.TaggedError("DatabaseExtensionProblem")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** The server's files are damaged. */
export class DatabaseDamaged extends Data.TaggedError("DatabaseDamaged")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** Something else that the server or the driver refused; its own words are in the message. */
export class DatabaseFailed extends Data.TaggedError("DatabaseFailed")<ProblemDetail> {
  override get message(): string {
    return messageOf(this)
  }
}

/** Every way in which reaching and using a database is known to go wrong. */
export type ConnectionProblem =
  | InvalidDatabaseUrl
  | DatabaseUnavailable
  | DatabaseAuthFailed
  | DatabaseTlsProblem
  | DatabaseMissing
  | DatabasePermissionDenied
  | DatabaseReadOnly
  | DatabaseOutOfMemory
  | DatabaseExtensionProblem
  | DatabaseDamaged
  | DatabaseFailed
  | DiskFull
