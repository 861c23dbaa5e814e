import type {
  ChargeStore,
  MeteringLedger,
  Portfolio,
  SettlementRunStore,
  SpotPriceStore
} from "@datahub-settlement/core"
import {
  chargeStoreConformance,
  type ConformanceCase,
  meteringLedgerConformance,
  portfolioConformance,
  settlementRunStoreConformance,
  spotPriceStoreConformance
} from "@datahub-settlement/core/testing"
import { expect, describe, it as plainIt, layer } from "@effect/vitest"
import { randomBytes } from "node:crypto"
import { Effect, Layer, Redacted } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { withConnection } from "../../src/server/index.ts"
import { stores } from "../../src/stores.ts"
import { findTimescale, startTimescale } from "./timescaleServer.ts"

/*
 * The same conformance suites on TimescaleDB, where TEST_TIMESCALE_URL names a server whose user may create databases
 * and extensions, or a container engine can start one.
 */

const found = await Effect.runPromise(findTimescale(process.env["TEST_TIMESCALE_URL"]))

const timescaleDatabase = Effect.gen(function* () {
  const serverUrl = found.kind === "given" ? found.url : yield* startTimescale()
  const server = Redacted.make(serverUrl)
  const name = `test_${process.pid}_${randomBytes(6).toString("hex")}`
  yield* Effect.acquireRelease(
    withConnection(server, (run) => run(`CREATE DATABASE ${name}`)),
    () => Effect.ignore(withConnection(server, (run) => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)))
  )
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return Redacted.make(url.href)
})

const timescaleStores = stores.pipe(
  Layer.provideMerge(
    Layer.effectDiscard(migrate()).pipe(
      Layer.provideMerge(Layer.unwrap(Effect.map(timescaleDatabase, (url) => Database.layer({ url }))))
    )
  )
)

type Stores = ChargeStore | MeteringLedger | Portfolio | SettlementRunStore | SpotPriceStore

const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<Stores>>>> = {
  "metering ledger": meteringLedgerConformance,
  portfolio: portfolioConformance,
  "charge store": chargeStoreConformance,
  "spot price store": spotPriceStoreConformance,
  "settlement runs": settlementRunStoreConformance
}

if (found.kind === "none") {
  describe("stores on TimescaleDB", () => {
    plainIt.skip(`skipped: ${found.reason}`, () => {})
  })
} else {
  layer(timescaleStores, { timeout: found.kind === "given" ? "60 seconds" : "5 minutes" })(
    "stores on TimescaleDB",
    (it) => {
      for (const [port, cases] of Object.entries(suites)) {
        for (const { name, run } of cases) it.effect(`${port}: ${name}`, () => run)
      }

      it.effect("keeps the ledger in a compressed hypertable", () =>
        Effect.gen(function* () {
          const { sql } = yield* Database
          const tables =
            yield* sql`SELECT hypertable_name, compression_enabled FROM timescaledb_information.hypertables`
          expect(tables).toEqual([{ hypertable_name: "metering_day", compression_enabled: true }])
        })
      )

      it.effect("answers the same when the chunks are compressed", () =>
        Effect.gen(function* () {
          const { sql } = yield* Database
          const sums = sql`SELECT count(*) AS days, sum(total_wh)::bigint AS wh FROM metering.metering_day`
          const before = yield* sums
          yield* sql`SELECT compress_chunk(chunk) FROM show_chunks('metering.metering_day') AS chunk`
          expect(yield* sums).toEqual(before)
        })
      )
    }
  )
}
