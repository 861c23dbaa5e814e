import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { intervalMs, MarketCalendar, type PriceArea } from "../market/index.ts"
import { decodeSpotPoints, decodeSpotPrices } from "./edsSpotPrices.ts"

const elspot = (...records: ReadonlyArray<object>) => ({
  total: records.length,
  filters: '{"PriceArea":["DK1"]}',
  dataset: "Elspotprices",
  records
})
const dayAhead = (...records: ReadonlyArray<object>) => ({ ...elspot(...records), dataset: "DayAheadPrices" })

const hourRow = {
  HourUTC: "2025-09-30T21:00:00",
  HourDK: "2025-09-30T23:00:00",
  PriceArea: "DK1",
  SpotPriceDKK: 139.570007,
  SpotPriceEUR: 18.7
}
const quarterRow = {
  TimeUTC: "2025-09-30T22:00:00",
  TimeDK: "2025-10-01T00:00:00",
  PriceArea: "DK1",
  DayAheadPriceDKK: -12.5,
  DayAheadPriceEUR: -1.7
}

const refused = (document: unknown) => Result.getOrThrow(Result.flip(decodeSpotPoints(document)))

it("reads hours and quarters, DKK per MWh to whole nano-DKK per kWh", () => {
  const prices = Result.getOrThrow(decodeSpotPrices([JSON.stringify(dayAhead(quarterRow)), elspot(hourRow)]))
  expect(prices).toEqual([
    {
      priceArea: "DK1",
      stretches: [
        { resolution: "PT1H", start: Date.UTC(2025, 8, 30, 21), nanoDkkPerKwh: Float64Array.of(139_570_007) },
        { resolution: "PT15M", start: Date.UTC(2025, 8, 30, 22), nanoDkkPerKwh: Float64Array.of(-12_500_000) }
      ]
    }
  ])
})

it("keys the doubled hour in October on UTC", () => {
  const twice = ["2024-10-27T00:00:00", "2024-10-27T01:00:00"].map((HourUTC, i) => ({
    ...hourRow,
    HourUTC,
    HourDK: "2024-10-27T02:00:00",
    SpotPriceDKK: i
  }))
  expect(Result.getOrThrow(decodeSpotPrices([elspot(...twice)]))[0]?.stretches[0]?.nanoDkkPerKwh).toEqual(
    Float64Array.of(0, 1_000_000)
  )
})

it("leaves out what has no price yet, and counts other areas", () => {
  const data = Result.getOrThrow(
    decodeSpotPoints(
      dayAhead(
        { ...quarterRow, DayAheadPriceDKK: null },
        { ...quarterRow, PriceArea: "SE4" },
        { ...quarterRow, PriceArea: "SE4", DayAheadPriceDKK: null }
      )
    )
  )
  expect(data).toEqual({
    dataset: "DayAheadPrices",
    points: [],
    withoutPrice: [{ priceArea: "DK1", start: Date.UTC(2025, 8, 30, 22) }],
    otherAreas: new Map([["SE4", 2]])
  })
})

it("takes a range without data", () => {
  expect(Result.getOrThrow(decodeSpotPrices([dayAhead()]))).toEqual([])
})

it("refuses contradictory documents", () => {
  const error = Result.getOrThrow(
    Result.flip(decodeSpotPrices([elspot(hourRow), elspot({ ...hourRow, SpotPriceDKK: 1 })]))
  )
  expect(error._tag).toBe("ContradictorySpotPrices")
})

describe("what is refused", () => {
  it.each([
    [
      "a seventh decimal",
      dayAhead({ ...quarterRow, DayAheadPriceDKK: 1.0000001 }),
      "records[0].DayAheadPriceDKK",
      "a price with at most 6 decimals",
      "1.0000001"
    ],
    [
      "a price as text",
      dayAhead({ ...quarterRow, DayAheadPriceDKK: "1,5" }),
      "records[0].DayAheadPriceDKK",
      "a number or null",
      `"1,5"`
    ],
    [
      "a row without the price",
      elspot(hourRow, { HourUTC: hourRow.HourUTC, PriceArea: "DK1" }),
      "records[1].SpotPriceDKK",
      "a value",
      "nothing"
    ],
    [
      "minutes in an hour's start",
      elspot({ ...hourRow, HourUTC: "2025-09-30T21:15:00" }),
      "records[0].HourUTC",
      "the UTC start of a PT1H interval (2025-09-30T22:00:00)",
      `"2025-09-30T21:15:00"`
    ],
    [
      "a start off the quarter",
      dayAhead({ ...quarterRow, TimeUTC: "2025-09-30T22:05:00" }),
      "records[0].TimeUTC",
      "the UTC start of a PT15M interval (2025-09-30T22:00:00)",
      `"2025-09-30T22:05:00"`
    ],
    ["a cut document", { ...dayAhead(quarterRow), total: 100 }, "records", "all 100 rows (total)", `"1 rows"`],
    [
      "a dataset of an odd name",
      { ...dayAhead(), dataset: "toString" },
      "dataset",
      "Elspotprices or DayAheadPrices",
      `"toString"`
    ],
    [
      "another dataset",
      { ...dayAhead(), dataset: "CO2Emis" },
      "dataset",
      "Elspotprices or DayAheadPrices",
      `"CO2Emis"`
    ],
    ["no envelope", [], "the document", "an object", "[]"]
  ])("%s", (_, document, path, expected, actual) => {
    expect(refused(document)).toMatchObject({ path, expected, actual })
  })

  it("text that is no JSON", () => {
    expect(refused("<html>")).toMatchObject({ document: "Elspotprices or DayAheadPrices", expected: "JSON" })
  })
})

const folder = `${process.env.DATAHUB_SHARED ?? fileURLToPath(new URL("../../../../../shared", import.meta.url))}/data/eds`
const there = existsSync(folder)

describe.skipIf(!there)(`recorded days${there ? "" : ` (skipped: no folder ${folder})`}`, () => {
  const days = (dataset: string) => readdirSync(`${folder}/${dataset}`).map((file) => [dataset, file] as const)
  it.each(there ? [...days("elspotprices"), ...days("dayaheadprices")] : [])(
    "%s %s is a whole local day in both areas",
    (dataset, file) => {
      const text = readFileSync(`${folder}/${dataset}/${file}`, "utf8")
      const prices = Result.getOrThrow(decodeSpotPrices([text]))
      const day = MarketCalendar.dayPeriod(file.slice(0, 10) as never)
      expect(prices.map(({ priceArea }) => priceArea)).toEqual<Array<PriceArea>>(["DK1", "DK2"])
      const records = JSON.parse(text).records as ReadonlyArray<Record<string, unknown>>
      for (const { priceArea, stretches } of prices) {
        expect(stretches).toHaveLength(1)
        const { nanoDkkPerKwh, resolution, start } = stretches[0]!
        expect(start).toBe(day.from)
        expect(start + nanoDkkPerKwh.length * intervalMs[resolution]).toBe(day.to)
        const published = records
          .filter((row) => row.PriceArea === priceArea)
          .map((row) => row.SpotPriceDKK ?? row.DayAheadPriceDKK)
        expect([...nanoDkkPerKwh].map((nano) => nano / 1e6)).toEqual(published)
      }
    }
  )

  it("are the same prices read in any order", () => {
    const texts = [...days("elspotprices"), ...days("dayaheadprices")].map(([dataset, file]) =>
      readFileSync(`${folder}/${dataset}/${file}`, "utf8")
    )
    const forward = Result.getOrThrow(decodeSpotPrices(texts))
    expect(Result.getOrThrow(decodeSpotPrices([...texts, ...texts].reverse()))).toEqual(forward)
    expect(
      forward[0]?.stretches.some(
        ({ resolution, start }) => resolution === "PT15M" && start === Date.UTC(2025, 8, 30, 22)
      )
    ).toBe(true)
  })
})
