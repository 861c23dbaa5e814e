import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { Database } from "../../src/database/Database.ts"
import { checkSchema, migrate } from "../../src/database/migrate.ts"
import { withConnection } from "../../src/server/index.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

/** Stands before the server's own function in sessions that look there first. */
const SAYS_IT_IS_14 = `
  CREATE SCHEMA old;
  CREATE FUNCTION old.current_setting(name text) RETURNS text LANGUAGE sql
    AS $$ SELECT CASE name WHEN 'server_version' THEN '14.12' ELSE '140012' END $$`

describe("a server that is older than what the tables are written in", () => {
  it.live("is refused before anything is made or read, with what to do", () =>
    Effect.gen(function* () {
      const { url } = yield* testDatabase
      yield* withConnection(url, (run) => run(SAYS_IT_IS_14))
      const older = new URL(Redacted.value(url))
      older.searchParams.set("options", "-c search_path=old,pg_catalog,public")
      yield* Effect.gen(function* () {
        const refused = yield* Effect.flip(migrate())
        assert.strictEqual(refused._tag, "PostgresOutdated")
        assert.include(
          refused.message,
          "The server is PostgreSQL 14.12, this program needs 15 or newer: upgrade the server"
        )
        assert.strictEqual((yield* Effect.flip(checkSchema()))._tag, "PostgresOutdated")
        const { sql } = yield* Database
        assert.lengthOf(yield* sql`SELECT FROM pg_namespace WHERE nspname = 'metering'`, 0)
      }).pipe(Effect.provide(Layer.fresh(Database.layer({ url: Redacted.make(older.href) }))))
    })
  )
})
