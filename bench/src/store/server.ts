import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ChargeStore, MeteringLedger, Portfolio, SpotPriceStore } from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores, withConnection } from "@datahub-settlement/persistence"
import { Effect, Layer, Redacted } from "effect"
import { givenServer } from "./givenServer.ts"
import { worldSpotPrices } from "./recordedSpot.ts"
import { portfolioOf, readingsOfDay, worldCharges, type WorldPoint } from "./world.ts"
import type { Mix } from "./worldSize.ts"

/*
 * Where the benchmarks of the store run: a database of their own, on the server that BENCH_DATABASE_URL names or on an
 * embedded one in a temporary folder. Durable settings in both cases: what is measured is what an operator gets.
 */

/** A database of a benchmark's own. */
export interface BenchDatabase {
  readonly url: Redacted.Redacted<string>
  /** What its server writes, where that is ours to read. */
  readonly logFile: string | undefined
}

const temporaryServer = Effect.gen(function* () {
  const dataFolder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "datahub-settlement-bench-"))),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
  )
  const server = yield* startEmbeddedPostgres({ dataFolder, database: "bench" })
  return { url: server.url, logFile: join(server.dataFolder, "server.log") } satisfies BenchDatabase
})

/** A database of the benchmark's own; it goes when the scope ends. */
export const benchDatabase = Effect.gen(function* () {
  const given = givenServer()
  if (given === undefined) return yield* temporaryServer
  const name = `bench_${process.pid}`
  const administer = (statement: string) => Effect.orDie(withConnection(Redacted.make(given), (run) => run(statement)))
  yield* Effect.acquireRelease(administer(`CREATE DATABASE ${name}`), () =>
    administer(`DROP DATABASE ${name} WITH (FORCE)`)
  )
  const url = new URL(given)
  url.pathname = `/${name}`
  return { url: Redacted.make(url.href), logFile: undefined } satisfies BenchDatabase
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

/** What a database is filled with. */
export interface SeedOptions {
  readonly points: number
  /** Months that there are prices for. */
  readonly months: number
  /** Days of readings. */
  readonly days: number
  /** Whether there is all else: master data, supply, contracts, links, charges, prices. */
  readonly portfolio: boolean
  readonly mix: Mix
}

/**
 * Fills a database in a process of its own, so that what making a world takes does not count in the memory of what is
 * measured.
 */
export const seedApart = (url: Redacted.Redacted<string>, what: SeedOptions, progress: (line: string) => void) =>
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
  months: number,
  progress: (line: string) => void
) {
  yield* (yield* ChargeStore).record(worldCharges, "bench")
  const spot = yield* SpotPriceStore
  for (const prices of worldSpotPrices(months)) yield* spot.record(prices, "bench")
  const portfolio = yield* Portfolio
  for (let first = 0; first < points.length; first += PORTFOLIO_CHUNK) {
    yield* portfolio.record(portfolioOf(points.slice(first, first + PORTFOLIO_CHUNK)))
    progress(`portfolio: ${Math.min(first + PORTFOLIO_CHUNK, points.length)} of ${points.length} points`)
  }
})

/** The readings of the first days, day after day, as they arrive. */
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
