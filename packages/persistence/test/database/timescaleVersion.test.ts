import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { Database } from "../../src/database/Database.ts"
import { checkSchema, migrate, migrationStatus } from "../../src/database/migrate.ts"
import { migrations } from "../../src/migrations/index.ts"
import { testDatabase } from "../../src/server/testing/index.ts"
import { withConnection } from "../../src/server/index.ts"
import { standInTimescale } from "../server/standInTimescale.ts"

const patience = 600_000
const noStandIn = "no server with a stand-in for TimescaleDB can be made here"

/** The ledger's table as it is where it is no set of native partitions. */
const AS_ONE_TABLE = `
  ALTER TABLE metering.metering_day RENAME TO metering_day_before;
  CREATE TABLE metering.metering_day (LIKE metering.metering_day_before)`

describe("a TimescaleDB that is older than what can be read from", () => {
  it.live(
    "keeps the tables from being made where they would use it",
    (context) =>
      Effect.gen(function* () {
        const server = yield* standInTimescale(["2.28.0"])
        if (server === undefined) return context.skip(noStandIn)
        yield* Effect.gen(function* () {
          const refused = yield* Effect.flip(migrate())
          expect(refused).toMatchObject({ _tag: "TimescaleOutdated", version: "2.28.0", needed: "2.29.2" })
          expect(refused.message).toBe(
            "TimescaleDB 2.28.0 is what the server has, and versions before 2.29.2 can read wrong results from compressed " +
              "data: install the package of TimescaleDB 2.29.2 or newer on the database server and restart it."
          )
          expect((yield* migrationStatus()).level).toBe(0)
        }).pipe(Effect.provide(Layer.fresh(Database.layer({ url: server.url }))))
      }),
    patience
  )

  it.live(
    "is refused wherever the readings lie in it, until the extension is updated",
    (context) =>
      Effect.gen(function* () {
        const server = yield* standInTimescale(["2.28.0", "2.29.2"])
        if (server === undefined) return context.skip(noStandIn)
        yield* Effect.gen(function* () {
          const { sql } = yield* Database
          yield* sql.unsafe("CREATE EXTENSION timescaledb VERSION '2.28.0'")
          const before = yield* Effect.flip(migrate())
          expect(before.message).toContain("2.28.0 is in the database")
          yield* sql.unsafe("DROP EXTENSION timescaledb")
          // Made without it: the stand-in has no hypertables.
          yield* migrate(migrations.slice(0, 1))
          yield* sql.unsafe("CREATE TABLE metering.metering_day (day date) PARTITION BY RANGE (day)")
          yield* sql.unsafe("CREATE EXTENSION timescaledb VERSION '2.28.0'")
          yield* checkSchema(migrations.slice(0, 1))
          yield* sql.unsafe(AS_ONE_TABLE)
          const text =
            "TimescaleDB 2.28.0 is in the database, and versions before 2.29.2 can read wrong results from compressed data: " +
            "run `ALTER EXTENSION timescaledb UPDATE` in this database, as the first statement of a new session."
          expect((yield* Effect.flip(checkSchema(migrations.slice(0, 1)))).message).toBe(text)
          expect((yield* Effect.flip(migrate(migrations.slice(0, 1)))).message).toBe(text)
          yield* sql.unsafe("ALTER EXTENSION timescaledb UPDATE")
          yield* checkSchema(migrations.slice(0, 1))
        }).pipe(Effect.provide(Layer.fresh(Database.layer({ url: server.url }))))
      }),
    patience
  )
})

describe("an owner who may not see what is preloaded", () => {
  it.live("makes the tables all the same", () =>
    Effect.gen(function* () {
      const { name, url } = yield* testDatabase
      const owner = `owner_${name}`
      const execute = (...statements: ReadonlyArray<string>) =>
        withConnection(url, (run) => Effect.forEach(statements, (statement) => run(statement)))
      yield* Effect.acquireRelease(
        execute(`CREATE ROLE ${owner} LOGIN PASSWORD 'owner'`, `ALTER DATABASE ${name} OWNER TO ${owner}`),
        () =>
          Effect.ignore(
            execute(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`, `DROP OWNED BY ${owner}`, `DROP ROLE ${owner}`)
          )
      )
      const asOwner = new URL(Redacted.value(url))
      asOwner.username = owner
      asOwner.password = "owner"
      const { level } = yield* migrate().pipe(
        Effect.provide(Layer.fresh(Database.layer({ url: Redacted.make(asOwner.href) })))
      )
      expect(level).toBe(migrations.length)
    })
  )
})
