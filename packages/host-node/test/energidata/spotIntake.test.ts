import { formatPeriod, LocalDate, MarketCalendar, type PriceArea, SpotPriceStore } from "@datahub-settlement/core"
import { expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import {
  spotImport,
  spotIntake,
  type SpotIntakeOptions,
  type SpotIntakeOutcome
} from "../../src/energidata/spotIntake.ts"
import { askingAt, passing, today } from "./asking.ts"
import { body, type FakeEnergiData, fakeEnergiData, status } from "./fakeEnergiData.ts"
import { dayAheadRows, elspotRows, type Row } from "./spotRows.ts"
import { knownNow, storesByName } from "./testStores.ts"

const period = (from: string, to: string) => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))

const both: ReadonlyArray<PriceArea> = ["DK1", "DK2"]

const started = (data: { readonly elspot?: ReadonlyArray<Row>; readonly dayAhead?: ReadonlyArray<Row> }) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(today)
    return yield* fakeEnergiData({ Elspotprices: data.elspot ?? [], DayAheadPrices: data.dayAhead ?? [] })
  })

/** A new client each time, as a command has it; the minute of the one before is over. */
const intake = (fake: FakeEnergiData, options: SpotIntakeOptions) =>
  TestClock.adjust(60_000).pipe(Effect.andThen(passing([], spotIntake(options).pipe(Effect.provide(askingAt(fake))))))

const counts = ({ areas }: SpotIntakeOutcome) =>
  areas.map(({ added, gaps, priceArea, revised }) => [priceArea, added, revised, gaps.map(formatPeriod)])

const pricesOf = (priceArea: PriceArea, from: string, to: string, asOf?: number) =>
  Effect.map(
    SpotPriceStore.use((store) => store.spotPrices({ priceArea, period: period(from, to), asOf })),
    ({ stretches }) => stretches.map(({ nanoDkkPerKwh, resolution, start }) => [resolution, start, ...nanoDkkPerKwh])
  )

const asked = ({ requests }: FakeEnergiData) =>
  requests.map(({ dataset, params }) => [dataset, params.start, params.end, params.filter])

const areaFilter = (...areas: ReadonlyArray<string>) => JSON.stringify({ PriceArea: areas })

const doc = (dataset: string, records: ReadonlyArray<Row>) =>
  JSON.stringify({ total: records.length, filters: "{}", dataset, records })

for (const [name, stores] of storesByName) {
  // Each test has days of its own: the tests of a store share it.
  layer(stores)(`spot prices ${name}`, (it) => {
    it.effect("fetches hours before the seam and quarters after it, and a second time nothing", () =>
      Effect.gen(function* () {
        const fake = yield* started({
          elspot: elspotRows("2025-09-28", "2025-10-01"),
          dayAhead: dayAheadRows(["2025-10-01", "2025-10-03"])
        })
        const options = { areas: both, period: period("2025-09-30", "2025-10-02") }
        expect(counts(yield* intake(fake, options))).toEqual([
          ["DK1", 24 + 96, 0, []],
          ["DK2", 24 + 96, 0, []]
        ])
        expect(asked(fake).sort()).toEqual([
          ["DayAheadPrices", "2025-10-01", "2025-10-02", areaFilter("DK1", "DK2")],
          ["Elspotprices", "2025-09-30", "2025-10-01", areaFilter("DK1", "DK2")]
        ])
        const [hours, quarters] = yield* pricesOf("DK2", "2025-09-30", "2025-10-02")
        expect(hours?.slice(0, 3)).toEqual(["PT1H", Date.UTC(2025, 8, 29, 22), 1_048_000_001])
        expect(quarters?.slice(0, 3)).toEqual(["PT15M", Date.UTC(2025, 8, 30, 22), -5_000_000])
        expect(counts(yield* intake(fake, options))).toEqual([
          ["DK1", 0, 0, []],
          ["DK2", 0, 0, []]
        ])
        expect(fake.requests).toHaveLength(2)
      })
    )

    it.effect("asks for the days and areas that miss something, and tells what is left", () =>
      Effect.gen(function* () {
        const fake = yield* started({ dayAhead: dayAheadRows(["2026-01-01", "2026-01-04"]) })
        yield* intake(fake, { areas: ["DK1"], period: period("2026-01-01", "2026-01-03") })
        const outcome = yield* intake(fake, { areas: ["DK2", "DK1"], period: period("2026-01-01", "2026-01-06") })
        const gap = ["2026-01-03T23:00:00Z/2026-01-05T23:00:00Z"]
        expect(counts(outcome)).toEqual([
          ["DK1", 96, 0, gap],
          ["DK2", 3 * 96, 0, gap]
        ])
        expect(asked(fake)[1]).toEqual(["DayAheadPrices", "2026-01-01", "2026-01-06", areaFilter("DK1", "DK2")])
        yield* intake(fake, { areas: both, period: period("2026-01-01", "2026-01-06") })
        expect(asked(fake)[2]).toEqual(["DayAheadPrices", "2026-01-04", "2026-01-06", areaFilter("DK1", "DK2")])
      })
    )

    it.effect("keeps a revision when known days are asked for again, and what was believed before", () =>
      Effect.gen(function* () {
        const fake = yield* started({ elspot: elspotRows("2024-03-31", "2024-04-01") })
        const options = { areas: ["DK1"] as const, period: period("2024-03-31", "2024-04-01") }
        expect(counts(yield* intake(fake, options))).toEqual([["DK1", 23, 0, []]])
        const before = yield* knownNow
        fake.data = {
          Elspotprices: fake.data.Elspotprices!.map((row) =>
            row.HourUTC === "2024-03-31T00:00:00" ? { ...row, SpotPriceDKK: 99 } : row
          )
        }
        expect(counts(yield* intake(fake, options))).toEqual([["DK1", 0, 0, []]])
        expect(fake.requests).toHaveLength(1)
        expect(counts(yield* intake(fake, { ...options, refetch: true }))).toEqual([["DK1", 0, 1, []]])
        const [now] = yield* pricesOf("DK1", "2024-03-31", "2024-04-01")
        const [then] = yield* pricesOf("DK1", "2024-03-31", "2024-04-01", before)
        expect([now?.[3], then?.[3]]).toEqual([99_000_000, 1_000_001])
      })
    )

    it.effect("has both prices of the doubled hour in October", () =>
      Effect.gen(function* () {
        const fake = yield* started({ dayAhead: dayAheadRows(["2025-10-26", "2025-10-27"]) })
        const outcome = yield* intake(fake, { areas: ["DK1"], period: period("2025-10-26", "2025-10-27") })
        expect(counts(outcome)).toEqual([["DK1", 100, 0, []]])
        const [quarters] = yield* pricesOf("DK1", "2025-10-26", "2025-10-27")
        expect(quarters?.slice(10, 19)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11].map((price) => price * 1_000_000))
      })
    )

    it.effect("does not ask for days that cannot be published yet", () =>
      Effect.gen(function* () {
        const fake = yield* started({ dayAhead: dayAheadRows(["2026-02-15", "2026-02-17"]) })
        const options = { areas: ["DK2"] as const, period: period("2026-02-15", "2026-02-19") }
        const gap = ["2026-02-16T23:00:00Z/2026-02-18T23:00:00Z"]
        expect(counts(yield* intake(fake, options))).toEqual([["DK2", 192, 0, gap]])
        expect(asked(fake)).toEqual([["DayAheadPrices", "2026-02-15", "2026-02-17", areaFilter("DK2")]])
        expect(counts(yield* intake(fake, options))).toEqual([["DK2", 0, 0, gap]])
        expect(fake.requests).toHaveLength(1)
      })
    )

    it.effect("keeps what came before a failure, tells it, and asks for the rest the next time", () =>
      Effect.gen(function* () {
        const fake = yield* started({
          elspot: elspotRows("2022-01-01", "2023-02-01"),
          dayAhead: dayAheadRows(["2025-12-01", "2025-12-02"])
        })
        const firstYear = elspotRows("2022-01-01", "2023-01-02").filter(({ PriceArea }) => PriceArea === "DK1")
        fake.faults.push(body(doc("Elspotprices", firstYear)), status(400, "no"))
        const options = { areas: ["DK1"] as const, period: period("2022-01-01", "2023-02-01") }
        const first = yield* intake(fake, options)
        expect(counts(first)).toEqual([["DK1", 366 * 24, 0, ["2023-01-01T23:00:00Z/2023-01-31T23:00:00Z"]]])
        expect(first.problems.map(({ message, source }) => [source, message.split("\n")[0]])).toEqual([
          ["Elspotprices", "Energi Data Service refused the query for Elspotprices with status 400: no"]
        ])
        expect(counts(yield* intake(fake, options))).toEqual([["DK1", 30 * 24, 0, []]])
        expect(asked(fake).at(-1)?.slice(1, 3)).toEqual(["2023-01-02", "2023-02-01"])
      })
    )

    it.effect("leaves a gap where the price in DKK is not there yet", () =>
      Effect.gen(function* () {
        const rows = dayAheadRows(["2025-12-10", "2025-12-11"]).map((row, index) =>
          index < 2 ? { ...row, DayAheadPriceDKK: null } : row
        )
        const fake = yield* started({ dayAhead: rows })
        const outcome = yield* intake(fake, { areas: ["DK1"], period: period("2025-12-10", "2025-12-11") })
        expect(outcome.areas[0]).toMatchObject({ added: 95, withoutPrice: 1 })
        expect(outcome.areas[0]?.gaps.map(formatPeriod)).toEqual(["2025-12-09T23:00:00Z/2025-12-09T23:15:00Z"])
      })
    )

    it.effect("records files, tells which cannot be read, and leaves out other areas", () =>
      Effect.gen(function* () {
        const outcome = yield* spotImport([
          {
            source: "a.json",
            content: doc("DayAheadPrices", dayAheadRows(["2025-11-01", "2025-11-02"], ["DK1", "SE4"]))
          },
          { source: "b.json", content: "<html>" },
          { source: "c.json", content: doc("DayAheadPrices", dayAheadRows(["2025-11-03", "2025-11-04"], ["DK1"])) }
        ])
        expect(counts(outcome)).toEqual([["DK1", 192, 0, ["2025-11-01T23:00:00Z/2025-11-02T23:00:00Z"]]])
        expect(outcome.otherAreas).toEqual({ SE4: 96 })
        expect(outcome.problems.map(({ source }) => source)).toEqual(["b.json"])
      })
    )

    it.effect("records nothing of files that contradict each other", () =>
      Effect.gen(function* () {
        const rows = elspotRows("2021-05-01", "2021-05-02")
        const other = rows.map((row) => ({ ...row, SpotPriceDKK: -7.5 }))
        const outcome = yield* spotImport([
          { source: "fine.json", content: doc("Elspotprices", elspotRows("2021-05-03", "2021-05-04")) },
          { source: "one.json", content: doc("Elspotprices", rows) },
          { source: "other.json", content: doc("Elspotprices", other) }
        ])
        expect(outcome.problems.map(({ source }) => source)).toEqual(["one.json, other.json"])
        expect(outcome.problems[0]?.message).toContain("Contradictory spot prices for DK1")
        expect(yield* pricesOf("DK1", "2021-05-01", "2021-05-04")).toEqual([])
      })
    )
  })
}
