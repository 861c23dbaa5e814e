import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { energinet, LocalDate, MarketCalendar } from "../market/index.ts"
import { decodePriceList, encodeChargeInformation, encodeChargePrices } from "./NotifyPriceList.ts"
import type { ChargeInformation, ChargePriceSeries, PriceResolution } from "./PriceList.ts"
import { positionsIn } from "./pricePositions.ts"

const owner = { "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990031" } }

const information = {
  mRID: "NET-C",
  VATPayer: { value: "D02" },
  ...owner,
  description: "Time-of-use grid tariff, invented",
  effectiveDate: "2025-09-30T22:00:00Z",
  name: "Grid tariff C",
  "priceTimeFrame_Period.resolution": "PT1H",
  taxIndicator: false,
  transparentInvoicing: true,
  type: { value: "D03" }
}

const amounts = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 0.11 : hour >= 17 && hour < 21 ? 0.99 : 0.33))

const period = {
  resolution: "PT1H",
  timeInterval: { start: { value: "2025-09-30T22:00Z" }, end: { value: "2025-10-01T22:00Z" } },
  Point: amounts.map((value, i) => ({ position: { value: i + 1 }, "price.amount": { value } }))
}

const prices = (fields: object = {}, charge: object = {}) => ({
  mRID: "NET-C",
  ...owner,
  effectiveDate: "2025-09-30T22:00:00Z",
  type: { value: "D03" },
  Series_Period: [{ ...period, ...fields }],
  ...charge
})

const document = (processType: string, ...charges: ReadonlyArray<object>) => ({
  NotifyPriceList_MarketDocument: {
    mRID: "34343434343434343434343434343434",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-09-20T06:00:00Z",
    "process.processType": { value: processType },
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DDZ" },
    type: { value: "D12" },
    MktActivityRecord: [{ mRID: "34343434343434343434343434343435", ChargeGroup: { ChargeType: charges } }]
  }
})

const decoded = (...charges: ReadonlyArray<object>) => Result.getOrThrow(decodePriceList(document("D08", ...charges)))
const refused = (...charges: ReadonlyArray<object>) =>
  Result.getOrThrow(Result.flip(decodePriceList(document("D08", ...charges))))

const origin = {
  key: { owner: "5790009990031", type: "D03", code: "NET-C" },
  registeredAt: Date.UTC(2025, 8, 20, 6),
  messageId: "34343434343434343434343434343434",
  transactionId: "34343434343434343434343434343435"
}

it("reads charge master data", () => {
  const data = Result.getOrThrow(decodePriceList(JSON.stringify(document("D18", information))))
  expect(data.header).toMatchObject({ processType: "D18", type: "D12" })
  expect(data.series).toEqual([])
  expect(data.information).toEqual([
    {
      ...origin,
      name: "Grid tariff C",
      description: "Time-of-use grid tariff, invented",
      vatClass: "D02",
      isTax: false,
      transparentInvoicing: true,
      resolution: "PT1H",
      from: Date.UTC(2025, 8, 30, 22)
    }
  ])
})

it("reads prices", () => {
  expect(decoded(prices())).toMatchObject({ information: [], skipped: [] })
  expect(decoded(prices()).series).toEqual([
    {
      ...origin,
      resolution: "PT1H",
      from: Date.UTC(2025, 8, 30, 22),
      to: Date.UTC(2025, 9, 1, 22),
      prices: Float64Array.from(amounts, (dkk) => Math.round(dkk * 1e9))
    }
  ])
})

it("takes bare numbers, and has no price where a position is left out", () => {
  const some = prices({ Point: [{ position: 24, "price.amount": -0.000001 }, { position: { value: 1 } }] })
  expect(decoded(some).series[0]?.prices).toEqual(
    Float64Array.from({ length: 24 }, (_, i) => (i === 23 ? -1000 : Number.NaN))
  )
})

it("reads a subscription without an end", () => {
  const open = prices(
    {
      resolution: "P1M",
      timeInterval: { start: { value: "2025-09-30T22:00Z" } },
      Point: [{ position: { value: 1 }, "price.amount": { value: 36.773011 } }]
    },
    { type: { value: "D01" } }
  )
  expect(decoded(open).series).toEqual([
    {
      ...origin,
      key: { ...origin.key, type: "D01" },
      resolution: "P1M",
      from: Date.UTC(2025, 8, 30, 22),
      prices: Float64Array.of(36_773_011_000)
    }
  ])
})

it("carries what it does not know", () => {
  const data = decoded(
    prices({}, { type: { value: "D04" } }),
    prices({ resolution: "P1Y" }),
    prices({ resolution: "P1D" }, { type: { value: "D01" } }),
    { ...information, VATPayer: { value: "D03" }, "priceTimeFrame_Period.resolution": "PT5M" }
  )
  expect(data.skipped.map(({ reason }) => reason)).toEqual([
    "unknown charge type D04",
    "resolution P1Y of a charge of type D03",
    "resolution P1D of a charge of type D01"
  ])
  expect(data.skipped[1]?.path).toBe(
    "NotifyPriceList_MarketDocument.MktActivityRecord[0].ChargeGroup.ChargeType[1].Series_Period[0]"
  )
  expect(data.information).toMatchObject([{ vatClass: "D03", resolution: "PT5M" }])
})

describe("what is refused", () => {
  const point = (position: unknown, amount: unknown) => [{ position, "price.amount": amount }]
  const whole = (resolution: string) => `whole ${resolution} positions, at most 10 years`
  it.each([
    [
      "a seventh decimal",
      prices({ Point: point(1, 0.1234567) }),
      ".Series_Period[0].Point[0]",
      "a price with at most 6 decimals"
    ],
    ["a price as text", prices({ Point: point(1, "0.1") }), ".Series_Period[0].Point[0]", "a number or an object"],
    [
      "position 0",
      prices({ Point: point(0, 1) }),
      ".Series_Period[0].Point[0].position",
      "a whole number from 1 to 24, each once"
    ],
    [
      "half a position",
      prices({ Point: point(1.5, 1) }),
      ".Series_Period[0].Point[0].position",
      "a whole number from 1 to 24, each once"
    ],
    [
      "a position after the end",
      prices({ Point: point({ value: 25 }, 1) }),
      ".Series_Period[0].Point[0].position",
      "a whole number from 1 to 24, each once"
    ],
    [
      "a position twice",
      prices({ Point: [...point(1, 1), ...point(1, 1)] }),
      ".Series_Period[0].Point[1].position",
      "a whole number from 1 to 24, each once"
    ],
    [
      "hours without an end",
      prices({ timeInterval: { start: { value: "2025-09-30T22:00Z" } } }),
      ".Series_Period[0].timeInterval",
      whole("PT1H")
    ],
    [
      "an end before the start",
      prices({ timeInterval: { start: { value: "2025-09-30T22:00Z" }, end: { value: "2025-09-29T22:00Z" } } }),
      ".Series_Period[0].timeInterval",
      whole("PT1H")
    ],
    [
      "twenty years",
      prices({ timeInterval: { start: { value: "2005-09-30T22:00Z" }, end: { value: "2025-09-30T22:00Z" } } }),
      ".Series_Period[0].timeInterval",
      whole("PT1H")
    ],
    [
      "days that begin at another time",
      prices({
        resolution: "P1D",
        timeInterval: { start: { value: "2025-09-30T23:00Z" }, end: { value: "2025-10-01T22:00Z" } }
      }),
      ".Series_Period[0].timeInterval",
      whole("P1D")
    ],
    ["information without a name", { ...information, name: undefined }, ".name", "a value"],
    ["information without VAT", { ...information, VATPayer: undefined }, ".VATPayer", "a value"],
    ["information without the tax flag", { ...information, taxIndicator: undefined }, ".taxIndicator", "a value"],
    ["a flag as text", { ...information, transparentInvoicing: "true" }, ".transparentInvoicing", "true or false"],
    [
      "an end before the beginning",
      { ...information, terminationDate: "2025-09-29T22:00:00Z" },
      ".terminationDate",
      "2025-09-30T22:00:00Z or later"
    ]
  ])("%s", (_, charge, path, expected) => {
    const error = refused(charge)
    expect(error.document).toBe("RSM-034 NotifyPriceList_MarketDocument")
    expect(error.path).toContain(`NotifyPriceList_MarketDocument.MktActivityRecord[0].ChargeGroup.ChargeType[0]${path}`)
    expect(error.expected).toBe(expected)
    expect(error.issueCount).toBe(1)
  })
})

const { header } = decoded()
const midnights = ["2025-01-01", "2025-03-01", "2025-03-31", "2025-11-01"].map((date) =>
  MarketCalendar.startOfDay(LocalDate.make(date))
)
const anyOrigin = (type: "D01" | "D03") => ({
  key: { owner: energinet, type, code: "X 1" },
  registeredAt: header.createdAt,
  messageId: header.messageId,
  transactionId: "t-1"
})

it("reads back the information it writes", () => {
  const anyInformation = fc
    .record({
      name: fc.string(),
      description: fc.string(),
      vatClass: fc.constantFrom("D01", "D02", "D09"),
      isTax: fc.boolean(),
      transparentInvoicing: fc.boolean(),
      resolution: fc.constantFrom("PT1H", "P1D", "X"),
      until: fc.constantFrom(undefined, 0, 2)
    })
    .map(({ until, ...fields }): ChargeInformation => ({
      ...anyOrigin("D03"),
      ...fields,
      from: midnights[0]!,
      ...(until === undefined ? {} : { to: midnights[until]! })
    }))
  fc.assert(
    fc.property(fc.array(anyInformation, { maxLength: 4 }), (some) => {
      const json = JSON.stringify(encodeChargeInformation({ header, information: some }))
      expect(Result.getOrThrow(decodePriceList(json))).toEqual({ header, information: some, series: [], skipped: [] })
    })
  )
})

it("reads back the prices it writes", () => {
  const anySeries = fc
    .record({
      resolution: fc.constantFrom<PriceResolution>("PT15M", "PT1H", "P1D", "P1M"),
      from: fc.constantFrom(0, 1, 2),
      length: fc.constantFrom(0, 1),
      micro: fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 })), { minLength: 1, maxLength: 20 })
    })
    .map(({ from, length, micro, resolution }): ChargePriceSeries => {
      const open = length === 0 && resolution.startsWith("P1")
      const validity = { from: midnights[from]!, ...(open ? {} : { to: midnights[from + 1]! }) }
      const prices = Float64Array.from(
        { length: positionsIn(validity, resolution)! },
        (_, i) => (micro[i % micro.length] ?? Number.NaN) * 1000
      )
      return { ...anyOrigin(resolution === "P1M" ? "D01" : "D03"), ...validity, resolution, prices }
    })
  fc.assert(
    fc.property(fc.array(anySeries, { maxLength: 2 }), (some) => {
      const json = JSON.stringify(encodeChargePrices({ header, series: some }))
      expect(Result.getOrThrow(decodePriceList(json))).toEqual({ header, information: [], series: some, skipped: [] })
    }),
    { numRuns: 30 }
  )
})
