import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { GridArea, LocalDate, MarketCalendar } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import {
  points,
  wireSeries,
  document,
  only,
  refused,
  correction,
  answer
} from "../../test/messages/aggregatedDataDocuments.ts"
import {
  gridAreas,
  headers,
  intervals,
  participantIds,
  supplier,
  texts
} from "../../test/messages/measurementFamily.ts"
import type { AggregatedData, AggregatedSeries } from "./AggregatedData.ts"
import { decodeAggregatedData, encodeAggregatedData, SUM_WH_MAX } from "./NotifyAggregatedMeasureData.ts"

describe("an hour of a grid area", () => {
  it("comes out in whole Wh with its qualities", () => {
    const data = Result.getOrThrow(decodeAggregatedData(JSON.stringify(document(wireSeries()))))
    expect(data.header).toMatchObject({ processType: "D05", type: "E31", receiver: { id: supplier, role: "DDQ" } })
    expect(data.series).toStrictEqual([
      {
        transactionId: "11112222333344445555666677778888",
        version: 3n,
        gridArea: "991",
        supplier,
        meteringPointType: "E17",
        settlementMethod: "D01",
        product: "8716867000030",
        unit: "KWH",
        resolution: "PT15M",
        period: { from: Date.UTC(2025, 0, 14, 23), to: Date.UTC(2025, 0, 15) },
        quantitiesWh: Float64Array.of(1_204_331, 1_188_070, 1_175_500, 1_169_912),
        qualities: Uint8Array.of(Quality.measured, Quality.estimated, Quality.calculated, Quality.incomplete)
      }
    ])
  })

  it("of a correction says which, and the answer to a request which request", () => {
    const [first] = Result.getOrThrow(decodeAggregatedData(correction)).series
    expect(first).toMatchObject({ settlementVersion: "D01", settlementMethod: "E02", version: 77n })
    const [answering] = Result.getOrThrow(decodeAggregatedData(answer)).series
    expect(answering).toMatchObject({ answers: "5eed0016-0000-4000-8000-000000000002", version: 41n })
    expect(answering!.qualities[2]).toBe(Quality.missing)
    expect(answering!.quantitiesWh[2]).toBe(0)
  })

  it.each([
    ["of a fixing", document(wireSeries())],
    ["of a correction", correction],
    ["of an answer", answer]
  ])("%s is written as it was read", (_, wire) => {
    expect(encodeAggregatedData(Result.getOrThrow(decodeAggregatedData(wire)))).toStrictEqual(wire)
  })

  it("may have outgrown 32 bits, and has versions of 18 digits that still compare", () => {
    const series = only({ version: "202502100700000003" }, [{ position: { value: 1 }, quantity: SUM_WH_MAX / 1000 }])
    expect(series.quantitiesWh[0]).toBe(9_999_999_999_999)
    expect(series.version > BigInt("202502100700000002")).toBe(true)
  })

  it("is missing where a position is left out, and throughout where there is none", () => {
    expect(only({}, points.slice(0, 2)).qualities).toEqual(Uint8Array.of(1, 2, 0, 0))
    expect(only({}, []).qualities).toEqual(new Uint8Array(4))
  })

  it("holds A02 against a number beside it, and lets A05 and an unknown code come without one", () => {
    const series = only({}, [
      { position: { value: 1 }, quality: { value: "A02" }, quantity: 3 },
      { position: { value: 2 }, quality: { value: "A05" }, quantity: null },
      { position: 3, quality: { value: "A77" } },
      { position: { value: 4 }, quality: null, quantity: 0.001 }
    ])
    expect([...series.quantitiesWh]).toEqual([0, 0, 0, 1])
    expect(series.qualities).toEqual(Uint8Array.of(0, 5, 6, 1))
    expect(series.unknownQualities).toEqual(new Map([[2, "A77"]]))
  })

  it("goes below zero only where energy flows either way", () => {
    const negative = [{ position: { value: 1 }, quantity: -2.5 }]
    expect(only({ "marketEvaluationPoint.type": { value: "E20" } }, negative).quantitiesWh[0]).toBe(-2500)
    expect(refused(document(wireSeries({ "marketEvaluationPoint.type": { value: "E18" } }, negative))).issueCount).toBe(
      1
    )
  })
})

describe("a Danish day", () => {
  it.each([
    ["2025-01-15", "PT15M", 96],
    ["2025-03-30", "PT15M", 92],
    ["2025-10-26", "PT15M", 100],
    ["2025-10-26", "PT1H", 25],
    ["2025-03-30", "P1D", 1]
  ])("%s in %s has %i values", (date, resolution, values) => {
    const period = MarketCalendar.dayPeriod(LocalDate.make(date))
    const series = {
      ...only(),
      resolution,
      period,
      quantitiesWh: new Float64Array(values),
      qualities: new Uint8Array(values)
    }
    const decoded = Result.getOrThrow(
      decodeAggregatedData(
        encodeAggregatedData({ ...Result.getOrThrow(decodeAggregatedData(answer)), series: [series] })
      )
    )
    expect(decoded.series[0]!.quantitiesWh).toHaveLength(values)
    const one = { ...series, quantitiesWh: new Float64Array(values + 1), qualities: new Uint8Array(values + 1) }
    const tooMany = encodeAggregatedData({ header: decoded.header, series: [one] })
    expect(refused(tooMany).path).toContain(`Point[${values}].position`)
  })
})

const series: fc.Arbitrary<AggregatedSeries> = intervals.chain(({ length, period, resolution }) =>
  fc
    .record(
      {
        transactionId: texts,
        answers: texts,
        version: fc.bigInt({ min: 0n, max: 10n ** 18n }),
        gridArea: gridAreas.map((area) => GridArea.make(area)),
        supplier: participantIds,
        balanceResponsible: participantIds,
        meteringPointType: fc.constantFrom("E17", "E18", "E20", "X9"),
        settlementMethod: fc.constantFrom("D01", "E02", "X1"),
        settlementVersion: fc.constantFrom("D01", "D02", "D03", "D10"),
        product: texts,
        unit: texts,
        values: fc.array(fc.tuple(fc.integer({ min: 0, max: SUM_WH_MAX }), fc.integer({ min: 0, max: 6 }), texts), {
          minLength: length,
          maxLength: length
        })
      },
      {
        requiredKeys: ["transactionId", "version", "gridArea", "meteringPointType", "product", "unit", "values"]
      }
    )
    .map(({ values, ...identity }): AggregatedSeries => {
      // The qualities that stand for a text: the known codes are taken, an invented one must not be among them.
      const unknown = values.flatMap(([, quality, text], i) =>
        quality === Quality.unknown ? [[i, `?${text}`] as const] : []
      )
      return {
        ...identity,
        resolution,
        period,
        quantitiesWh: Float64Array.from(values, ([wh, quality]) => (quality === Quality.missing ? 0 : wh)),
        qualities: Uint8Array.from(values, ([, quality]) => quality),
        ...(unknown.length === 0 ? {} : { unknownQualities: new Map(unknown) })
      }
    })
)

it("reads back what it writes, whatever it is", () => {
  fc.assert(
    fc.property(headers, fc.array(series, { maxLength: 3 }), (header, all) => {
      const data: AggregatedData = { header, series: all }
      const text = JSON.stringify(encodeAggregatedData(data))
      expect(Result.getOrThrow(decodeAggregatedData(text))).toStrictEqual(data)
    })
  )
})
