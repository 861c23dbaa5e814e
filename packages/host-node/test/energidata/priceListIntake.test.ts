import {
  type Charge,
  type ChargeKey,
  ChargeStore,
  formatPeriod,
  Gln,
  LocalDate,
  MarketCalendar,
  type PriceVersion
} from "@datahub-settlement/core"
import { expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { priceListImport, priceListIntake } from "../../src/energidata/priceListIntake.ts"
import type { PriceListOutcome } from "../../src/energidata/PriceListOutcome.ts"
import { askingAt, passing, today } from "./asking.ts"
import { type FakeEnergiData, fakeEnergiData, status } from "./fakeEnergiData.ts"
import { priceRow, type Row } from "./spotRows.ts"
import { knownNow, storesByName } from "./testStores.ts"

const owner = Gln.make("5790009990031")
const energinet = Gln.make("5790000432752")

const started = (rows: ReadonlyArray<Row>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(today)
    return yield* fakeEnergiData({ DatahubPricelist: rows })
  })

const intake = (fake: FakeEnergiData, options: Parameters<typeof priceListIntake>[0]) =>
  TestClock.adjust(60_000).pipe(
    Effect.andThen(passing([], priceListIntake(options).pipe(Effect.provide(askingAt(fake)))))
  )

const keyOf = (code: string, type: ChargeKey["type"] = "D03"): ChargeKey => ({ owner, type, code })

const known = (code: string, type: ChargeKey["type"] = "D03", asOf?: number) =>
  Effect.map(
    ChargeStore.use((store) =>
      store.charges({ keys: [keyOf(code, type)], period: { from: 0, to: Date.UTC(2100, 0, 1) }, asOf })
    ),
    (charges) => charges.flatMap(versionsOf)
  )

const day = (instant: number | undefined): string => (instant === undefined ? "…" : MarketCalendar.localDateOf(instant))

const versionsOf = (charge: Charge) =>
  (charge.prices as ReadonlyArray<PriceVersion<unknown>>).map(({ from, price, to }) => {
    const nano = typeof price === "number" ? price : (price as { readonly nanoDkkPerKwh: unknown }).nanoDkkPerKwh
    return [day(from), day(to), nano]
  })

const counts = ({ charges, recorded }: PriceListOutcome) => [
  charges,
  recorded.charges,
  recorded.added,
  recorded.superseded
]

const doc = (...records: ReadonlyArray<Row>) =>
  JSON.stringify({ total: records.length, filters: "{}", dataset: "DatahubPricelist", records })

const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))

for (const [name, stores] of storesByName) {
  // Each test has codes of its own: the tests of a store share it.
  layer(stores)(`price lists ${name}`, (it) => {
    it.effect("fetches all that owners charge, rows that began years ago too, and a second time changes nothing", () =>
      Effect.gen(function* () {
        const fake = yield* started([
          priceRow({ ChargeTypeCode: "A1", ValidFrom: "2015-04-01T00:00:00", Price1: 0.25 }),
          priceRow({ ChargeTypeCode: "A1", ChargeType: "D01", ResolutionDuration: "P1M", Price1: 36.773011 }),
          priceRow({ GLN_Number: energinet, ChargeTypeCode: "A2", ValidFrom: "2027-01-01T00:00:00" }),
          priceRow({ GLN_Number: "5790001089030", ChargeTypeCode: "A3" })
        ])
        const options = { owners: [energinet, owner] }
        const first = yield* intake(fake, options)
        expect(counts(first)).toEqual([3, 3, 3, 0])
        expect(first).toMatchObject({ ended: [], missing: [], problems: [], refused: [], skipped: [] })
        expect(fake.requests.map(({ params }) => [params.start, params.end, params.filter])).toEqual([
          ["2014-01-01", undefined, JSON.stringify({ GLN_Number: [energinet, owner] })]
        ])
        expect(yield* known("A1")).toEqual([["2015-04-01", "…", 250_000_000]])
        expect(yield* known("A1", "D01")).toEqual([["2025-01-01", "…", 36_773_011_000]])
        expect(counts(yield* intake(fake, options))).toEqual([3, 0, 0, 0])
      })
    )

    it.effect("fetches single charges, and records none that were not asked for", () =>
      Effect.gen(function* () {
        const fake = yield* started([
          priceRow({ ChargeTypeCode: "B1" }),
          priceRow({ ChargeTypeCode: "B2", ChargeType: "D01", ResolutionDuration: "P1M" }),
          priceRow({ ChargeTypeCode: "B2" })
        ])
        const outcome = yield* intake(fake, { keys: [keyOf("B1"), keyOf("B2", "D01"), keyOf("B9")] })
        expect(counts(outcome)).toEqual([2, 2, 2, 0])
        expect(outcome.missing).toEqual(["5790009990031/D03/B9"])
        expect(fake.requests[0]?.params.filter).toBe(
          JSON.stringify({ GLN_Number: [owner], ChargeType: ["D01", "D03"], ChargeTypeCode: ["B1", "B2", "B9"] })
        )
        expect(yield* known("B2")).toEqual([])
        const byCode = yield* intake(fake, { owners: [owner, energinet], codes: ["B2", "B8"] })
        expect([byCode.charges, byCode.missing]).toEqual([2, [`charges of ${energinet}`, "code B8"]])
      })
    )

    it.effect("takes in an end that a row got later, and keeps what was believed before", () =>
      Effect.gen(function* () {
        const old = priceRow({ ChargeTypeCode: "C", ValidFrom: "2025-10-01T00:00:00", Price1: 0.3 })
        const fake = yield* started([old])
        yield* intake(fake, { owners: [owner] })
        const before = yield* knownNow
        fake.data = { DatahubPricelist: [{ ...old, ValidTo: "2026-04-01T00:00:00" }] }
        const outcome = yield* intake(fake, { owners: [owner] })
        expect(outcome.ended).toEqual([{ charge: "5790009990031/D03/C", from: midnight("2026-04-01"), to: undefined }])
        expect(yield* known("C")).toEqual([
          ["2025-10-01", "2026-04-01", 300_000_000],
          ["2026-04-01", "…", Number.NaN]
        ])
        expect(yield* known("C", "D03", before)).toEqual([["2025-10-01", "…", 300_000_000]])
        const again = yield* intake(fake, { owners: [owner] })
        expect([counts(again), again.ended]).toEqual([[1, 0, 0, 0], []])
        fake.data = {
          DatahubPricelist: [
            { ...old, ValidTo: "2026-04-01T00:00:00" },
            { ...old, ValidFrom: "2026-04-01T00:00:00", Price1: 0.4 }
          ]
        }
        yield* intake(fake, { owners: [owner] })
        expect(yield* known("C")).toEqual([
          ["2025-10-01", "2026-04-01", 300_000_000],
          ["2026-04-01", "…", 400_000_000]
        ])
      })
    )

    it.effect("ends the price of a subscription, and none that DataHub itself gave", () =>
      Effect.gen(function* () {
        const row = priceRow({ ChargeTypeCode: "D", ChargeType: "D01", ResolutionDuration: "P1M", Price1: 10 })
        const fake = yield* started([row])
        yield* intake(fake, { owners: [owner] })
        const fromDataHub: Charge = {
          kind: "subscription",
          key: keyOf("D", "D01"),
          name: "Nettarif C",
          vatClass: "D02",
          transparentInvoicing: false,
          prices: [{ from: midnight("2027-01-01"), price: 12e9, source: "rsm-034" }]
        }
        yield* ChargeStore.use((store) => store.record([fromDataHub], "rsm-034"))
        fake.data = { DatahubPricelist: [{ ...row, ValidTo: "2026-06-01T00:00:00" }] }
        const { ended } = yield* intake(fake, { owners: [owner] })
        expect(ended.map(formatPeriod)).toEqual(["2026-05-31T22:00:00Z/2026-12-31T23:00:00Z"])
        expect(yield* known("D", "D01")).toEqual([
          ["2025-01-01", "2026-06-01", 10e9],
          ["2026-06-01", "2027-01-01", Number.NaN],
          ["2027-01-01", "…", 12e9]
        ])
      })
    )

    it.effect("tells rows that it leaves out and charges that it refuses, and records the others", () =>
      Effect.gen(function* () {
        const fake = yield* started([
          priceRow({ ChargeTypeCode: "E1" }),
          priceRow({ ChargeTypeCode: "E2", ResolutionDuration: "PT15M" }),
          priceRow({ ChargeTypeCode: "E3", Price1: 0.1234567 }),
          priceRow({ ChargeTypeCode: "E3", ValidFrom: "2024-01-01T00:00:00" }),
          priceRow({ ChargeTypeCode: "E4" }),
          priceRow({ ChargeTypeCode: "E4", ValidTo: "2026-01-01T00:00:00" }),
          priceRow({ ChargeType: null })
        ])
        const outcome = yield* intake(fake, { owners: [owner] })
        expect(counts(outcome)).toEqual([1, 1, 1, 0])
        expect(outcome.skipped).toEqual([
          { charge: "5790009990031/D03/E2", path: "records[1]", reason: "resolution PT15M of a charge of type D03" }
        ])
        expect(outcome.refused.map(({ charge, path, reason }) => [charge, path, reason])).toEqual([
          ["5790009990031/D03/E3", "records[3].Price1", "expected a price with at most 6 decimals, got 0.1234567"],
          [
            "5790009990031/D03/E4",
            "records[5]",
            `expected what records[4] says of the same charge and day, got "another price or end"`
          ],
          ["5790009990031/?/CD", "records[6].ChargeType", "expected a text, got null"]
        ])
        expect(yield* known("E3")).toEqual([])
      })
    )

    it.effect("tells a failure of the service, and changes nothing", () =>
      Effect.gen(function* () {
        const fake = yield* started([priceRow({ ChargeTypeCode: "F" })])
        fake.faults.push(status(400, "no"))
        const outcome = yield* intake(fake, { owners: [owner] })
        expect(outcome.problems.map(({ source }) => source)).toEqual(["DatahubPricelist"])
        expect(yield* known("F")).toEqual([])
      })
    )

    it.effect("records files, guesses no column, and ends nothing unless a file is whole", () =>
      Effect.gen(function* () {
        const row = priceRow({ ChargeTypeCode: "G", VATClass: null, TaxIndicator: null, TransparentInvoicing: null })
        const bare = yield* priceListImport([{ source: "g.json", content: doc(row) }], { isWhole: false })
        expect(bare.refused.map(({ path }) => path)).toEqual([
          "records[0].VATClass",
          "records[0].TaxIndicator",
          "records[0].TransparentInvoicing"
        ])
        const defaults = { vatClass: "D02", transparentInvoicing: true, isTax: () => false } as const
        const files = (isWhole: boolean, ...rows: ReadonlyArray<Row>) =>
          priceListImport(
            [
              { source: "cut.json", content: { ...JSON.parse(doc(row)), total: 2 } },
              { source: "g.json", content: doc(...rows) }
            ],
            {
              defaults,
              isWhole
            }
          )
        const read = yield* files(false, row)
        expect([counts(read), read.problems.map(({ source }) => source)]).toEqual([[1, 1, 1, 0], ["cut.json"]])
        const part = { ...row, ValidTo: "2026-01-01T00:00:00" }
        expect((yield* files(false, part)).ended).toEqual([])
        expect(yield* known("G")).toEqual([["2025-01-01", "…", 500_000_000]])
        expect((yield* files(true, part)).ended).toHaveLength(1)
        expect(yield* known("G")).toEqual([
          ["2025-01-01", "2026-01-01", 500_000_000],
          ["2026-01-01", "…", Number.NaN]
        ])
      })
    )
  })
}
