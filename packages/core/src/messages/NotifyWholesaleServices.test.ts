import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { Gln, GridArea } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import {
  gln,
  gridArea,
  gridAreas,
  gridCompany,
  headers,
  intervals,
  participantIds,
  refusedBy,
  supplier,
  texts,
  wholesaleDocument,
  wirePeriod
} from "../../test/messages/measurementFamily.ts"
import { decodeWholesaleServices, encodeWholesaleServices } from "./NotifyWholesaleServices.ts"
import type { WholesaleData, WholesaleSeries } from "./WholesaleData.ts"

const AMOUNT = "energySum_Quantity.quantity"
const VOLUME = "energy_Quantity.quantity"
const A06 = { value: "A06" }

const hours = [
  { [AMOUNT]: 118.842, [VOLUME]: 990.35, position: { value: 1 }, "price.amount": { value: 0.12 }, quality: A06 },
  { [AMOUNT]: 112.2, [VOLUME]: 935, position: { value: 2 }, "price.amount": { value: 0.12 }, quality: A06 }
]

const wireSeries = (fields: object = {}, Point: ReadonlyArray<unknown> = hours) => ({
  mRID: "29292929292929292929292929292929",
  version: "12",
  "originalTransactionIDReference_Series.mRID": "5eed0017-0000-4000-8000-000000000002",
  "marketEvaluationPoint.type": { value: "E17" },
  "marketEvaluationPoint.settlementMethod": { value: "D01" },
  "chargeType.mRID": "NET-C",
  "chargeType.type": { value: "D03" },
  "chargeType.chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany),
  "meteringGridArea_Domain.mRID": gridArea("991"),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  product: "5790001330590",
  "quantity_Measure_Unit.name": { value: "KWH" },
  "price_Measure_Unit.name": { value: "KWH" },
  "currency_Unit.name": { value: "DKK" },
  Period: wirePeriod("PT1H", "2024-12-31T23:00Z", "2025-01-01T01:00Z", Point),
  ...fields
})

const january = (amount: number, fields: object = {}) => ({
  mRID: "39393939393939393939393939393939",
  version: "12",
  "meteringGridArea_Domain.mRID": gridArea("991"),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  "currency_Unit.name": { value: "DKK" },
  "settlement_Series.version": { value: "D02" },
  Period: wirePeriod("P1M", "2024-12-31T23:00Z", "2025-01-31T23:00Z", [{ [AMOUNT]: amount, position: { value: 1 } }]),
  ...fields
})
const netC = {
  "chargeType.mRID": "NET-C",
  "chargeType.type": { value: "D03" },
  "chargeType.chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany)
}

const header = {
  mRID: "19191919191919191919191919191919",
  createdDateTime: "2025-03-03T09:06:10Z",
  processType: "D05",
  type: "E31"
}
const document = (...series: ReadonlyArray<unknown>) => wholesaleDocument(header, ...series)
const decoded = (...series: ReadonlyArray<unknown>): ReadonlyArray<WholesaleSeries> =>
  Result.getOrThrow(decodeWholesaleServices(document(...series))).series
const refused = refusedBy(decodeWholesaleServices)

describe("the three shapes", () => {
  it("amounts of a charge by the hour: micro-DKK, Wh and nano-DKK", () => {
    expect(decoded(wireSeries())).toStrictEqual([
      {
        kind: "perCharge",
        charge: { owner: gridCompany, type: "D03", code: "NET-C" },
        transactionId: "29292929292929292929292929292929",
        answers: "5eed0017-0000-4000-8000-000000000002",
        version: 12n,
        gridArea: "991",
        supplier,
        meteringPointType: "E17",
        settlementMethod: "D01",
        product: "5790001330590",
        quantityUnit: "KWH",
        priceUnit: "KWH",
        currency: "DKK",
        resolution: "PT1H",
        period: { from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 1, 1) },
        amountsMicroDkk: Float64Array.of(118_842_000, 112_200_000),
        volumesWh: Float64Array.of(990_350, 935_000),
        pricesNanoDkk: Float64Array.of(120_000_000, 120_000_000),
        qualities: Uint8Array.of(Quality.calculated, Quality.calculated)
      }
    ])
  })

  it("the month of a charge, and the month of all of them", () => {
    const [monthly, total, ofOwner] = decoded(
      january(85_012.345678, netC),
      january(-0.000001),
      january(1, { "chargeType.chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany) })
    )
    expect(monthly).toMatchObject({ kind: "monthlyPerCharge", charge: { code: "NET-C" }, settlementVersion: "D02" })
    expect([...monthly!.amountsMicroDkk]).toEqual([85_012_345_678])
    expect([...monthly!.volumesWh, ...monthly!.pricesNanoDkk]).toEqual([Number.NaN, Number.NaN])
    expect([...monthly!.qualities]).toEqual([Quality.measured])
    expect(total!.kind).toBe("totalMonthly")
    expect([...total!.amountsMicroDkk]).toEqual([-1])
    expect(total).not.toHaveProperty("chargeOwner")
    expect(ofOwner).toMatchObject({ kind: "totalMonthly", chargeOwner: gridCompany })
  })

  it("each is written as it was read", () => {
    const wire = document(wireSeries(), january(85_012.345678, netC), january(12.5))
    expect(encodeWholesaleServices(Result.getOrThrow(decodeWholesaleServices(wire)))).toStrictEqual(wire)
  })
})

describe("points", () => {
  it("without a price have an amount of zero that is incomplete", () => {
    const [series] = decoded(
      wireSeries({}, [
        { position: { value: 1 }, [AMOUNT]: 0, [VOLUME]: 2, quality: { value: "A05" } },
        { position: 2, [AMOUNT]: 0.5, [VOLUME]: null, "price.amount": 0.25, quality: { value: "X1" } }
      ])
    )
    expect([...series!.amountsMicroDkk]).toEqual([0, 500_000])
    expect([...series!.volumesWh]).toEqual([2000, Number.NaN])
    expect([...series!.pricesNanoDkk]).toEqual([Number.NaN, 250_000_000])
    expect([...series!.qualities]).toEqual([Quality.incomplete, Quality.unknown])
    expect(series!.unknownQualities).toEqual(new Map([[1, "X1"]]))
  })

  it("that are taken back, or left out, have no amount", () => {
    const [series] = decoded(wireSeries({}, [{ position: { value: 1 }, quality: { value: "A02" } }]))
    expect([...series!.amountsMicroDkk]).toEqual([Number.NaN, Number.NaN])
    expect([...series!.qualities]).toEqual([Quality.missing, Quality.missing])
  })

  it("may be negative: prices are at times", () => {
    const [series] = decoded(
      wireSeries({}, [{ position: { value: 1 }, [AMOUNT]: -1.25, [VOLUME]: 5, "price.amount": { value: -0.25 } }])
    )
    expect([series!.amountsMicroDkk[0], series!.pricesNanoDkk[0]]).toEqual([-1_250_000, -250_000_000])
  })

  it("hold the largest amount to the micro-DKK", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4e15 - 1_000_000, max: 4e15 }), (micro) => {
        expect(decoded(january(micro / 1e6))[0]!.amountsMicroDkk[0]).toBe(micro)
      })
    )
  })
})

describe("what is refused", () => {
  const amount = "an amount with at most 6 decimals, at most 4000000000"
  it.each([
    ["a seventh decimal", { position: 1, [AMOUNT]: 0.1234567 }, `["${AMOUNT}"]`, amount, "0.1234567"],
    [
      "an amount that doubles cannot tell apart",
      { position: 1, [AMOUNT]: 4e9 + 1 },
      `["${AMOUNT}"]`,
      amount,
      "4000000001"
    ],
    ["an amount as text", { position: 1, [AMOUNT]: "1" }, `["${AMOUNT}"]`, amount, `"1"`],
    ["no amount", { position: 1, quality: A06 }, `["${AMOUNT}"]`, amount, "nothing"],
    [
      "a fourth decimal of a volume",
      { position: 1, [AMOUNT]: 1, [VOLUME]: 0.0001 },
      `["${VOLUME}"]`,
      "a quantity with at most 3 decimals",
      "0.0001"
    ],
    [
      "a price as text",
      { position: 1, [AMOUNT]: 1, "price.amount": { value: "1" } },
      `["price.amount"]`,
      "a price with at most 9 decimals",
      `{"value":"1"}`
    ],
    ["a quality that is no code", { position: 1, [AMOUNT]: 1, quality: 3 }, ".quality", "a code {value}", "3"],
    [
      "a position after the end",
      { position: 3, [AMOUNT]: 1 },
      ".position",
      "a whole number from 1 to 2, the length of the interval",
      "3"
    ]
  ])("%s", (_, point, key, expected, actual) => {
    expect(refused(document(wireSeries({}, [point])))).toMatchObject({
      document: "RSM-019 NotifyWholesaleServices_MarketDocument",
      messageId: header.mRID,
      path: `NotifyWholesaleServices_MarketDocument.Series[0].Period.Point[0]${key}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  const owner = "chargeType.chargeTypeOwner_MarketParticipant.mRID"
  it.each([
    ["a charge without its owner", { [owner]: undefined }, owner, "a value", "nothing"],
    ["a charge without its code", { "chargeType.mRID": undefined }, "chargeType.mRID", "a value", "nothing"],
    ["a charge without its type", { "chargeType.type": undefined }, "chargeType.type", "a value", "nothing"],
    [
      "no supplier",
      { "energySupplier_MarketParticipant.mRID": undefined },
      "energySupplier_MarketParticipant.mRID",
      "a value",
      "nothing"
    ],
    ["no currency", { "currency_Unit.name": "DKK" }, "currency_Unit.name", "a code {value}", `"DKK"`]
  ])("%s", (_, fields, key, expected, actual) => {
    expect(refused(document(wireSeries(fields))).issues).toEqual([
      { path: `NotifyWholesaleServices_MarketDocument.Series[0]["${key}"]`, expected, actual }
    ])
  })

  it("an owner whose check digit is wrong, a month that is none, no period", () => {
    const error = refused(
      document(
        wireSeries({ [owner]: gln("5790009990032") }),
        january(1, { Period: wirePeriod("P1M", "2024-12-31T22:00Z", "2025-01-31T23:00Z", []) }),
        january(1, { Period: undefined })
      )
    )
    expect(
      error.issues.map(({ actual, path }) => [path.replace("NotifyWholesaleServices_MarketDocument.", ""), actual])
    ).toEqual([
      [`Series[0]["${owner}"].value`, `"5790009990032"`],
      ["Series[1].Period.timeInterval", `"2024-12-31T22:00:00.000Z/2025-01-31T23:00:00.000Z"`],
      ["Series[2].Period", "nothing"]
    ])
  })
})

const amounts = fc.oneof(fc.integer({ min: -4e15, max: 4e15 }), fc.constant(Number.NaN))
const volumes = fc.oneof(fc.integer({ min: 0, max: 10 ** 13 - 1 }), fc.constant(Number.NaN))
const prices = fc.oneof(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.constant(Number.NaN))
const charges = fc.record(
  { owner: fc.constant(Gln.make(gridCompany)), type: fc.constantFrom("D01", "D02", "D03", "X1"), code: texts },
  { noNullPrototype: true }
)

const shapes = fc.oneof(
  charges.map((charge) => ({ charge })),
  fc.constant({}),
  fc.constant({ chargeOwner: Gln.make(gridCompany) })
)

const series: fc.Arbitrary<WholesaleSeries> = intervals.chain(({ length, period, resolution }) =>
  fc
    .tuple(
      shapes,
      fc.record(
        {
          transactionId: texts,
          answers: texts,
          version: fc.bigInt({ min: 0n, max: 10n ** 18n }),
          gridArea: gridAreas.map((area) => GridArea.make(area)),
          supplier: participantIds,
          meteringPointType: fc.constantFrom("E17", "E18", "D14"),
          settlementMethod: fc.constantFrom("D01", "E02"),
          settlementVersion: fc.constantFrom("D01", "D02", "D03"),
          product: texts,
          quantityUnit: fc.constantFrom("KWH", "H87"),
          priceUnit: fc.constantFrom("KWH", "H87"),
          currency: texts
        },
        { requiredKeys: ["transactionId", "version", "gridArea", "supplier", "currency"], noNullPrototype: true }
      ),
      fc.array(fc.tuple(amounts, volumes, prices, fc.integer({ min: 0, max: 5 })), {
        minLength: length,
        maxLength: length
      })
    )
    .map(([shape, identity, values]): WholesaleSeries => {
      const base = {
        ...identity,
        resolution,
        period,
        // Where a quality stands for a value there is an amount.
        amountsMicroDkk: Float64Array.from(values, ([amount, , , quality]) =>
          Number.isNaN(amount) && quality >= Quality.measured && quality <= Quality.adjusted ? 0 : amount
        ),
        volumesWh: Float64Array.from(values, ([, volume]) => volume),
        pricesNanoDkk: Float64Array.from(values, ([, , price]) => price),
        qualities: Uint8Array.from(values, ([, , , quality]) => quality)
      }
      return "charge" in shape
        ? { ...base, kind: resolution === "P1M" ? "monthlyPerCharge" : "perCharge", charge: shape.charge }
        : { ...base, kind: "totalMonthly", ...shape }
    })
)

it("reads back what it writes, whatever it is", () => {
  fc.assert(
    fc.property(headers, fc.array(series, { maxLength: 3 }), (header, all) => {
      const data: WholesaleData = { header, series: all }
      const text = JSON.stringify(encodeWholesaleServices(data))
      expect(Result.getOrThrow(decodeWholesaleServices(text))).toStrictEqual(data)
    })
  )
})
