import { describe, expect, it } from "@effect/vitest"
import { Redacted } from "effect"
import * as fc from "fast-check"
import { describeConnectionError } from "./describeConnectionError.ts"
import { passesByItself } from "./passesByItself.ts"

const url = "postgres://settlement:s3cret%2Fpass@db.example:6432/portfolio"

const failure = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

describe("describeConnectionError", () => {
  // What cannot be brought about in a test, with the words that server and driver use for it.
  it.each([
    ["the database system is starting up", "57P03", { _tag: "DatabaseUnavailable", kind: "starting" }],
    [
      "the database system is not yet accepting connections",
      "57P03",
      { _tag: "DatabaseUnavailable", kind: "starting" }
    ],
    ["the database system is in recovery mode", "57P03", { _tag: "DatabaseUnavailable", kind: "starting" }],
    ["connect EHOSTUNREACH 192.0.2.1:5432", "EHOSTUNREACH", { _tag: "DatabaseUnavailable", kind: "unreachable" }],
    ["connect ETIMEDOUT 192.0.2.1:5432", "ETIMEDOUT", { _tag: "DatabaseUnavailable", kind: "timeout" }],
    ["timeout exceeded when trying to connect", undefined, { _tag: "DatabaseUnavailable", kind: "timeout" }],
    ["read ECONNRESET", "ECONNRESET", { _tag: "DatabaseUnavailable", kind: "connection lost" }],
    ["Connection terminated unexpectedly", undefined, { _tag: "DatabaseUnavailable", kind: "connection lost" }],
    ["sorry, too many clients already", "53300", { _tag: "DatabaseUnavailable", kind: "too many connections" }],
    ["cannot execute INSERT in a read-only transaction", "25006", { _tag: "DatabaseReadOnly" }],
    ["out of memory", "53200", { _tag: "DatabaseOutOfMemory" }],
    [
      "could not extend file: No space left on device",
      "53100",
      { _tag: "DiskFull", place: "db.example:6432/portfolio" }
    ],
    ['extension "timescaledb" must be preloaded', "XX000", { _tag: "DatabaseExtensionProblem" }],
    [
      '"timescaledb" already loaded with a different version',
      "42710",
      { _tag: "DatabaseUnavailable", kind: "connection lost" }
    ],
    [
      'could not access file "$libdir/timescaledb-2.19.0": No such file or directory',
      "58P01",
      { _tag: "DatabaseExtensionProblem" }
    ],
    ['could not open file "base/16384/16385": No such file or directory', "58P01", { _tag: "DatabaseDamaged" }],
    ["invalid page in block 7 of relation base/16384/16385", "XX001", { _tag: "DatabaseDamaged" }],
    ["certificate has expired", "CERT_HAS_EXPIRED", { _tag: "DatabaseTlsProblem" }],
    [
      "Hostname/IP does not match certificate's altnames",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      { _tag: "DatabaseTlsProblem" }
    ],
    ["SSL connection is required. Please specify SSL options and retry.", "28000", { _tag: "DatabaseTlsProblem" }],
    [
      'no pg_hba.conf entry for host "192.0.2.9", user "settlement", database "portfolio", SSL encryption',
      "28000",
      { _tag: "DatabaseAuthFailed" }
    ],
    ["something new", "ZZ999", { _tag: "DatabaseFailed", code: "ZZ999" }]
  ] as const)("knows %j (%s)", (message, code, expected) => {
    const problem = describeConnectionError(failure(message, code), url)
    expect(problem).toMatchObject(expected)
    expect(problem.message).toContain("db.example:6432/portfolio")
  })

  it.each([
    [true, ["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "57P01", "57P03", "53300", "53100", "53200", "40P01", "57014"]],
    [false, ["28P01", "28000", "3D000", "42501", "25006", "XX001", "CERT_HAS_EXPIRED", "42P01", "ZZ999", undefined]]
  ] as const)("says that it passes by itself: %s", (passes, codes) => {
    for (const code of codes) {
      expect([code, passesByItself(describeConnectionError(failure("", code), url))]).toEqual([code, passes])
    }
    expect(passesByItself(describeConnectionError(failure("", "ECONNREFUSED"), "no url"))).toBe(false)
  })

  it("finds the failure inside what wraps it", () => {
    const inside = failure("password authentication failed", "28P01")
    const wrappers = [
      new Error("Failed to connect", { cause: inside }),
      { _tag: "SqlError", reason: { _tag: "AuthenticationError", cause: inside } },
      new AggregateError([inside, inside])
    ]
    for (const wrapper of wrappers) expect(describeConnectionError(wrapper, url)._tag).toBe("DatabaseAuthFailed")
  })

  it("survives what is no error at all, and errors that contain themselves", () => {
    const circular = new Error("round")
    circular.cause = circular
    for (const odd of [undefined, null, 7, "text", {}, circular])
      expect(describeConnectionError(odd, url)._tag).toBe("DatabaseFailed")
  })

  it.each([
    ["", "it is empty"],
    ["db.example/portfolio", "it is not a URL"],
    ["mysql://u:s3cret@h/d", 'it starts with "mysql://"'],
    ["postgres://u:s3cret@h:port/d", "it is not a URL"]
  ])("says what is wrong with the URL %j", (text, reason) => {
    const problem = describeConnectionError(failure("x"), text)
    expect(problem).toMatchObject({ _tag: "InvalidDatabaseUrl" })
    expect(problem.message).toContain(reason)
    expect(JSON.stringify(problem) + problem.message).not.toContain("s3cret")
  })

  it("never shows the password, however it got into the failure", () => {
    const passwords = fc.string({ minLength: 6, maxLength: 30, unit: "grapheme" })
    const codes = fc.constantFrom(
      undefined,
      "28P01",
      "28000",
      "3D000",
      "42501",
      "XX001",
      "ECONNREFUSED",
      "CERT_HAS_EXPIRED",
      "ZZ999"
    )
    fc.assert(
      fc.property(passwords, codes, fc.boolean(), (secret, code, encoded) => {
        const password = `§${secret}§`
        const inUrl = encodeURIComponent(password)
        const quoted = failure(`cannot use postgres://u:${encoded ? inUrl : password}@h/d`, code)
        const problem = describeConnectionError(quoted, Redacted.make(`postgres://u:${inUrl}@h/d`))
        const all = `${problem.message} ${JSON.stringify(problem)} ${String(problem)}`
        return !all.includes(password) && !all.includes(inUrl)
      })
    )
  })
})
