import { resumeSettlement, runSettlement, verifyRun } from "@datahub-settlement/core"
import { changeRunWorld, RecordedRunWorld, runIdOf, runPeriod } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { createHash } from "node:crypto"
import { Database } from "../../src/database/Database.ts"
import { checkSchema, migrate } from "../../src/database/migrate.ts"
import { migrations } from "../../src/migrations/index.ts"
import { testDatabase, type FreshDatabase } from "../../src/server/testing/index.ts"
import { withConnection } from "../../src/server/index.ts"
import { databaseStatus } from "../../src/status/databaseStatus.ts"
import { ledgerBytes, runBytes, storesAt } from "../runs/runStores.ts"
import { compress } from "../stores/compress.ts"

const patience = 600_000

/** Versions that this server can update from to its newest, the newest first. */
const olderVersions = ({ url }: FreshDatabase) =>
  withConnection(url, (run) =>
    run(`SELECT source AS version FROM pg_extension_update_paths('timescaledb') AS paths
      JOIN pg_available_extensions ON name = 'timescaledb' AND target = default_version
      JOIN pg_available_extension_versions AS one ON one.name = 'timescaledb' AND one.version = source
      WHERE path IS NOT NULL AND source <> target
      ORDER BY string_to_array(regexp_replace(source, '-.*', ''), '.')::integer[] DESC`)
  ).pipe(
    Effect.map((rows) => rows.map(({ version }) => version as string)),
    Effect.orElseSucceed((): ReadonlyArray<string> => [])
  )

/** As a program did that took any version of TimescaleDB. */
const migrateUnchecked = Effect.gen(function* () {
  const { sql } = yield* Database
  yield* sql`CREATE TABLE public.datahub_settlement_migration (
    level integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`
  for (const { level, name, statements } of migrations) {
    const checksum = createHash("sha256").update(statements).digest("hex")
    yield* sql.unsafe(statements)
    yield* sql`INSERT INTO public.datahub_settlement_migration (level, name, checksum) VALUES (${level}, ${name}, ${checksum})`
  }
})

const run = (number: number, asOf?: number) =>
  runSettlement({ runId: runIdOf(number), period: runPeriod, ...(asOf === undefined ? {} : { asOf }) })

describe("an update of TimescaleDB", () => {
  it.live(
    "leaves readings, compressed and not, and runs as they were, one too that is in the midst of it",
    (context) =>
      Effect.gen(function* () {
        const database = yield* testDatabase
        const [older] = yield* olderVersions(database)
        if (older === undefined) return context.skip("this server has no version of TimescaleDB to update from")
        const execute = (statement: string) => withConnection(database.url, (query) => query(statement))
        yield* execute("DROP EXTENSION IF EXISTS timescaledb")
        yield* execute(`CREATE EXTENSION timescaledb VERSION '${older}'`)
        const before = yield* Effect.gen(function* () {
          yield* migrateUnchecked
          return yield* Effect.gen(function* () {
            const { asOf, world } = yield* RecordedRunWorld
            yield* run(1, asOf)
            expect(yield* compress).toBeGreaterThan(0)
            yield* changeRunWorld(world)
            const late = yield* run(2)
            expect((yield* databaseStatus).timescaleVersion).toBe(older)
            return { asOf, late: late.run.asOf, ledger: yield* ledgerBytes }
          }).pipe(Effect.provide(RecordedRunWorld.layer(24)))
        }).pipe(Effect.provide(Layer.fresh(storesAt(database.url))))

        yield* Effect.gen(function* () {
          const update = Effect.orDie(Effect.retry(execute("ALTER EXTENSION timescaledb UPDATE"), { times: 10 }))
          const options = { runId: runIdOf(5), period: runPeriod, chunkPoints: 1 }
          const stopped = yield* Effect.flip(runSettlement({ ...options, onProgress: () => update }))
          // What waits for the update may miss a table of TimescaleDB's; what comes later finds its session ended.
          expect(stopped).toMatchObject({ _tag: "StorageError" })
          // TimescaleDB ends each session from before the update when it is used next.
          const isOld = (error: { readonly _tag: string }) => error._tag === "StorageError"
          yield* Effect.retry(resumeSettlement({ runId: options.runId }), { while: isOld, times: 10 })
          expect(yield* runBytes(options.runId)).toEqual(yield* runBytes(runIdOf(2)))
        }).pipe(Effect.provide(Layer.fresh(storesAt(database.url))))

        yield* Effect.gen(function* () {
          expect((yield* migrate()).level).toBe(migrations.length)
          yield* checkSchema()
          const status = yield* databaseStatus
          expect(status).toMatchObject({ schemaFault: undefined, ledger: { storage: "TimescaleDB hypertable" } })
          expect(status.ledger!.parts.some(({ compressed }) => compressed)).toBe(true)
          expect(yield* ledgerBytes).toBe(before.ledger)
          for (const number of [1, 2]) expect((yield* verifyRun(runIdOf(number))).difference).toBeUndefined()
          yield* run(3, before.asOf)
          yield* compress
          yield* run(4, before.late)
          expect(yield* ledgerBytes).toBe(before.ledger)
          expect(yield* runBytes(runIdOf(3))).toEqual(yield* runBytes(runIdOf(1)))
          expect(yield* runBytes(runIdOf(4))).toEqual(yield* runBytes(runIdOf(2)))
        }).pipe(Effect.provide(Layer.fresh(storesAt(database.url))))
      }),
    patience
  )
})
