import {
  decodeMeasureData,
  encodeMeasureData,
  Gsrn,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  type MeteringSeries,
  Quality,
  type Resolution
} from "@datahub-settlement/core"
import { seededRandom, type SeededRandom, seriesOf } from "@datahub-settlement/core/testing"
import { BigNumber } from "bignumber.js"
import { Result, Schema } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, floorTarget, median } from "./Benchmark.ts"
import { peakRssMb, timedCall } from "./measure.ts"

/** How much DataHub puts into one document at most (the defaults of its own code). */
const BUNDLE_SERIES_MAX = 2_000
const BUNDLE_POINTS_MAX = 150_000

/** Decoding RSM-012 bundles; a point is a metering point with one day of readings, half of them quarter-hourly. */
export const decode: Benchmark = {
  name: "decode",
  summary:
    "RSM-012 bundles to series, beside JSON.parse of the same text and beside Effect Schema with a BigNumber a value",
  defaults: { points: 2_000, runs: 9 },
  takes: [],
  targets: [floorTarget(2)],
  run: async (options) => measure(options)
}

const measure = ({ points, progress, runs }: BenchmarkOptions): BenchmarkResult => {
  progress(`writing bundles for ${points} metering points`)
  const bundles = bundlesOf(points)
  const expectedWh = withSchema(bundles)
  if (withOurs(bundles) !== expectedWh) throw new Error("The decoders do not agree on the energy")
  const ours: Array<number> = []
  const floor: Array<number> = []
  const alternative: Array<number> = []
  for (let run = 0; run <= runs; run++) {
    const times = [
      timed(() => withParse(bundles)),
      timed(() => withOurs(bundles)),
      timed(() => withSchema(bundles))
    ] as const
    progress(
      `run ${run}: parse ${times[0].toFixed(1)} ms, ours ${times[1].toFixed(1)} ms, schema ${times[2].toFixed(1)} ms`
    )
    if (run === 0) continue
    floor.push(times[0])
    ours.push(times[1])
    alternative.push(times[2])
  }
  const [oursMs, floorMs, alternativeMs] = [median(ours), median(floor), median(alternative)]
  const megabytes = bundles.reduce((sum, bundle) => sum + bundle.length, 0) / 1e6
  return {
    name: "decode",
    points,
    runs,
    oursMs,
    floorMs,
    alternativeMs,
    vsFloor: oursMs / floorMs,
    vsAlternative: alternativeMs / oursMs,
    peakRssMb: peakRssMb(),
    details: {
      floor: "JSON.parse of the same text",
      alternative: "Effect Schema for the whole document, a BigNumber a value",
      documents: bundles.length,
      megabytes: Number(megabytes.toFixed(1)),
      "MB per second": Math.round(megabytes / (oursMs / 1000)),
      ...ratiosOf(bundles, runs)
    }
  }
}

/** ours / floor of each kind of document alone, the best run of each: what the figures are without disturbance. */
const ratiosOf = (bundles: ReadonlyArray<string>, runs: number): Record<string, number> => {
  const ratio = (texts: ReadonlyArray<string>): number => {
    let [ours, floor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let run = 0; run <= runs; run++) {
      floor = Math.min(
        floor,
        timed(() => withParse(texts))
      )
      ours = Math.min(
        ours,
        timed(() => withOurs(texts))
      )
    }
    return Number((ours / floor).toFixed(2))
  }
  const random = seededRandom(12)
  const single = bundleOf([dayOf(random, 0, "PT1H")], 0)
  return {
    "best ours / floor, hourly bundle": ratio([bundles[0]!]),
    "best ours / floor, quarter-hourly bundle": ratio([bundles.at(-1)!]),
    "best ours / floor, one hourly day a document": ratio(Array.from({ length: 5_000 }, () => single))
  }
}

const timed = (work: () => unknown): number => {
  globalThis.gc?.()
  return timedCall(work).ms
}

const withParse = (bundles: ReadonlyArray<string>): number =>
  bundles.reduce((sum, bundle) => sum + (JSON.parse(bundle) === null ? 0 : 1), 0)

const withOurs = (bundles: ReadonlyArray<string>): number => {
  let sumWh = 0
  for (const bundle of bundles) {
    for (const { quantitiesWh } of Result.getOrThrow(decodeMeasureData(bundle)).series) {
      for (let i = 0; i < quantitiesWh.length; i++) sumWh += quantitiesWh[i]!
    }
  }
  return sumWh
}

const Coded = Schema.Struct({ value: Schema.String })
const Identified = Schema.Struct({ codingScheme: Schema.String, value: Schema.String })

/** The document as one would write it down: every key checked, every quantity an exact decimal. */
const Document = Schema.Struct({
  NotifyValidatedMeasureData_MarketDocument: Schema.Struct({
    mRID: Schema.String,
    createdDateTime: Schema.String,
    "process.processType": Coded,
    "receiver_MarketParticipant.mRID": Identified,
    "receiver_MarketParticipant.marketRole.type": Coded,
    "sender_MarketParticipant.mRID": Identified,
    "sender_MarketParticipant.marketRole.type": Coded,
    type: Coded,
    Series: Schema.Array(
      Schema.Struct({
        mRID: Schema.String,
        "marketEvaluationPoint.mRID": Schema.Struct({ codingScheme: Schema.String, value: Gsrn }),
        "marketEvaluationPoint.type": Coded,
        "quantity_Measure_Unit.name": Coded,
        "registration_DateAndOrTime.dateTime": Schema.String,
        Period: Schema.Struct({
          resolution: Schema.String,
          timeInterval: Schema.Struct({ start: Coded, end: Coded }),
          Point: Schema.Array(
            Schema.Struct({
              position: Schema.Struct({ value: Schema.Int }),
              quality: Schema.optionalKey(Coded),
              quantity: Schema.optionalKey(Schema.Finite)
            })
          )
        })
      })
    )
  })
})
const decodeDocument = Schema.decodeUnknownSync(Schema.fromJsonString(Document))

const withSchema = (bundles: ReadonlyArray<string>): number => {
  let sumWh = 0
  for (const bundle of bundles) {
    for (const series of decodeDocument(bundle).NotifyValidatedMeasureData_MarketDocument.Series) {
      const values = series.Period.Point.map(({ quantity }) => new BigNumber(quantity ?? 0).shiftedBy(3))
      for (const value of values) sumWh += value.toNumber()
    }
  }
  return sumWh
}

const bundlesOf = (points: number): ReadonlyArray<string> => {
  const random = seededRandom(20250115)
  const hourly = Math.ceil(points / 2)
  const resolutions = [
    ["PT1H", hourly, 24],
    ["PT15M", points - hourly, 96]
  ] as const
  return resolutions.flatMap(([resolution, count, perDay]) => {
    const series = Array.from({ length: count }, (_, index) => dayOf(random, index, resolution))
    const seriesMax = Math.min(BUNDLE_SERIES_MAX, Math.floor(BUNDLE_POINTS_MAX / perDay))
    const bundles = Math.ceil(count / seriesMax)
    return Array.from({ length: bundles }, (_, index) =>
      bundleOf(series.slice(index * seriesMax, (index + 1) * seriesMax), index)
    )
  })
}

const day = MarketCalendar.dayPeriod(LocalDate.make("2025-01-15"))

/** Mostly measured values of a household, some estimated, a few missing. */
const dayOf = (random: SeededRandom, index: number, resolution: Resolution): MeteringSeries =>
  seriesOf({
    gsrn: gsrnOf(`5713139${String(index).padStart(10, "0")}`),
    period: day,
    resolution,
    kwh: () => (random.int(0, resolution === "PT1H" ? 2_500 : 700) / 1000).toFixed(3),
    quality: () => (random.chance(0.02) ? Quality.estimated : random.chance(0.002) ? Quality.missing : Quality.measured)
  })

const bundleOf = (series: ReadonlyArray<MeteringSeries>, index: number): string =>
  JSON.stringify(
    encodeMeasureData({
      header: {
        messageId: `bundle-${index}`,
        createdAt: day.to,
        processType: "E23",
        type: "E66",
        sender: { id: "5790001330552", role: "DGL" },
        receiver: { id: "5790009990017", role: "DDQ" }
      },
      series
    })
  )
