import { Context, Data, Effect, Layer, Redacted, type Scope } from "effect"
import { randomBytes } from "node:crypto"
import { escapeIdentifier } from "pg"
import type { ConnectionProblem } from "../ConnectionProblem.ts"
import { withConnection } from "../databaseClient.ts"
import { testServerVariable } from "./testServer.ts"

/** An empty database of a test's own. */
export interface FreshDatabase {
  readonly url: Redacted.Redacted<string>
  readonly name: string
}

/** No server for tests: none was given, and none is started by the run. */
export class TestServerMissing extends Data.TaggedError("TestServerMissing")<{ readonly reason: string }> {
  override get message(): string {
    return `No PostgreSQL for database tests: ${this.reason}. Set TEST_DATABASE_URL to a server whose user may create databases, or run the tests from the root of the workspace, which starts one.`
  }
}

const given = (): string | undefined => {
  // Never DATABASE_URL, which an operator may have exported: tests make databases and roles on their server.
  const names = ["TEST_DATABASE_URL", testServerVariable]
  return names.map((name) => process.env[name]).find((value) => value !== undefined && value !== "")
}

const ask = (address: string): Effect.Effect<string, TestServerMissing> =>
  Effect.tryPromise({
    try: async () => {
      const answer = await fetch(address)
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text
    },
    catch: (error) => new TestServerMissing({ reason: (error as Error).message })
  })

/**
 * URL of the server for database tests: `TEST_DATABASE_URL`, else the run's own server, which starts now if this is the
 * first to ask.
 */
export const testServerUrl: Effect.Effect<Redacted.Redacted<string>, TestServerMissing> = Effect.suspend(() => {
  const address = given()
  if (address === undefined) return Effect.fail(new TestServerMissing({ reason: "nothing names one" }))
  return address.startsWith("http://") ? ask(address) : Effect.succeed(address)
}).pipe(Effect.map((url) => Redacted.make(url)))

const inDatabase = (serverUrl: Redacted.Redacted<string>, name: string): Redacted.Redacted<string> => {
  const url = new URL(Redacted.value(serverUrl))
  url.pathname = `/${name}`
  return Redacted.make(url.href)
}

/**
 * Creates an empty database and drops it when the scope ends, together with whatever is still connected to it. What the
 * server gives every new database (an extension in template1) is in it.
 *
 * @example
 * import { Effect } from "effect"
 * import { testDatabase } from "@datahub-settlement/persistence/testing"
 *
 * const test = Effect.gen(function* () {
 *   const { url } = yield* testDatabase
 *   return url
 * })
 * Effect.isEffect(Effect.scoped(test)) // => true
 */
export const testDatabase: Effect.Effect<FreshDatabase, TestServerMissing | ConnectionProblem, Scope.Scope> =
  Effect.gen(function* () {
    const serverUrl = yield* testServerUrl
    const name = `test_${process.pid}_${randomBytes(6).toString("hex")}`
    const drop = withConnection(serverUrl, (run) =>
      run(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
    )
    yield* Effect.acquireRelease(
      withConnection(serverUrl, (run) => run(`CREATE DATABASE ${escapeIdentifier(name)}`)),
      // Nobody's test fails because its leftovers outlived a server that is gone already.
      () => Effect.ignore(drop)
    )
    return { url: inDatabase(serverUrl, name), name }
  })

/** A fresh database for all tests of a file: `layer(TestDatabase.layer)("…", (it) => …)`. */
export class TestDatabase extends Context.Service<TestDatabase, FreshDatabase>()(
  "@datahub-settlement/persistence/TestDatabase"
) {
  static readonly layer: Layer.Layer<TestDatabase, TestServerMissing | ConnectionProblem> = Layer.effect(
    TestDatabase,
    testDatabase
  )
}
