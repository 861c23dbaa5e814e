import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Charge } from "../charges/index.ts"
import { LocalDate, MarketCalendar } from "../market/index.ts"
import { type ChargePriceList, decodeChargePriceList, type PriceListDefaults } from "./DatahubPricelist.ts"

const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))

const hours = (price: (hour: number) => number | null) =>
  Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [`Price${hour + 1}`, price(hour)]))

const row = (fields: Record<string, unknown> = {}) => ({
  ChargeOwner: "Eksempel Net A/S",
  GLN_Number: "5790009990031",
  ChargeType: "D03",
  ChargeTypeCode: "CD",
  Note: "Nettarif C",
  Description: "",
  ValidFrom: "2025-01-01T00:00:00",
  ValidTo: null,
  VATClass: "D02",
  ...hours((hour) => (hour === 0 ? 0.5 : null)),
  TransparentInvoicing: 1,
  TaxIndicator: 0,
  ResolutionDuration: "P1D",
  ...fields
})

const list = (...records: ReadonlyArray<unknown>) => ({
  total: records.length,
  filters: '{"ChargeType":["D03"]}',
  dataset: "DatahubPricelist",
  records
})

const decoded = (...records: ReadonlyArray<unknown>): ChargePriceList =>
  Result.getOrThrow(decodeChargePriceList(list(...records)))
const charge = (...records: ReadonlyArray<unknown>): Charge => {
  const { charges } = decoded(...records)
  expect(charges).toHaveLength(1)
  return charges[0]!
}
const versions = (...records: ReadonlyArray<unknown>) =>
  charge(...records).prices.map(({ from, price, to }) => [from, to, price])
const flat = (nanoDkkPerKwh: number) => ({ kind: "flat", nanoDkkPerKwh })
const refused = (document: unknown, defaults?: PriceListDefaults) =>
  Result.getOrThrow(Result.flip(decodeChargePriceList(document, defaults)))

it("reads a tariff by day", () => {
  expect(charge(row({ ValidTo: "2025-07-01T00:00:00" }))).toEqual({
    kind: "tariff",
    key: { owner: "5790009990031", type: "D03", code: "CD" },
    name: "Nettarif C",
    vatClass: "D02",
    isTax: false,
    transparentInvoicing: true,
    prices: [
      { from: midnight("2025-01-01"), to: midnight("2025-07-01"), price: flat(500_000_000), source: "DatahubPricelist" }
    ]
  })
})

it("reads a tariff by local hour; zero is a price, null is none", () => {
  const [version] = charge(
    row({ ResolutionDuration: "PT1H", ...hours((hour) => (hour === 3 ? null : hour === 4 ? 0 : hour / 10)) })
  ).prices
  expect(version?.price).toEqual({
    kind: "byLocalHour",
    nanoDkkPerKwh: Float64Array.from({ length: 24 }, (_, hour) =>
      hour === 3 ? Number.NaN : hour === 4 ? 0 : hour * 100_000_000
    )
  })
})

it("keeps a tariff and a subscription with one code apart, and reads fees", () => {
  const { charges } = decoded(
    row({ ChargeType: "D01", ResolutionDuration: "P1M", Price1: 36.773011 }),
    row({ ChargeType: "D02", ResolutionDuration: "P1M", Price1: 100, VATClass: "D01" }),
    row()
  )
  expect(charges.map(({ key, kind, vatClass }) => [key.type, kind, vatClass])).toEqual([
    ["D01", "subscription", "D02"],
    ["D02", "fee", "D01"],
    ["D03", "tariff", "D02"]
  ])
  expect(charges[0]?.prices[0]?.price).toBe(36_773_011_000)
})

it("makes one version of equal neighbours, whatever the order of the rows", () => {
  const days = Array.from({ length: 31 }, (_, i) => {
    const date = (day: number) => `2025-01-${String(day).padStart(2, "0")}T00:00:00`
    return row({ ValidFrom: date(i + 1), ValidTo: i === 30 ? null : date(i + 2), Price1: i < 10 ? 0.1 : 0.2 })
  })
  fc.assert(
    fc.property(fc.shuffledSubarray(days, { minLength: days.length }), (records) => {
      expect(versions(...records)).toEqual([
        [midnight("2025-01-01"), midnight("2025-01-11"), flat(100_000_000)],
        [midnight("2025-01-11"), undefined, flat(200_000_000)]
      ])
    })
  )
})

it("lets the row that begins later hold from its beginning on", () => {
  const rows = [
    row(),
    row({ ValidFrom: "2025-03-01T00:00:00", ValidTo: "2025-04-01T00:00:00", Price1: 0 }),
    row({ ValidFrom: "2025-05-01T00:00:00", ValidTo: "2025-08-01T00:00:00", Price1: 0.7 }),
    row({ ValidFrom: "2025-06-01T00:00:00", Price1: 0.8 })
  ]
  for (const records of [rows, rows.toReversed()]) {
    expect(versions(...records)).toEqual([
      [midnight("2025-01-01"), midnight("2025-03-01"), flat(500_000_000)],
      [midnight("2025-03-01"), midnight("2025-04-01"), flat(0)],
      [midnight("2025-05-01"), midnight("2025-06-01"), flat(700_000_000)],
      [midnight("2025-06-01"), undefined, flat(800_000_000)]
    ])
  }
})

it("takes the same row twice as one, and the newest name", () => {
  expect(charge(row(), row({ Note: "old" }), row({ ValidFrom: "2026-01-01T00:00:00", Note: "new" })).name).toBe("new")
  expect(versions(row(), row())).toHaveLength(1)
  expect(charge(row({ Note: undefined })).name).toBe("CD")
})

it("carries rows that it cannot use, and lets no older price run on in their place", () => {
  const { charges, skipped } = decoded(
    row(),
    row({ ValidFrom: "2025-06-01T00:00:00", ResolutionDuration: "PT15M" }),
    row({ ChargeType: "D09", ChargeTypeCode: "X" }),
    row({ ChargeTypeCode: "Y", VATClass: "D03" }),
    row({ ChargeTypeCode: "Z", Price1: null }),
    row({ ChargeTypeCode: "W", ValidTo: "2024-01-01T00:00:00" }),
    row({ ChargeTypeCode: "V", ChargeType: "D01" })
  )
  expect(skipped).toEqual([
    { path: "records[1]", reason: "resolution PT15M of a charge of type D03" },
    { path: "records[2]", reason: "unknown charge type D09" },
    { path: "records[3]", reason: "unknown VAT class D03" },
    { path: "records[4]", reason: "no Price1" },
    { path: "records[5]", reason: "it ends before it begins" },
    { path: "records[6]", reason: "resolution P1D of a charge of type D01" }
  ])
  expect(charges.map(({ key, prices }) => [key.code, prices.map(({ to }) => to)])).toEqual([
    ["CD", [midnight("2025-06-01")]]
  ])
})

it.each([{ VATClass: "D01" }, { TaxIndicator: 1 }])(
  "carries a charge that changes to %j instead of billing it wrongly",
  (change) => {
    const { charges, skipped } = decoded(row(), row({ ValidFrom: "2026-01-01T00:00:00", ...change }))
    expect(charges).toEqual([])
    expect(skipped).toEqual([
      { path: "records[0]", reason: "5790009990031/D03/CD has another VAT class or tax flag in records[1]" }
    ])
  }
)

describe("columns that are left out", () => {
  const partial = row({ VATClass: undefined, TaxIndicator: undefined, TransparentInvoicing: null })

  it("are refused by name, not guessed", () => {
    const error = refused(list(row(), partial))
    expect(error.issues.map(({ path }) => path)).toEqual([
      "records[1].VATClass",
      "records[1].TaxIndicator",
      "records[1].TransparentInvoicing"
    ])
    expect(error).toMatchObject({ document: "DatahubPricelist", issueCount: 3, actual: "nothing" })
  })

  it("take the defaults, which never overrule what the list says", () => {
    const defaults: PriceListDefaults = {
      vatClass: "D01",
      isTax: (key) => key.code === "CD",
      transparentInvoicing: false
    }
    const [other] = Result.getOrThrow(decodeChargePriceList(list(partial), defaults)).charges
    expect(other).toMatchObject({ vatClass: "D01", isTax: true, transparentInvoicing: false })
    const [said] = Result.getOrThrow(decodeChargePriceList(list(row()), defaults)).charges
    expect(said).toMatchObject({ vatClass: "D02", isTax: false, transparentInvoicing: true })
  })
})

describe("what is refused", () => {
  it.each([
    ["a cut list", { ...list(row()), total: 440_000 }, "records", "all 440000 rows (total)"],
    ["a seventh decimal", list(row({ Price1: 0.1234567 })), "records[0].Price1", "a price with at most 6 decimals"],
    ["another dataset", { ...list(row()), dataset: "Elspotprices" }, "dataset", "DatahubPricelist"],
    [
      "a broken GLN",
      list(row({ GLN_Number: "5790009990032" })),
      "records[0].GLN_Number",
      "GLN 5790009990032 has check digit 2, expected 1"
    ],
    [
      "a time that is no midnight",
      list(row({ ValidFrom: "2025-01-01T01:00:00" })),
      "records[0].ValidFrom",
      "a Danish midnight (2026-01-01T00:00:00)"
    ],
    [
      "a row without its key",
      list(row({ ChargeTypeCode: "" })),
      "records[0].ChargeTypeCode",
      "a text that is not empty"
    ],
    [
      "two prices from one day on",
      list(row(), row({ Price1: 0.6 })),
      "records[1]",
      "what records[0] says of the same charge and day"
    ],
    [
      "two ends from one day on",
      list(row({ ValidTo: "2026-01-01T00:00:00" }), row()),
      "records[1]",
      "what records[0] says of the same charge and day"
    ]
  ])("%s", (_, document, path, expected) => {
    expect(refused(document)).toMatchObject({ path, expected })
  })
})

const folder = `${process.env.DATAHUB_SHARED ?? fileURLToPath(new URL("../../../../../shared", import.meta.url))}/data/eds/datahubpricelist`
const there = existsSync(folder)
const defaults: PriceListDefaults = {
  vatClass: "D02",
  isTax: (key) => key.code.startsWith("EA-"),
  transparentInvoicing: true
}

describe.skipIf(!there)(`recorded price lists${there ? "" : ` (skipped: no folder ${folder})`}`, () => {
  const read = (file: string) =>
    Result.getOrThrow(decodeChargePriceList(readFileSync(`${folder}/${file}`, "utf8"), defaults))
  const priceAt = (charges: ReadonlyArray<Charge>, code: string, date: string) =>
    charges
      .find(({ key }) => key.code === code)
      ?.prices.find(({ from, to }) => from <= midnight(date) && midnight(date) < (to ?? Infinity))?.price

  it.each(there ? readdirSync(folder) : [])(
    "%s: versions in order, without overlap, every row's day with its price",
    (file) => {
      const { charges, skipped } = read(file)
      expect(skipped).toEqual([])
      for (const { prices } of charges) {
        prices.forEach(({ from, to }, i) => {
          expect(to ?? Infinity).toBeGreaterThan(from)
          if (i > 0) expect(from).toBeGreaterThanOrEqual(prices[i - 1]!.to!)
        })
      }
      const { records } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"))
      for (const record of records) {
        const price = priceAt(charges, record.ChargeTypeCode, record.ValidFrom.slice(0, 10))
        const first =
          typeof price === "number"
            ? price
            : price?.kind === "byLocalHour"
              ? price.nanoDkkPerKwh[0]
              : price?.nanoDkkPerKwh
        expect(first).toBe(Math.round(record.Price1 * 1e9))
      }
    }
  )

  it("makes three prices of TREFOR's row a day", () => {
    expect(read("trefor-244.json").charges.map(({ key, prices }) => [key.code, prices.length])).toEqual([
      ["C", 3],
      ["IFC", 2]
    ])
  })

  it("has the electricity tax of each part of 2022 and of 2026", () => {
    const { charges } = read("energinet.json")
    const tax = (date: string) => priceAt(charges, "EA-001", date)
    expect([tax("2022-06-30"), tax("2022-07-01"), tax("2022-10-01"), tax("2026-01-01")]).toEqual([
      flat(903e6),
      flat(763e6),
      flat(723e6),
      flat(8e6)
    ])
  })

  it("refuses a list that leaves columns out when no defaults are given", () => {
    expect(refused(readFileSync(`${folder}/radius.json`, "utf8")).path).toBe("records[0].VATClass")
  })
})
