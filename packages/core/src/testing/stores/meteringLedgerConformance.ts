import { Effect } from "effect"
import { type Gsrn, type Instant, intervalMs, type Period } from "../../market/index.ts"
import { assembleReadings, MeteringLedger, type MeteringSeries, Quality } from "../../metering/index.ts"
import { seriesOf } from "../seriesOf.ts"
import { type ConformanceCase, expectSame } from "./conformance.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"

type Ledger = MeteringLedger["Service"]

const cases: Array<ConformanceCase<MeteringLedger>> = []

/** Each case has points and message ids of its own. */
const ledgerCase = (
  name: string,
  test: (ledger: Ledger, gsrn: Gsrn, other: Gsrn) => Effect.Effect<void, unknown>
): void => {
  const world = 100 + cases.length
  cases.push({
    name,
    run: Effect.flatMap(MeteringLedger, (ledger) => test(ledger, worldPoint(world, 1), worldPoint(world, 2)))
  })
}

const messageOf = (...series: ReadonlyArray<MeteringSeries>) => ({ messageId: series[0]!.messageId, series })

/** The readings that hold: `start resolution: quantities / qualities` of each stretch. */
const holding = (ledger: Ledger, gsrn: Gsrn, period: Period, asOf?: Instant) =>
  Effect.map(
    ledger.readings({ gsrns: [gsrn], period, asOf }),
    (series) => assembleReadings(series, gsrn, period).stretches
  )

const wh = (ledger: Ledger, gsrn: Gsrn, period: Period, asOf?: Instant) =>
  Effect.map(holding(ledger, gsrn, period, asOf), (stretches) =>
    stretches.flatMap(({ qualities, quantitiesWh }) =>
      Array.from(quantitiesWh, (one, i) => (qualities[i] === Quality.missing ? null : one))
    )
  )

const day = dates("2025-03-10", "2025-03-11")
const hours = (values: ReadonlyArray<number>): ReadonlyArray<number> => values
const all = (kwh: number): ReadonlyArray<number> => Array.from({ length: 24 }, () => kwh)
const registered = (date: string): Instant => midnight(date) + 10 * intervalMs.PT1H

ledgerCase("the same message twice changes nothing", (ledger, gsrn) =>
  Effect.gen(function* () {
    const message = messageOf(seriesOf({ gsrn, period: day, kwh: "1" }))
    yield* expectSame("first", yield* ledger.append([message, message]), { days: 1, knownMessages: 0 })
    yield* expectSame("again", yield* ledger.append([message]), { days: 0, knownMessages: 1 })
    const changed = { ...message, series: [seriesOf({ gsrn, period: day, kwh: "9" })] }
    yield* expectSame("with other content", yield* ledger.append([changed]), { days: 0, knownMessages: 1 })
    yield* expectSame("registrations", (yield* ledger.readings({ gsrns: [gsrn], period: day })).length, 1)
    yield* expectSame("readings", yield* wh(ledger, gsrn, day), all(1000))
  })
)

ledgerCase("known messages beside new ones: the new ones are added", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    const known = messageOf(seriesOf({ gsrn, period: day, kwh: "1" }))
    yield* ledger.append([known])
    const fresh = messageOf(seriesOf({ gsrn: other, period: day, kwh: "2" }))
    yield* expectSame("outcome", yield* ledger.append([known, fresh]), { days: 1, knownMessages: 1 })
    yield* expectSame("readings", yield* wh(ledger, other, day), all(2000))
    yield* expectSame("nothing at all", yield* ledger.append([]), { days: 0, knownMessages: 0 })
  })
)

ledgerCase("the newest registration holds, whatever the order of arrival", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    for (const [point, order] of [
      [gsrn, ["2", "1"]],
      [other, ["1", "2"]]
    ] as const) {
      for (const kwh of order) {
        const registeredAt = registered(`2025-03-1${kwh}`)
        yield* ledger.append([messageOf(seriesOf({ gsrn: point, period: day, kwh, registeredAt }))])
      }
      yield* expectSame(`arrival ${order.join(", ")}`, yield* wh(ledger, point, day), all(2000))
    }
  })
)

ledgerCase("parts of a day merge, and a correction of a part leaves the rest", (ledger, gsrn) =>
  Effect.gen(function* () {
    const noon = day.from + 12 * intervalMs.PT1H
    const two = noon + 2 * intervalMs.PT1H
    yield* ledger.append([
      messageOf(
        seriesOf({ gsrn, period: { from: noon, to: day.to }, kwh: "2", registeredAt: registered("2025-03-11") })
      )
    ])
    yield* expectSame("half", yield* wh(ledger, gsrn, day), [
      ...Array.from({ length: 12 }, () => null),
      ...all(2000).slice(12)
    ])
    yield* ledger.append([
      messageOf(
        seriesOf({ gsrn, period: { from: day.from, to: noon }, kwh: "1", registeredAt: registered("2025-03-12") })
      )
    ])
    yield* ledger.append([
      messageOf(seriesOf({ gsrn, period: { from: noon, to: two }, kwh: "7", registeredAt: registered("2025-03-13") }))
    ])
    yield* expectSame(
      "whole",
      yield* wh(ledger, gsrn, day),
      hours([...all(1000).slice(12), 7000, 7000, ...all(2000).slice(14)])
    )
  })
)

ledgerCase("a correction of a correction holds, and earlier ones that arrive late do not", (ledger, gsrn) =>
  Effect.gen(function* () {
    for (const kwh of ["1", "3", "2"]) {
      yield* ledger.append([
        messageOf(seriesOf({ gsrn, period: day, kwh, registeredAt: registered(`2025-03-1${kwh}`) }))
      ])
    }
    yield* expectSame("readings", yield* wh(ledger, gsrn, day), all(3000))
    const registrations = yield* ledger.readings({ gsrns: [gsrn], period: day })
    yield* expectSame(
      "order of registrations",
      registrations.map(({ quantitiesWh }) => quantitiesWh[0]),
      [1000, 2000, 3000]
    )
  })
)

ledgerCase("days of 23 and 25 hours come back whole, by the hour and by the quarter", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    const changes = [
      { period: dates("2025-03-29", "2025-04-01"), hours: [24, 23, 24] },
      { period: dates("2025-10-25", "2025-10-28"), hours: [24, 25, 24] }
    ]
    for (const { hours: lengths, period } of changes) {
      for (const [point, resolution, perHour] of [
        [gsrn, "PT1H", 1],
        [other, "PT15M", 4]
      ] as const) {
        const series = seriesOf({ gsrn: point, period, resolution, kwh: (i) => `0.${String(i).padStart(3, "0")}` })
        yield* ledger.append([messageOf(series)])
        const stored = yield* ledger.readings({ gsrns: [point], period })
        yield* expectSame(
          `${resolution} lengths`,
          stored.map(({ quantitiesWh }) => quantitiesWh.length),
          lengths.map((n) => n * perHour)
        )
        yield* expectSame(
          `${resolution} resolution`,
          stored.map((one) => one.resolution),
          [resolution, resolution, resolution]
        )
        yield* expectSame(`${resolution} values`, yield* wh(ledger, point, period), series.quantitiesWh)
      }
    }
  })
)

ledgerCase("all that a series says is kept, unknown qualities and units too", (ledger, gsrn) =>
  Effect.gen(function* () {
    const qualities = [
      Quality.unknown,
      Quality.estimated,
      Quality.missing,
      Quality.incomplete,
      Quality.adjusted,
      Quality.calculated
    ]
    const series: MeteringSeries = {
      ...seriesOf({
        gsrn,
        period: day,
        kwh: "0.5",
        quality: (i) => qualities[i] ?? Quality.measured,
        meteringPointType: "D14",
        unit: "KVARH"
      }),
      unknownQualities: new Map([[0, "Z99 «ukendt»"]]),
      messageId: "ledger-all-kept",
      transactionId: "transaktion æøå"
    }
    yield* ledger.append([messageOf(series)])
    yield* expectSame("series", yield* ledger.readings({ gsrns: [gsrn], period: day }), [series])
  })
)

ledgerCase("negative and largest quantities survive", (ledger, gsrn) =>
  Effect.gen(function* () {
    const period = { from: day.from, to: day.from + 3 * intervalMs.PT1H }
    const series = { ...seriesOf({ gsrn, period, kwh: "0" }), quantitiesWh: Int32Array.of(-(2 ** 31), 2 ** 31 - 1, -1) }
    yield* ledger.append([messageOf(series)])
    yield* expectSame("quantities", yield* wh(ledger, gsrn, period), series.quantitiesWh)
  })
)

ledgerCase("only the points and days that are asked for come, by point, day and registration", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    const period = dates("2025-03-10", "2025-03-14")
    yield* ledger.append([other, gsrn].map((point) => messageOf(seriesOf({ gsrn: point, period, kwh: "1" }))))
    const asked = dates("2025-03-11", "2025-03-13")
    const found = yield* ledger.readings({ gsrns: [other, gsrn], period: asked })
    const expected = [gsrn, other].flatMap((point) =>
      [midnight("2025-03-11"), midnight("2025-03-12")].map((start) => [point, start])
    )
    yield* expectSame(
      "series",
      found.map((one) => [one.gsrn, one.start]),
      expected
    )
    yield* expectSame("no points", yield* ledger.readings({ gsrns: [], period }), [])
    yield* expectSame(
      "other days",
      yield* ledger.readings({ gsrns: [gsrn], period: dates("2025-04-01", "2025-04-02") }),
      []
    )
  })
)

ledgerCase("as of an instant gives what was known then, for ever", (ledger, gsrn) =>
  Effect.gen(function* () {
    const before = yield* ledger.knownInstant
    const seen: Array<Instant> = []
    for (const kwh of ["1", "2", "3"]) {
      yield* ledger.append([
        messageOf(seriesOf({ gsrn, period: day, kwh, registeredAt: registered(`2025-03-1${kwh}`) }))
      ])
      seen.push(yield* ledger.knownInstant)
    }
    yield* expectSame("before", yield* ledger.readings({ gsrns: [gsrn], period: day, asOf: before }), [])
    for (const [index, asOf] of seen.entries()) {
      yield* expectSame(`after ${index + 1}`, yield* wh(ledger, gsrn, day, asOf), all((index + 1) * 1000))
      const consumption = yield* ledger.consumption(gsrn, day, "day", asOf)
      yield* expectSame(
        `consumption after ${index + 1}`,
        consumption.map((one) => one.wh),
        [(index + 1) * 24_000]
      )
      const missing = yield* ledger.missing({ gsrns: [gsrn], period: day, asOf: before })
      yield* expectSame("missing before", missing, [{ gsrn, ...day }])
    }
  })
)

ledgerCase("what is missing is listed, neighbours joined, by point", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    const period = dates("2025-03-10", "2025-03-12")
    const quality = (i: number) =>
      i === 3 || i === 4 ? Quality.missing : i === 7 ? Quality.incomplete : Quality.measured
    yield* ledger.append([messageOf(seriesOf({ gsrn, period: day, kwh: "1", quality }))])
    const hour = (i: number): Instant => day.from + i * intervalMs.PT1H
    yield* expectSame("missing", yield* ledger.missing({ gsrns: [other, gsrn], period }), [
      { gsrn, from: hour(3), to: hour(5) },
      { gsrn, from: hour(7), to: hour(8) },
      { gsrn, from: day.to, to: period.to },
      { gsrn: other, ...period }
    ])
  })
)

ledgerCase("consumption adds up by hour, local day and local month", (ledger, gsrn) =>
  Effect.gen(function* () {
    const period = dates("2025-10-25", "2025-11-02")
    yield* ledger.append([messageOf(seriesOf({ gsrn, period, resolution: "PT15M", kwh: "0.25" }))])
    const days = yield* ledger.consumption(gsrn, period, "day")
    yield* expectSame(
      "days",
      days.map((one) => one.wh),
      [24, 25, 24, 24, 24, 24, 24, 24].map((n) => n * 1000)
    )
    const months = yield* ledger.consumption(gsrn, period, "month")
    yield* expectSame(
      "months",
      months.map(({ from, missing, to, wh: sum }) => [from, to, sum, missing]),
      [
        [period.from, midnight("2025-11-01"), 169_000, 0],
        [midnight("2025-11-01"), period.to, 24_000, 0]
      ]
    )
    const long = yield* ledger.consumption(gsrn, dates("2025-10-26", "2025-10-27"), "hour")
    yield* expectSame(
      "hours of the long day",
      long.map((one) => one.wh),
      Array.from({ length: 25 }, () => 1000)
    )
  })
)

ledgerCase("current readings of a range say the same as all registrations", (ledger, gsrn, other) =>
  Effect.gen(function* () {
    const period = dates("2025-03-01", "2025-04-01")
    const append = (point: Gsrn, part: Period, kwh: string, date: string) =>
      ledger.append([messageOf(seriesOf({ gsrn: point, period: part, kwh, registeredAt: registered(date) }))])
    yield* append(gsrn, period, "1", "2025-04-02")
    yield* append(gsrn, day, "5", "2025-04-03")
    yield* append(other, dates("2025-03-05", "2025-03-20"), "2", "2025-04-02")
    const asOf = yield* ledger.knownInstant
    yield* append(other, dates("2025-03-06", "2025-03-07"), "9", "2025-04-04")
    const range = { from: gsrn, to: other }
    for (const at of [undefined, asOf]) {
      const current = yield* ledger.currentReadings({ ...range, period, asOf: at })
      yield* expectSame("points", [...current.keys()].sort(), [gsrn, other])
      for (const point of [gsrn, other]) {
        const { stretches } = assembleReadings(current.get(point)!, point, period)
        yield* expectSame(`readings of ${point}`, stretches, yield* holding(ledger, point, period, at))
      }
    }
    const one = yield* ledger.currentReadings({ from: other, to: other, period })
    yield* expectSame("both ends are included", [...one.keys()], [other])
  })
)

/** What every adapter of {@link MeteringLedger} must do. */
export const meteringLedgerConformance: ReadonlyArray<ConformanceCase<MeteringLedger>> = cases
