import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { Gln, GridArea } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import { AMOUNT, VOLUME, wireSeries, january, netC, document, decoded } from "../../test/messages/wholesaleDocuments.ts"
import {
  gln,
  gridAreas,
  gridCompany,
  headers,
  intervals,
  participantIds,
  supplier,
  texts
} from "../../test/messages/measurementFamily.ts"
import { decodeWholesaleServices, encodeWholesaleServices } from "./NotifyWholesaleServices.ts"
import type { WholesaleData, WholesaleSeries } from "./WholesaleData.ts"

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
