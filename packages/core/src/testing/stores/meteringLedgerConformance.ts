import { Effect } from "effect"
import { intervalMs } from "../../market/index.ts"
import { type MeteringSeries, Quality } from "../../metering/index.ts"
import { seriesOf } from "../seriesOf.ts"
import { expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import { all, day, hours, ledgerCaseIn, type LedgerCases, messageOf, registered, wh } from "./meteringLedgerCases.ts"
import { ledgerQueryCases } from "./ledgerQueryCases.ts"

const cases: LedgerCases = []
const ledgerCase = ledgerCaseIn(cases, 100)

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

/** What every adapter of {@link MeteringLedger} must do. */
export const meteringLedgerConformance: LedgerCases = [...cases, ...ledgerQueryCases]
