import { readFileSync } from "node:fs"
import { Gln, handleMessage, IntakeSettings, priceAreaOfGridArea } from "@datahub-settlement/core"
import { DatahubClient } from "@datahub-settlement/datahub-client"
import { Database } from "@datahub-settlement/persistence"
import { Effect, Layer, Option } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { type BenchDatahub, benchDatahub } from "./intake/datahub.ts"
import { benchDatabase, benchStores, seedApart } from "./store/server.ts"

/*
 * A day's readings of every metering point from DataHub's queue into the ledger: peek, read, store, dequeue, bundle by
 * bundle, against a simulated DataHub in a process of its own. Floor: the same bytes through JSON.parse, and COPY of the
 * rows that they make, already in the server's own format, into an equal table; no HTTP, no check, no inbox. Alternative:
 * JSON.parse, and COPY of a row per reading into a table with the key that such rows need.
 */

type Resolution = "PT1H" | "PT15M"

const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals))

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<number, E, R> =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, () => performance.now() - start)
  })

const settings = Layer.succeed(IntakeSettings, {
  gln: Gln.make("5790009990017"),
  priceAreaOf: priceAreaOfGridArea,
  keepsReadings: false
})

/** What a poller of the host does until its queue is empty. */
const emptyQueue = Effect.gen(function* () {
  const datahub = yield* DatahubClient
  while (true) {
    const peeked = yield* datahub.peek("measuredata")
    if (Option.isNone(peeked)) return
    const { body, messageId, queue } = peeked.value
    const { outcome } = yield* handleMessage({ messageId, queue, body, receivedAt: Date.now() })
    if (outcome !== "applied") return yield* Effect.die(new Error(`${messageId}: ${outcome}`))
    yield* datahub.dequeue(messageId)
  }
})

const DAY_COLUMNS =
  "gsrn, day, metering_point_type, unit, resolution_minutes, first_interval, quantities, qualities, " +
  "unknown_qualities, total_wh, registered_at, recorded_at, message_no, transaction_id"

/** The rows that a message made, as they lie in the ledger. */
const rowsOf = Effect.fnUntraced(function* (messageId: string) {
  const { copyOut } = yield* Database
  const chunks: Array<Buffer> = []
  yield* copyOut(
    `COPY (SELECT ${DAY_COLUMNS} FROM metering.metering_day
      WHERE message_no = (SELECT message_no FROM metering.message WHERE message_id = '${messageId}') ORDER BY gsrn) TO STDOUT (FORMAT binary)`,
    (chunk) => chunks.push(Buffer.from(chunk))
  )
  return chunks
})

interface WireSeries {
  readonly "marketEvaluationPoint.mRID": { readonly value: string }
  readonly Period: {
    readonly timeInterval: { readonly start: { readonly value: string } }
    readonly Point: ReadonlyArray<{ readonly position: { readonly value: number }; readonly quantity: number }>
  }
}

/** A row per reading, as text. */
const readingRows = (json: unknown, stepMs: number): ReadonlyArray<Buffer> => {
  const { Series } = (
    json as { readonly NotifyValidatedMeasureData_MarketDocument: { readonly Series: ReadonlyArray<WireSeries> } }
  ).NotifyValidatedMeasureData_MarketDocument
  return Series.map((series) => {
    const gsrn = series["marketEvaluationPoint.mRID"].value
    const start = Date.parse(series.Period.timeInterval.start.value)
    return Buffer.from(
      series.Period.Point.map(
        ({ position, quantity }) =>
          `${gsrn}\t${new Date(start + (position.value - 1) * stepMs).toISOString()}\t${quantity}\n`
      ).join("")
    )
  })
}

interface Measured {
  readonly ours: number
  readonly floor: number
  readonly alternative: number
  readonly bytes: number
}

const measureDay = Effect.fnUntraced(function* (datahub: BenchDatahub, day: number, resolution: Resolution) {
  const { copyIn } = yield* Database
  const files = yield* datahub.fill(day, resolution)
  const ours = yield* timed(emptyQueue)
  let floor = 0
  let alternative = 0
  let bytes = 0
  for (const [index, file] of files.entries()) {
    const rows = yield* rowsOf(`${day}-${resolution}-${index}`)
    const text = readFileSync(file, "utf8")
    bytes += text.length
    floor += yield* timed(
      Effect.suspend(() => {
        JSON.parse(text)
        return copyIn(`COPY bench.metering_day (${DAY_COLUMNS}) FROM STDIN (FORMAT binary)`, rows)
      })
    )
    alternative += yield* timed(
      Effect.suspend(() =>
        copyIn(
          "COPY bench.reading FROM STDIN",
          readingRows(JSON.parse(text), resolution === "PT1H" ? 3_600_000 : 900_000)
        )
      )
    )
  }
  return { ours, floor, alternative, bytes } satisfies Measured
})

/** Days of the month that nothing else uses, so that nothing is known before. */
const measureResolution = Effect.fnUntraced(function* (
  datahub: BenchDatahub,
  resolution: Resolution,
  firstDay: number,
  options: BenchmarkOptions
) {
  const days: Array<Measured> = []
  for (let run = 0; run <= options.runs; run++) {
    const day = yield* measureDay(datahub, firstDay + run, resolution)
    options.progress(
      `${resolution} day ${run}: ours ${day.ours.toFixed(0)} ms, floor ${day.floor.toFixed(0)} ms, a row per reading ${day.alternative.toFixed(0)} ms`
    )
    if (run > 0) days.push(day)
  }
  return {
    ours: median(days.map(({ ours }) => ours)),
    floor: median(days.map(({ floor }) => floor)),
    alternative: median(days.map(({ alternative }) => alternative)),
    bytes: median(days.map(({ bytes }) => bytes))
  }
})

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions) {
  const { sql } = yield* Database
  yield* sql.unsafe(`CREATE SCHEMA bench;
    CREATE TABLE bench.metering_day (LIKE metering.metering_day INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE INDEX ON bench.metering_day (gsrn, day);
    CREATE TABLE bench.reading (gsrn text COLLATE "C" NOT NULL, starts_at timestamptz NOT NULL, kwh numeric(12,3) NOT NULL,
      PRIMARY KEY (gsrn, starts_at))`)
  const datahub = yield* benchDatahub(options.points)
  return yield* Effect.gen(function* () {
    const hourly = yield* measureResolution(datahub, "PT1H", 0, options)
    const quarterly = yield* measureResolution(datahub, "PT15M", options.runs + 1, options)
    return { hourly, quarterly }
  }).pipe(Effect.provide(datahub.client))
})

export const intake: Benchmark = {
  name: "intake",
  summary:
    "a day of readings from DataHub's queue into the ledger; floor: JSON.parse and COPY; alternative: a row per reading",
  defaults: { points: 80_000, runs: 3 },
  run: async (options): Promise<BenchmarkResult> => {
    const { hourly, quarterly } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const url = yield* benchDatabase
          const stores = benchStores(url)
          yield* Effect.provide(Effect.void, stores)
          const seed = { points: options.points, days: 0, portfolio: true, mix: "hourly" }
          yield* seedApart(url, seed, options.progress)
          return yield* measure(options).pipe(Effect.provide(Layer.merge(stores, settings)))
        })
      )
    )
    const mbPerSecond = ({ bytes, ours }: Measured): number => round(bytes / 2 ** 20 / (ours / 1000))
    return {
      name: "intake",
      points: options.points,
      runs: options.runs,
      oursMs: round(hourly.ours),
      floorMs: round(hourly.floor),
      alternativeMs: round(hourly.alternative),
      vsFloor: round(hourly.ours / hourly.floor, 2),
      vsAlternative: round(hourly.alternative / hourly.ours, 1),
      peakRssMb: round(process.resourceUsage().maxRSS / 1024),
      details: {
        "hourly, MB of JSON": round(hourly.bytes / 2 ** 20),
        "hourly, MB a second": mbPerSecond(hourly),
        "quarter-hourly, ms": round(quarterly.ours),
        "quarter-hourly, floor ms": round(quarterly.floor),
        "quarter-hourly, x floor": round(quarterly.ours / quarterly.floor, 2),
        "quarter-hourly, MB of JSON": round(quarterly.bytes / 2 ** 20),
        "quarter-hourly, MB a second": mbPerSecond(quarterly)
      }
    }
  }
}
