import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate, migrationStatus, SchemaMismatch } from "../../src/database/migrate.ts"
import { type Migration, migrations } from "../../src/migrations/index.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

/** One fresh database with several programs connected to it. */
const programs = (count: number) =>
  Effect.map(testDatabase, ({ url }) =>
    Array.from({ length: count }, () => Layer.fresh(Database.layer({ url, maxConnections: 2 })))
  )

const first: Migration = { level: 1, name: "one", statements: "CREATE TABLE public.one (a integer)" }
const second: Migration = { level: 2, name: "two", statements: "CREATE TABLE public.two (a integer)" }

describe("migrations", () => {
  it.live("are applied once when several programs start at once", () =>
    Effect.gen(function* () {
      const levels = yield* Effect.forEach(
        yield* programs(4),
        (program) => Effect.map(migrate().pipe(Effect.provide(program)), ({ level }) => level),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(levels, Array(4).fill(migrations.length))
    }).pipe(Effect.scoped)
  )

  it.live("go forward step by step, and say where they stand", () =>
    Effect.gen(function* () {
      const [program] = yield* programs(1)
      const work = Effect.gen(function* () {
        assert.strictEqual((yield* migrationStatus([first])).level, 0)
        yield* migrate([first])
        const { applied, latest, level } = yield* migrate([first, second])
        assert.deepStrictEqual(
          { level, latest, names: applied.map(({ name }) => name) },
          { level: 2, latest: 2, names: ["one", "two"] }
        )
      })
      yield* work.pipe(Effect.provide(program!))
    }).pipe(Effect.scoped)
  )

  it.live("refuse a database that is newer, or was made by another build, and change nothing", () =>
    Effect.gen(function* () {
      const [program] = yield* programs(1)
      const work = Effect.gen(function* () {
        yield* migrate([first, second])
        const newer = yield* Effect.flip(migrate([first]))
        assert.instanceOf(newer, SchemaMismatch)
        assert.include(newer.message, "use a newer version")
        const changed = { ...first, statements: "CREATE TABLE public.one (a bigint)" }
        const other = yield* Effect.flip(migrate([changed, second]))
        assert.instanceOf(other, SchemaMismatch)
        assert.include(other.message, "another text")
      })
      yield* work.pipe(Effect.provide(program!))
    }).pipe(Effect.scoped)
  )

  it.live("are applied all or not at all", () =>
    Effect.gen(function* () {
      const [program] = yield* programs(1)
      const broken: Migration = {
        level: 2,
        name: "broken",
        statements: "CREATE TABLE public.three (); SELECT nonsense"
      }
      const work = Effect.gen(function* () {
        yield* Effect.flip(migrate([first, broken]))
        const { sql } = yield* Database
        const [found] = yield* sql<{ one: string | null }>`SELECT to_regclass('public.one')::text AS one`
        assert.strictEqual(found?.one, null)
      })
      yield* work.pipe(Effect.provide(program!))
    }).pipe(Effect.scoped)
  )
})
