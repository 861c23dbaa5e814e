import { Result } from "effect"
import * as Problem from "./ConnectionProblem.ts"
import { type DatabaseUrl, databasePlaceOf, passwordsIn } from "./databasePlace.ts"
import { DiskFull } from "./DiskFull.ts"

/** What is known of a failure, whichever library threw it. */
interface Failure {
  readonly code: string
  readonly text: string
  readonly url: DatabaseUrl
}

type Describe = (place: Problem.DatabasePlace, failure: Failure) => Problem.ConnectionProblem

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined

/** Wrappers (a pool, Effect's SqlError, an AggregateError of both addresses of "localhost") keep the real error inside. */
const insideOf = (error: unknown): ReadonlyArray<unknown> => {
  const errors = field(error, "errors")
  return [field(error, "reason"), field(error, "cause"), ...(Array.isArray(errors) ? errors : [])].filter(
    (inside) => typeof inside === "object" && inside !== null
  )
}

const depthMax = 6

const codeOf = (error: unknown, depth = 0): string => {
  const code = field(error, "code")
  if (typeof code === "string" && code !== "") return code
  return depth === depthMax
    ? ""
    : (insideOf(error)
        .map((inside) => codeOf(inside, depth + 1))
        .find((one) => one !== "") ?? "")
}

const textsOf = (error: unknown, depth = 0): ReadonlyArray<string> => {
  if (typeof error === "string") return [error]
  const message = field(error, "message")
  const own = typeof message === "string" && message !== "" ? [message] : []
  return depth === depthMax ? own : [...own, ...insideOf(error).flatMap((inside) => textsOf(inside, depth + 1))]
}

/** The server's own words, unless the password is among them. */
const ownWords = ({ text, url }: Failure): string => {
  const words = text.split("\n").find((line) => line.trim() !== "") ?? ""
  if (words === "") return "no reason was given"
  return passwordsIn(url).some((password) => text.includes(password))
    ? "the reason is not shown because it quotes the password"
    : words
}

const unavailable =
  (kind: Problem.DatabaseUnavailable["kind"], advice: (place: Problem.DatabasePlace) => string): Describe =>
  (place, { code }) =>
    new Problem.DatabaseUnavailable({ ...place, code, kind, advice: advice(place) })

const hostUnknown = unavailable(
  "host unknown",
  (place) =>
    `the host name "${place.host}" is not known. Check its spelling, and that this machine's name lookup works.`
)

const refused = unavailable(
  "refused",
  (place) =>
    `nothing listens on port ${place.port} of ${place.host}. Start PostgreSQL there, or correct host and port; a server in a container must publish its port.`
)

const unreachable = unavailable(
  "unreachable",
  (place) => `there is no way to ${place.host} from here. Check the address, the network and the firewall.`
)

const timedOut = unavailable(
  "timeout",
  (place) =>
    `${place.host}:${place.port} did not answer in time. A firewall may drop the connection, the address may be another machine's, or the server is overloaded.`
)

const lost = unavailable(
  "connection lost",
  (place) =>
    `the connection was cut off. Either the server crashed or was restarted (see its log), or what listens on port ${place.port} is not PostgreSQL.`
)

const updated = unavailable(
  "connection lost",
  () => "TimescaleDB was updated, which ends every session from before. Try again."
)

const starting = unavailable(
  "starting",
  () => "the server is starting up or recovering after a crash. Wait, it needs no help; try again shortly."
)

const stopping = unavailable(
  "stopping",
  () => "the server is being shut down, or an administrator ended the connection. Try again when it is back."
)

const tooMany = unavailable(
  "too many connections",
  () =>
    "the server has no free connection. Use smaller pools, end idle clients, or raise max_connections (for one role: ALTER ROLE … CONNECTION LIMIT)."
)

const authFailed =
  (advice: (place: Problem.DatabasePlace) => string): Describe =>
  (place, { code }) =>
    new Problem.DatabaseAuthFailed({ ...place, code, advice: advice(place) })

const wrongPassword = authFailed(
  (place) =>
    `the password for "${place.user}" is wrong, or there is no such user. Correct the URL; special characters must be percent-encoded.`
)

const noPassword = authFailed(
  () => "the server asks for a password, and the URL has none. Add it, or give it in PGPASSWORD."
)

/** A server that demands encryption says no more than that it has no rule for a connection without it. */
const withoutEncryption = /no encryption|SSL off/

const notAdmitted: Describe = (place, failure) => {
  const fromHere = `let "${place.user}" into "${place.database}" from this machine`
  const advice = withoutEncryption.test(failure.text)
    ? `the server's access rules (pg_hba.conf) do not ${fromHere} without encryption. Add ?sslmode=verify-full to the URL; if that is refused too, have a line added for this machine.`
    : `the server's access rules (pg_hba.conf) do not ${fromHere}. Have a line added, or connect from a machine that is admitted.`
  return authFailed(() => advice)(place, failure)
}

const roleMissing = authFailed(
  (place) =>
    `there is no user "${place.user}" that may log in. Create it (CREATE ROLE … LOGIN PASSWORD …), or correct the URL.`
)

const tls =
  (advice: string): Describe =>
  (place, { code }) =>
    new Problem.DatabaseTlsProblem({ ...place, code, advice })

const tlsRequired = tls("the server only admits encrypted connections. Add ?sslmode=verify-full to the URL.")

const tlsNotOffered = tls(
  "the URL asks for an encrypted connection, and the server offers none. Switch TLS on at the server, or remove sslmode from the URL (on a trusted network only)."
)

const tlsUntrusted: Describe = (place, failure) =>
  tls(
    `the server's certificate is not trusted (${failure.code || ownWords(failure)}). Give its authority with ?sslrootcert=/path/to/ca.pem, or renew the certificate if it has expired or names another host.`
  )(place, failure)

const missing: Describe = (place, { code }) =>
  new Problem.DatabaseMissing({
    ...place,
    code,
    advice: `there is no database "${place.database}" on this server. Create it (CREATE DATABASE "${place.database}"), or correct the name at the end of the URL.`
  })

const readOnly: Describe = (place, { code }) =>
  new Problem.DatabaseReadOnly({
    ...place,
    code,
    advice:
      "it takes no changes: it is a standby, or default_transaction_read_only is on for this role or database. Connect to the primary, or switch the setting off."
  })

const denied: Describe = (place, failure) =>
  new Problem.DatabasePermissionDenied({
    ...place,
    code: failure.code,
    advice: `"${place.user}" lacks a right (${ownWords(failure)}). Have the owner of the database grant it.`
  })

const outOfMemory: Describe = (place, { code }) =>
  new Problem.DatabaseOutOfMemory({
    ...place,
    code,
    advice:
      "the server ran out of memory. Lower work_mem or the number of connections, or give the machine more memory."
  })

const extension: Describe = (place, failure) =>
  new Problem.DatabaseExtensionProblem({
    ...place,
    code: failure.code,
    advice: `an extension cannot be used (${ownWords(failure)}). Install it for this server's version, name it in shared_preload_libraries if it asks for that, restart, and bring the database along (ALTER EXTENSION … UPDATE).`
  })

const damaged: Describe = (place, failure) =>
  new Problem.DatabaseDamaged({
    ...place,
    code: failure.code,
    advice: `the server found its own files damaged (${ownWords(failure)}). Stop writing to it, check the disk, and restore a backup.`
  })

const failed: Describe = (place, failure) =>
  new Problem.DatabaseFailed({
    ...place,
    code: failure.code,
    advice: `${ownWords(failure)}${failure.code === "" ? "" : ` (${failure.code})`}. This is not a known connection problem; the server's log may say more.`
  })

const diskFull: Describe = (place) => new DiskFull({ place: Problem.databasePlaceText(place) })

/** SQLSTATE (PostgreSQL manual, appendix A) and Node's network and TLS codes. */
const byCode: Readonly<Record<string, Describe>> = {
  ENOTFOUND: hostUnknown,
  EAI_AGAIN: hostUnknown,
  ECONNREFUSED: refused,
  ENOENT: refused,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: timedOut,
  ECONNRESET: lost,
  EPIPE: lost,
  "57P01": stopping,
  "57P02": lost,
  "57P03": starting,
  "57P05": stopping,
  "53300": tooMany,
  "28P01": wrongPassword,
  "3D000": missing,
  "25006": readOnly,
  "42501": denied,
  "53100": diskFull,
  ENOSPC: diskFull,
  "53200": outOfMemory,
  XX001: damaged,
  XX002: damaged
}

/** Certificate failures have dozens of codes, all of these shapes. */
const certificateCode =
  /^(?:CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(?:VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH|INVALID_CA)/

/** Failures that come without a code of their own, by the words of the server, `pg` and `pg-pool`. */
const byWords: ReadonlyArray<readonly [words: RegExp, describe: Describe]> = [
  [/SSL connection is required|connection is insecure|requires? (?:a valid client certificate|SSL|TLS)/i, tlsRequired],
  [/server does not support SSL/i, tlsNotOffered],
  [/no pg_hba\.conf entry|pg_hba\.conf rejects/i, notAdmitted],
  [/role ".*" (?:does not exist|is not permitted to log in)/i, roleMissing],
  [/password must be a (?:non-empty )?string|no password supplied/i, noPassword],
  [/remaining connection slots|too many connections|sorry, too many clients/i, tooMany],
  [
    /extension ".*" (?:is not available|has no|must be|has already been loaded)|extension .* must be preloaded|shared_preload_libraries|could not access file "\$libdir/i,
    extension
  ],
  [/the database system is shutting down/i, stopping],
  [/the database system is (?:starting up|in recovery|not yet accepting)/i, starting],
  [/already loaded with a different version/i, updated],
  [/connection timeout|timeout expired|timeout exceeded when trying to connect/i, timedOut],
  [/Connection terminated|Client has encountered a connection error|socket hang ?up|received invalid response/i, lost],
  [/No space left on device/i, diskFull]
]

const describeOf = ({ code, text }: Failure): Describe => {
  // 57P03 stands for starting and stopping alike, 28000 for all that pg_hba.conf refuses, 58P01 for any missing file.
  const ambiguous = code === "57P03" || byCode[code] === undefined
  const worded = ambiguous ? byWords.find(([words]) => words.test(text))?.[1] : undefined
  if (worded !== undefined) return worded
  if (code === "58P01") return damaged
  if (byCode[code] !== undefined) return byCode[code]
  if (certificateCode.test(code)) return tlsUntrusted
  // Whole classes: what pg_hba.conf refuses, and what breaks the connection.
  if (code.startsWith("28")) return notAdmitted
  return code.startsWith("08") ? lost : failed
}

/**
 * Says for a failure of `pg` (or a pool, or Effect's SqlError around it) what is wrong and what a person can do, as a
 * tagged error. Neither the message nor a field holds the password or the URL.
 *
 * `DatabaseUnavailable` may be worth another try; the others need somebody to change something first.
 *
 * @example
 * import { describeConnectionError } from "@datahub-settlement/persistence"
 *
 * const refused = Object.assign(new Error(""), { code: "ECONNREFUSED" })
 * const problem = describeConnectionError(refused, "postgres://settlement:secret@db.example/portfolio")
 * problem._tag // => "DatabaseUnavailable"
 * problem.message.includes("nothing listens on port 5432 of db.example") // => true
 * problem.message.includes("secret") // => false
 */
export const describeConnectionError = (error: unknown, url: DatabaseUrl): Problem.ConnectionProblem => {
  const failure = { code: codeOf(error), text: textsOf(error).join("\n"), url }
  return Result.match(databasePlaceOf(url), {
    onFailure: (invalid): Problem.ConnectionProblem => invalid,
    onSuccess: (place) => describeOf(failure)(place, failure)
  })
}
