import { describe, expect, it, layer } from "@effect/vitest"
import { Effect, Exit, Redacted, Scope } from "effect"
import { inject, vi } from "vitest"
import { withConnection } from "../../src/server/index.ts"
import { TestDatabase, testDatabase, testServerUrl } from "../../src/server/testing/index.ts"

/** The first to ask waits until the server of the run has started. */
const patience = 600_000

const databases = Effect.gen(function* () {
  const rows = yield* withConnection(yield* testServerUrl, (run) => run("SELECT datname FROM pg_database"))
  return rows.map((row) => row["datname"])
})

describe("testDatabase", () => {
  it.effect(
    "gives an empty database and drops it, whoever is still connected",
    () =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const { name, url } = yield* testDatabase.pipe(Scope.provide(scope))
        yield* withConnection(url, (run) =>
          Effect.gen(function* () {
            expect(yield* run("SELECT current_database() AS name")).toEqual([{ name }])
            expect(yield* run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([])
            expect(yield* databases).toContain(name)
            yield* Scope.close(scope, Exit.void)
          })
        )
        expect(yield* databases).not.toContain(name)
      }),
    patience
  )

  it.effect(
    "gives each its own",
    () =>
      Effect.gen(function* () {
        const [first, second] = yield* Effect.all([testDatabase, testDatabase], { concurrency: 2 })
        expect(first.name).not.toBe(second.name)
      }),
    patience
  )

  it.effect("never takes the server of an operator, and commands of the run do not see it", () =>
    Effect.gen(function* () {
      expect(process.env["DATABASE_URL"]).toBeUndefined()
      vi.stubEnv("DATABASE_URL", "postgres://operator@127.0.0.1:1/precious")
      expect(Redacted.value(yield* testServerUrl)).not.toContain("precious")
    }).pipe(Effect.ensuring(Effect.sync(() => vi.unstubAllEnvs())))
  )

  it("is told its server by the run", () => {
    expect(inject("testDatabaseServer")).toMatch(/^(?:http|postgres)/)
  })
})

layer(TestDatabase.layer)("TestDatabase", (it) => {
  it.effect("is one database for a whole file", () =>
    Effect.gen(function* () {
      const { url } = yield* TestDatabase
      expect(Redacted.value(url)).toContain("/test_")
      yield* withConnection(url, (run) => run("CREATE TABLE kept (n int)"))
    })
  )

  it.effect("keeps what the test before left", () =>
    Effect.gen(function* () {
      const { url } = yield* TestDatabase
      expect(yield* withConnection(url, (run) => run("SELECT * FROM kept"))).toEqual([])
    })
  )
})
