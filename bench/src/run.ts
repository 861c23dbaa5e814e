import { createReadStream, createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { randomUUID } from "node:crypto"
import { finished } from "node:stream/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runSettlement } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { benchDatabase, benchStores, seedApart } from "./store/server.ts"
import { rowPerHour } from "./store/rowPerHour.ts"
import { hourlyMix, january, realMix, worldPoints } from "./store/world.ts"

/*
 * The monthly run on the database: read, settle and store every point of a month. Floor: COPY of the same ledger month
 * out of the server and nothing else, then COPY of the same lines into an equal table. Alternative: a row per hour in
 * NUMERIC, the same charges settled by one SQL statement, on a part of the points and scaled.
 */

const DAYS = 31

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, (result) => ({ ms: performance.now() - start, result }))
  })

const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals))

const rssMb = (): number => round(process.resourceUsage().maxRSS / 1024)

/** What the server and the connection cost by themselves. */
const bareCopies = Effect.fnUntraced(function* (runId: string, folder: string) {
  const { copyIn, copyOut, sql } = yield* Database
  const file = join(folder, `lines-${runId}`)
  const sink = createWriteStream(file)
  yield* copyOut(`COPY (SELECT * FROM settlement.line WHERE run_id = '${runId}') TO STDOUT (FORMAT binary)`, (chunk) =>
    sink.write(chunk)
  )
  yield* Effect.promise(async () => {
    sink.end()
    await finished(sink)
  })
  yield* sql.unsafe("CREATE SCHEMA IF NOT EXISTS bench")
  yield* sql.unsafe("DROP TABLE IF EXISTS bench.line")
  yield* sql.unsafe("CREATE TABLE bench.line (LIKE settlement.line INCLUDING INDEXES)")
  const out = yield* timed(
    copyOut(
      "COPY (SELECT * FROM metering.metering_day WHERE day BETWEEN '2026-01-01' AND '2026-01-31') TO STDOUT (FORMAT binary)",
      () => {}
    )
  )
  const into = yield* timed(
    copyIn("COPY bench.line FROM STDIN (FORMAT binary)", createReadStream(file, { highWaterMark: 1 << 20 }))
  )
  yield* Effect.promise(() => rm(file))
  return { outMs: out.ms, inMs: into.ms }
})

/** `BENCH_MIX=real` settles quarter-hourly, solar, heating and faulty points among the others. */
const mix = process.env["BENCH_MIX"] ?? "hourly"

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, folder: string) {
  const points = worldPoints(options.points, mix === "real" ? realMix : hourlyMix)
  const ours: Array<number> = []
  const outs: Array<number> = []
  const ins: Array<number> = []
  let outcome = { settled: 0, failed: 0, lines: 0 }
  let peakRssMb = 0
  for (let run = 0; run <= options.runs; run++) {
    const runId = randomUUID()
    const { ms, result } = yield* timed(runSettlement({ runId, period: january }))
    peakRssMb = Math.max(peakRssMb, run === 0 ? rssMb() : 0)
    const floor = yield* bareCopies(runId, folder)
    options.progress(`run ${run}: ours ${ms.toFixed(0)} ms, floor ${(floor.outMs + floor.inMs).toFixed(0)} ms`)
    outcome = result.progress
    if (run === 0) continue
    ours.push(ms)
    outs.push(floor.outMs)
    ins.push(floor.inMs)
  }
  const alternative = yield* rowPerHour(points, options)
  return { ours, outs, ins, outcome, peakRssMb, alternative }
})

export const run: Benchmark = {
  name: "run",
  summary:
    "settle a month on the database; floor: bare COPY out and in; alternative: a row per hour and one SQL statement",
  defaults: { points: 80_000, runs: 3 },
  run: async (options): Promise<BenchmarkResult> => {
    const folder = await mkdtemp(join(tmpdir(), "datahub-settlement-run-"))
    const { alternative, ins, ours, outcome, outs, peakRssMb } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const url = yield* benchDatabase
          yield* seedApart(url, { points: options.points, days: DAYS, portfolio: true, mix }, options.progress)
          return yield* measure(options, folder).pipe(Effect.provide(benchStores(url)))
        })
      )
    ).finally(() => rm(folder, { recursive: true, force: true }))
    const oursMs = median(ours)
    const floorMs = median(outs.map((ms, i) => ms + ins[i]!))
    return {
      name: "run",
      points: options.points,
      runs: options.runs,
      oursMs: round(oursMs),
      floorMs: round(floorMs),
      alternativeMs: round(alternative.sqlMs),
      vsFloor: round(oursMs / floorMs, 2),
      vsAlternative: round(alternative.sqlMs / oursMs, 1),
      peakRssMb,
      details: {
        settled: outcome.settled,
        failed: outcome.failed,
        lines: outcome.lines,
        "points per second": Math.round(options.points / (oursMs / 1000)),
        "floor, COPY out ms": round(median(outs)),
        "floor, COPY in ms": round(median(ins)),
        "alternative, points measured": alternative.points,
        "point by point, ms": round(alternative.pointByPointMs),
        "vs point by point": round(alternative.pointByPointMs / oursMs, 0)
      }
    }
  }
}
