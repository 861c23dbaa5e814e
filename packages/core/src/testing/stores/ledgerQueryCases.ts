import { Effect } from "effect"
import { type Gsrn, type Instant, intervalMs, type Period } from "../../market/index.ts"
import { assembleReadings, type MeteringSeries, Quality } from "../../metering/index.ts"
import { seriesOf } from "../seriesOf.ts"
import { expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { all, day, holding, ledgerCaseIn, type LedgerCases, messageOf, registered, wh } from "./meteringLedgerCases.ts"

const cases: LedgerCases = []
const ledgerCase = ledgerCaseIn(cases, 150)

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
    const afternoon = { from: hour(4), to: day.to + 5 * intervalMs.PT1H }
    yield* expectSame("in parts of days", yield* ledger.missing({ gsrns: [gsrn], period: afternoon }), [
      { gsrn, from: hour(4), to: hour(5) },
      { gsrn, from: hour(7), to: hour(8) },
      { gsrn, from: day.to, to: afternoon.to }
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
    const some = yield* ledger.currentReadings({ ...range, gsrns: [other], period })
    yield* expectSame("only these", [...some.keys()], [other])
  })
)

ledgerCase(
  "current readings are those of the newest registrations, with their qualities, in any order",
  (ledger, gsrn) =>
    Effect.gen(function* () {
      const period = dates("2025-03-10", "2025-03-13")
      const part = { from: day.from + 3 * 3_600_000, to: day.from + 9 * 3_600_000 }
      const told =
        (quality: Quality) =>
        (kwh: string, within: Period, date: string): MeteringSeries =>
          seriesOf({ gsrn, period: within, kwh, quality: () => quality, registeredAt: registered(date) })
      const [measured, estimated] = [told(Quality.measured), told(Quality.estimated)]
      const third = dates("2025-03-12", "2025-03-13")
      for (const [number, series] of [
        estimated("1", day, "2025-03-14"),
        measured("2", day, "2025-03-15"),
        measured("4", third, "2025-03-16"),
        estimated("3", third, "2025-03-15"),
        estimated("5", part, "2025-03-17"),
        measured("6", dates("2025-03-11", "2025-03-12"), "2025-03-13"),
        measured("7", { from: part.from + 86_400_000, to: part.to + 86_400_000 }, "2025-03-14")
      ].entries()) {
        yield* ledger.append([messageOf(series)])
        const current = yield* ledger.currentReadings({ from: gsrn, to: gsrn, period })
        const { stretches } = assembleReadings(current.get(gsrn)!, gsrn, period)
        yield* expectSame(`after registration ${number + 1}`, stretches, yield* holding(ledger, gsrn, period))
      }
    })
)

/** What is asked of the ledger: parts of it, as of an instant, what is missing, sums, and what holds now. */
export const ledgerQueryCases: LedgerCases = cases
