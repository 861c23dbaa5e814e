import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { INTERVAL_WH_MAX } from "../quantity/index.ts"
import { decodeMeasureData } from "./NotifyValidatedMeasureData.ts"
import { gsrn, points, wireSeries, document, decoded, only, refused } from "../../test/messages/measureDataDocuments.ts"

describe("what is refused", () => {
  const quantity = "a quantity ≥ 0 with at most 3 decimals, at most 536870.911"
  const position = "a whole number from 1 to 24, the length of the interval"
  it.each([
    ["a negative quantity", { position: { value: 1 }, quantity: -0.001 }, "quantity", quantity, "-0.001"],
    ["a fourth decimal", { position: { value: 1 }, quantity: 0.2125 }, "quantity", quantity, "0.2125"],
    [
      "more than an interval holds",
      { position: { value: 1 }, quantity: (INTERVAL_WH_MAX + 1) / 1000 },
      "quantity",
      quantity,
      "536870.912"
    ],
    ["a quantity as text", { position: { value: 1 }, quantity: "0.212" }, "quantity", quantity, `"0.212"`],
    [
      "text where there is no value",
      { position: { value: 1 }, quality: { value: "A02" }, quantity: "0" },
      "quantity",
      quantity,
      `"0"`
    ],
    [
      "a measured value without a quantity",
      { position: { value: 1 }, quality: { value: "A04" } },
      "quantity",
      quantity,
      "nothing"
    ],
    ["no quality and no quantity", { position: { value: 1 } }, "quantity", quantity, "nothing"],
    [
      "a quality that is no code",
      { position: { value: 1 }, quality: "A04", quantity: 1 },
      "quality",
      "a code {value}",
      `"A04"`
    ],
    ["position 0", { position: { value: 0 }, quantity: 1 }, "position", position, `{"value":0}`],
    ["a position after the end", { position: { value: 25 }, quantity: 1 }, "position", position, `{"value":25}`],
    ["half a position", { position: 1.5, quantity: 1 }, "position", position, "1.5"],
    ["a position as text", { position: { value: "1" }, quantity: 1 }, "position", position, `{"value":"1"}`],
    ["no position", { quantity: 1 }, "position", position, "nothing"]
  ])("%s", (_, point, key, expected, actual) => {
    const error = refused(wireSeries(), wireSeries({ Point: [{ position: { value: 24 }, quantity: 0 }, point] }))
    expect(error).toMatchObject({
      document: "RSM-012 NotifyValidatedMeasureData_MarketDocument",
      messageId: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
      path: `NotifyValidatedMeasureData_MarketDocument.Series[1].Period.Point[1].${key}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("a repeated position and a point that is none", () => {
    const error = refused(
      wireSeries({ Point: [{ position: { value: 2 }, quantity: 1 }, { position: { value: 2 }, quantity: 1 }, 7] })
    )
    expect(error.issues).toEqual([
      {
        path: "NotifyValidatedMeasureData_MarketDocument.Series[0].Period.Point[1].position",
        expected: "each position once",
        actual: "2"
      },
      {
        path: "NotifyValidatedMeasureData_MarketDocument.Series[0].Period.Point[2]",
        expected: "an object",
        actual: "7"
      }
    ])
  })

  it("a broken check digit", () => {
    const error = refused(
      wireSeries({ series: { "marketEvaluationPoint.mRID": { codingScheme: "A10", value: "571313999000000011" } } })
    )
    expect(error).toMatchObject({
      path: `NotifyValidatedMeasureData_MarketDocument.Series[0]["marketEvaluationPoint.mRID"].value`,
      expected: "GSRN 571313999000000011 has check digit 1, expected 0"
    })
  })

  it.each(["mRID", "marketEvaluationPoint.mRID", "marketEvaluationPoint.type", "quantity_Measure_Unit.name"])(
    "a series without %s",
    (key) => {
      expect(refused(wireSeries({ series: { [key]: undefined } })).path).toContain(key)
    }
  )

  it.each([
    [wireSeries({ series: { Period: undefined } }), ".Period"],
    [wireSeries({ period: { Point: undefined } }), ".Period.Point"],
    [wireSeries({ period: { timeInterval: undefined } }), ".Period.timeInterval.start.value"],
    [
      wireSeries({ series: { "registration_DateAndOrTime.dateTime": "yesterday" } }),
      `["registration_DateAndOrTime.dateTime"]`
    ],
    ["a series", ""]
  ])("a broken series %#", (wire, path) => {
    expect(refused(wire).path).toBe(`NotifyValidatedMeasureData_MarketDocument.Series[0]${path}`)
  })

  it("a document without series", () => {
    const { Series: _, ...withoutSeries } = document().NotifyValidatedMeasureData_MarketDocument
    const error = Result.getOrThrow(
      Result.flip(decodeMeasureData({ NotifyValidatedMeasureData_MarketDocument: withoutSeries }))
    )
    expect(error).toMatchObject({
      path: "NotifyValidatedMeasureData_MarketDocument.Series",
      expected: "an array",
      actual: "nothing"
    })
  })

  it("all faults at once, the first twenty listed", () => {
    const error = refused(wireSeries({ Point: points.map((point) => ({ ...point, quantity: -1 })) }))
    expect(error.issues).toHaveLength(20)
    expect(error.issueCount).toBe(24)
    expect(error.message).toContain("- and 4 more")
  })
})

describe("what is carried", () => {
  it("another unit and an unknown point type", () => {
    const reactive = only(
      wireSeries({
        series: { "quantity_Measure_Unit.name": { value: "K3" }, "marketEvaluationPoint.type": { value: "X1" } }
      })
    )
    expect(reactive).toMatchObject({ unit: "K3", meteringPointType: "X1" })
  })

  it("the request that a series answers", () => {
    const { answers } = decoded(
      wireSeries({ series: { "originalTransactionIDReference_Series.mRID": "request-1" } }),
      wireSeries()
    )
    expect(answers).toEqual(new Map([["b1f3a2c4d5e647f8a9b0c1d2e3f40516", "request-1"]]))
  })

  it("a series by month beside the others, as it came", () => {
    const monthly = wireSeries({
      series: { "marketEvaluationPoint.type": { value: "D01" } },
      period: {
        resolution: "P1M",
        timeInterval: { start: { value: "2024-12-31T23:00Z" }, end: { value: "2025-01-31T23:00Z" } }
      },
      Point: [{ position: { value: 1 }, quality: { value: "A99" }, quantity: 123.4567 }]
    })
    const data = decoded(monthly, wireSeries())
    expect(data.series).toHaveLength(1)
    expect(data.otherSeries).toEqual([
      {
        gsrn,
        meteringPointType: "D01",
        unit: "KWH",
        resolution: "P1M",
        period: { from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 31, 23) },
        points: [{ position: 1, quality: "A99", quantity: 123.4567 }],
        registeredAt: Date.UTC(2025, 0, 16, 4, 55),
        messageId: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
        transactionId: "b1f3a2c4d5e647f8a9b0c1d2e3f40516"
      }
    ])
    const bad = refused(
      wireSeries({ period: { resolution: "P1M" }, Point: [{ position: 0, quality: 1, quantity: "1" }] })
    )
    expect(bad.issues.map(({ path }) => path.split(".").at(-1))).toEqual(["position", "quality", "quantity"])
  })

  it("no series at all", () => {
    expect(decoded().series).toEqual([])
  })
})
