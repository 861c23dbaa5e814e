import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ChargeStore, MeteringLedger, Portfolio, SpotPriceStore } from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores } from "@datahub-settlement/persistence"
import { Effect, Layer, Redacted } from "effect"
import pg from "pg"
import { portfolioOf, readingsOfDay, worldCharges, type WorldPoint, worldSpotPrices } from "./world.ts"

/*
 * Where the benchmarks of the store run: a database of their own, on the server that BENCH_DATABASE_URL names or on an
 * embedded one in a temporary folder. Durable settings in both cases: what is measured is what an operator gets.
 */

const temporaryServer = Effect.gen(function* () {
  const dataFolder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "datahub-settlement-bench-"))),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
  )
  return yield* startEmbeddedPostgres({ dataFolder, database: "bench" })
})

/** A database of the benchmark's own; it goes when the scope ends. */
export const benchDatabase = Effect.gen(function* () {
  const given = process.env["BENCH_DATABASE_URL"]
  if (given === undefined) return (yield* temporaryServer).url
  const name = `bench_${process.pid}`
  const administer = (statement: string) =>
    Effect.promise(async () => {
      const client = new pg.Client({ connectionString: given })
      await client.connect()
      await client.query(statement)
      await client.end()
    })
  yield* Effect.acquireRelease(administer(`CREATE DATABASE ${name}`), () =>
    administer(`DROP DATABASE ${name} WITH (FORCE)`)
  )
  const url = new URL(given)
  url.pathname = `/${name}`
  return Redacted.make(url.href)
})

/** Every store of core on a migrated database. */
export const benchStores = (url: Redacted.Redacted<string>) =>
  stores.pipe(
    Layer.provideMerge(
      Layer.effectDiscard(migrate()).pipe(
        Layer.provideMerge(Database.layer({ url, maxConnections: 8, applicationName: "datahub-settlement bench" }))
      )
    )
  )

/**
 * Fills a database in a process of its own, so that what making a world takes does not count in the memory of what is
 * measured.
 */
export const seedApart = (
  url: Redacted.Redacted<string>,
  what: { readonly points: number; readonly days: number; readonly portfolio: boolean; readonly mix: string },
  progress: (line: string) => void
) =>
  Effect.callback<void>((resume) => {
    const script = fileURLToPath(new URL("seed.ts", import.meta.url))
    const child = spawn(process.execPath, [...process.execArgv, script, JSON.stringify(what)], {
      env: { ...process.env, SEED_DATABASE_URL: Redacted.value(url) },
      stdio: ["ignore", "pipe", "inherit"]
    })
    child.stdout.setEncoding("utf8").on("data", (text: string) => text.trimEnd().split("\n").forEach(progress))
    child.on("close", (code) => resume(code === 0 ? Effect.void : Effect.die(new Error(`seeding ended with ${code}`))))
  })

const PORTFOLIO_CHUNK = 4000

/** Everything but the readings. */
export const seedPortfolio = Effect.fnUntraced(function* (
  points: ReadonlyArray<WorldPoint>,
  progress: (line: string) => void
) {
  yield* (yield* ChargeStore).record(worldCharges, "bench")
  const spot = yield* SpotPriceStore
  for (const prices of worldSpotPrices()) yield* spot.record(prices, "bench")
  const portfolio = yield* Portfolio
  for (let first = 0; first < points.length; first += PORTFOLIO_CHUNK) {
    yield* portfolio.record(portfolioOf(points.slice(first, first + PORTFOLIO_CHUNK)))
    progress(`portfolio: ${Math.min(first + PORTFOLIO_CHUNK, points.length)} of ${points.length} points`)
  }
})

/** The readings of days of the month, day after day, as they arrive. */
export const seedReadings = Effect.fnUntraced(function* (
  points: ReadonlyArray<WorldPoint>,
  days: number,
  progress: (line: string) => void
) {
  const ledger = yield* MeteringLedger
  for (let day = 0; day < days; day++) {
    yield* ledger.append(readingsOfDay(points, day))
    progress(`readings: day ${day + 1} of ${days}`)
  }
  const { sql } = yield* Database
  yield* sql.unsafe("ANALYZE")
})
