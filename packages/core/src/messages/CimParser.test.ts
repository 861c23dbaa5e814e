import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { linkOf, seriesOf, tariffOf } from "../testing/index.ts"
import { encodeMasterData } from "./AccountingPointCharacteristics.ts"
import type { CimHeader } from "./CimHeader.ts"
import { CimParser } from "./CimParser.ts"
import { encodeChargeLinks } from "./NotifyBillingMasterData.ts"
import { encodeChargePrices } from "./NotifyPriceList.ts"
import { encodeMeasureData } from "./NotifyValidatedMeasureData.ts"

const gsrn = gsrnOf("57131399900000001")
const period = MarketCalendar.dayPeriod(LocalDate.make("2025-01-15"))
const header: CimHeader = {
  messageId: "m-1",
  createdAt: period.to,
  processType: "E23",
  type: "E66",
  sender: { id: "5790001330552", role: "DGL" },
  receiver: { id: "5790009990017", role: "DDQ" }
}
const series = seriesOf({ gsrn, period, kwh: "0.5", messageId: "m-1" })
const tariff = tariffOf({ code: "40000", prices: "0.1" })

describe("each document, as text and as a value", () => {
  const read = <A, E>(json: object, of: (parser: CimParser["Service"], document: unknown) => Effect.Effect<A, E>) =>
    Effect.gen(function* () {
      const parser = yield* CimParser
      const fromText = yield* of(parser, JSON.stringify(json))
      expect(yield* of(parser, json)).toEqual(fromText)
      return fromText
    }).pipe(Effect.provide(CimParser.layer))

  it.effect("RSM-012", () =>
    Effect.gen(function* () {
      const json = encodeMeasureData({ header, series: [series] })
      expect(yield* read(json, (parser, document) => parser.measureData(document))).toEqual([series])
      expect(yield* read(json, (parser, document) => parser.measureDataDocument(document))).toMatchObject({
        header,
        otherSeries: []
      })
    })
  )

  it.effect("RSM-031", () =>
    Effect.gen(function* () {
      const links = [linkOf(gsrn, tariff)]
      const json = encodeChargeLinks({ header, links })
      expect(yield* read(json, (parser, document) => parser.chargeLinks(document))).toMatchObject([
        { gsrn, quantity: 1 }
      ])
      expect(yield* read(json, (parser, document) => parser.chargeLinksDocument(document))).toMatchObject({
        header,
        skipped: []
      })
    })
  )

  it.effect("RSM-034", () =>
    Effect.gen(function* () {
      const prices = {
        key: tariff.key,
        registeredAt: header.createdAt,
        messageId: "m-1",
        transactionId: "t-1",
        ...period,
        resolution: "P1D" as const,
        prices: Float64Array.of(1000)
      }
      const json = encodeChargePrices({ header, series: [prices] })
      expect(yield* read(json, (parser, document) => parser.priceList(document))).toMatchObject({
        series: [prices],
        information: []
      })
    })
  )

  it.effect("RSM-022", () =>
    Effect.gen(function* () {
      const records = [
        { transactionId: "t-1", masterData: { gsrn, validFrom: period.from, children: [], estimatedAnnualVolumes: [] } }
      ]
      const json = encodeMasterData({ header, records })
      expect(yield* read(json, (parser, document) => parser.masterData(document))).toEqual({ header, records })
    })
  )

  it.effect("spot prices and price list", () =>
    Effect.gen(function* () {
      const spot = {
        total: 1,
        dataset: "Elspotprices",
        records: [{ HourUTC: "2025-01-15T00:00:00", PriceArea: "DK2", SpotPriceDKK: 1 }]
      }
      expect(yield* read(spot, (parser, document) => parser.spotPrices(document, document))).toMatchObject([
        { priceArea: "DK2" }
      ])
      const row = {
        GLN_Number: "5790000432752",
        ChargeType: "D03",
        ChargeTypeCode: "40000",
        ValidFrom: "2025-01-01T00:00:00",
        ValidTo: null,
        Price1: 0.1,
        ResolutionDuration: "P1D"
      }
      const list = { total: 1, dataset: "DatahubPricelist", records: [row] }
      const defaults = { vatClass: "D02" as const, isTax: () => false, transparentInvoicing: true }
      expect(yield* read(list, (parser, document) => parser.chargePriceList(document, defaults))).toMatchObject({
        charges: [{ name: "40000" }],
        skipped: []
      })
    })
  )
})

it.effect("fails with what a person needs to find the fault", () =>
  Effect.gen(function* () {
    const parser = yield* CimParser
    const broken = JSON.stringify(encodeMeasureData({ header, series: [series] })).replace("0.5}", "-0.5}")
    const error = yield* Effect.flip(parser.measureData(broken))
    expect(error._tag).toBe("CimError")
    expect(error.message).toBe(
      "RSM-012 NotifyValidatedMeasureData_MarketDocument m-1 cannot be read:\n" +
        "- NotifyValidatedMeasureData_MarketDocument.Series[0].Period.Point[0].quantity: " +
        "expected a quantity ≥ 0 with at most 3 decimals, at most 536870.911, got -0.5"
    )
    const contradiction = yield* Effect.flip(
      parser.spotPrices(
        {
          total: 1,
          dataset: "Elspotprices",
          records: [{ HourUTC: "2025-01-15T00:00:00", PriceArea: "DK2", SpotPriceDKK: 1 }]
        },
        {
          total: 1,
          dataset: "Elspotprices",
          records: [{ HourUTC: "2025-01-15T00:00:00", PriceArea: "DK2", SpotPriceDKK: 2 }]
        }
      )
    )
    expect(contradiction._tag).toBe("ContradictorySpotPrices")
  }).pipe(Effect.provide(CimParser.layer))
)
