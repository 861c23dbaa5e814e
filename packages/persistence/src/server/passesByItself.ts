import type { ConnectionProblem } from "./ConnectionProblem.ts"

/**
 * Whether what keeps a database from being used may be over without anybody changing anything here: it is down, starting
 * or stopping, not found by its name yet, out of connections, memory or disk. A wrong password, a database that is not there
 * or a certificate that nobody trusts stay until somebody mends them.
 *
 * A wrong host or port cannot be told from a server that is still to come: whoever waits should say at once for what, and not
 * wait for ever.
 *
 * @example
 * import { describeConnectionError, passesByItself } from "@datahub-settlement/persistence"
 *
 * const problemOf = (code: string) => describeConnectionError(Object.assign(new Error(""), { code }), "postgres://db/d")
 * passesByItself(problemOf("ECONNREFUSED")) // => true
 * passesByItself(problemOf("28P01")) // => false
 */
export const passesByItself = (problem: ConnectionProblem): boolean =>
  problem._tag === "DatabaseFailed" ? passingStates.test(problem.code) : passing.has(problem._tag)

const passing: ReadonlySet<ConnectionProblem["_tag"]> = new Set<ConnectionProblem["_tag"]>([
  "DatabaseUnavailable",
  "DatabaseOutOfMemory",
  "DiskFull"
])

/** SQLSTATE: a transaction that met another one (40), no resources (53), a lock or a time limit, a fault of the disk. */
const passingStates = /^(?:40...|53...|55P03|57014|58030)$/
