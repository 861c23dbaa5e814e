import { readFileSync } from "node:fs"
import { Database } from "@datahub-settlement/persistence"
import { Effect, Redacted } from "effect"
import {
  type Benchmark,
  type BenchmarkOptions,
  type BenchmarkResult,
  detailTarget,
  floorTarget,
  median
} from "./Benchmark.ts"
import { type BenchDatahub, benchDatahub } from "./intake/datahub.ts"
import { type Helper, startHelper } from "./intake/helper.ts"
import type { DayTaken } from "./intake/ours.ts"
import { round, timed } from "./measure.ts"
import { createDaysAndReadings, DAY_COLUMNS, dayBytes } from "./store/benchTables.ts"
import { type BenchDatabase, benchDatabase, benchStores, seedApart } from "./store/server.ts"

/*
 * A day's readings of every metering point from DataHub's queue into the ledger: peek, read, store, dequeue, bundle by
 * bundle, in a process that does nothing else, against a simulated DataHub in another. Floor: the same bytes through
 * JSON.parse, and COPY of the rows that they make, already in the server's own format, into an equal table; no HTTP, no
 * check, no inbox. Alternative: JSON.parse, and COPY of a row per reading into a table with the key that such rows need.
 */

type Resolution = "PT1H" | "PT15M"

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

interface Measured extends DayTaken {
  readonly floor: number
  readonly alternative: number
  readonly bytes: number
}

/** What a day is taken by, and from. */
interface Ends {
  readonly datahub: BenchDatahub
  readonly ours: Helper
}

const rowsOfMessage = (messageId: string): string =>
  `message_no = (SELECT message_no FROM metering.message WHERE message_id = '${messageId}')`

const measureDay = Effect.fnUntraced(function* ({ datahub, ours }: Ends, day: number, resolution: Resolution) {
  const { copyIn } = yield* Database
  const files = yield* datahub.fill(day, resolution)
  const taken = JSON.parse(yield* ours.ask("day")) as DayTaken
  let floor = 0
  let alternative = 0
  let bytes = 0
  for (const [index, file] of files.entries()) {
    const rows = yield* dayBytes(rowsOfMessage(`${day}-${resolution}-${index}`))
    const text = readFileSync(file, "utf8")
    bytes += text.length
    const bare = Effect.suspend(() => {
      JSON.parse(text)
      return copyIn(`COPY bench.metering_day (${DAY_COLUMNS}) FROM STDIN (FORMAT binary)`, rows)
    })
    floor += (yield* timed(bare)).ms
    const stepMs = resolution === "PT1H" ? 3_600_000 : 900_000
    const byReading = Effect.suspend(() =>
      copyIn("COPY bench.reading FROM STDIN", readingRows(JSON.parse(text), stepMs))
    )
    alternative += (yield* timed(byReading)).ms
  }
  return { ...taken, floor, alternative, bytes } satisfies Measured
})

/** Days of the month that nothing else uses, so that nothing is known before. The first of them does not count. */
const measureResolution = Effect.fnUntraced(function* (
  ends: Ends,
  resolution: Resolution,
  firstDay: number,
  options: BenchmarkOptions
) {
  const days: Array<Measured> = []
  for (let run = 0; run <= options.runs; run++) {
    const day = yield* measureDay(ends, firstDay + run, resolution)
    options.progress(
      `${resolution} day ${run}: ours ${day.ms.toFixed(0)} ms, floor ${day.floor.toFixed(0)} ms, ` +
        `a row per reading ${day.alternative.toFixed(0)} ms; ours holds ${day.rssMb} MB, at most ${day.peakMb} MB`
    )
    days.push(day)
  }
  const counted = days.slice(1)
  return {
    ours: median(counted.map(({ ms }) => ms)),
    floor: median(counted.map(({ floor }) => floor)),
    alternative: median(counted.map(({ alternative }) => alternative)),
    bytes: median(counted.map(({ bytes }) => bytes)),
    firstRssMb: days[0]!.rssMb,
    lastRssMb: days.at(-1)!.rssMb,
    peakMb: days.at(-1)!.peakMb
  }
})

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, { url }: BenchDatabase) {
  yield* createDaysAndReadings
  const datahub = yield* benchDatahub(options.points)
  const ours = yield* startHelper("ours.ts", [JSON.stringify(datahub.address)], {
    INTAKE_DATABASE_URL: Redacted.value(url)
  })
  yield* ours.answer
  const ends = { datahub, ours }
  const hourly = yield* measureResolution(ends, "PT1H", 0, options)
  const quarterly = yield* measureResolution(ends, "PT15M", options.runs + 1, options)
  return { hourly, quarterly }
})

type Figures = Effect.Success<ReturnType<typeof measure>>["hourly"]

const detailsOf = (name: string, { bytes, firstRssMb, floor, lastRssMb, ours, peakMb }: Figures) => ({
  [`${name}, ms`]: round(ours),
  [`${name}, floor ms`]: round(floor),
  [`${name}, x floor`]: round(ours / floor, 2),
  [`${name}, MB of JSON`]: round(bytes / 2 ** 20),
  [`${name}, MB a second`]: round(bytes / 2 ** 20 / (ours / 1000)),
  [`${name}, memory after the first day, MB`]: firstRssMb,
  [`${name}, memory after the last day, MB`]: lastRssMb,
  [`${name}, growth, MB`]: round(lastRssMb - firstRssMb),
  [`${name}, most memory until then, MB`]: peakMb
})

export const intake: Benchmark = {
  name: "intake",
  summary:
    "a day of readings from DataHub's queue into the ledger; floor: JSON.parse and COPY; alternative: a row per reading",
  defaults: { points: 80_000, runs: 3 },
  takes: [],
  targets: [floorTarget(3), detailTarget("quarter-hourly, x floor", { atMost: 3 })],
  run: async (options): Promise<BenchmarkResult> => {
    const { hourly, quarterly } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const database = yield* benchDatabase
          yield* Effect.provide(Effect.void, benchStores(database.url))
          const seed = { points: options.points, months: 1, days: 0, portfolio: true, mix: "plain" } as const
          yield* seedApart(database.url, seed, options.progress)
          return yield* measure(options, database).pipe(Effect.provide(benchStores(database.url)))
        })
      )
    )
    return {
      name: "intake",
      points: options.points,
      runs: options.runs,
      oursMs: round(hourly.ours),
      floorMs: round(hourly.floor),
      alternativeMs: round(hourly.alternative),
      vsFloor: round(hourly.ours / hourly.floor, 2),
      vsAlternative: round(hourly.alternative / hourly.ours, 1),
      peakRssMb: quarterly.peakMb,
      details: { ...detailsOf("hourly", hourly), ...detailsOf("quarter-hourly", quarterly) }
    }
  }
}
