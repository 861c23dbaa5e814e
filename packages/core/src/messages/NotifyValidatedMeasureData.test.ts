import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { gsrnOf, intervalMs, LocalDate, MarketCalendar, type Resolution } from "../market/index.ts"
import { type MeteringSeries, Quality } from "../metering/index.ts"
import { INTERVAL_WH_MAX } from "../quantity/index.ts"
import { seriesOf } from "../testing/index.ts"
import type { CimError } from "./CimError.ts"
import type { CimHeader } from "./CimHeader.ts"
import type { MeasureData } from "./MeasureData.ts"
import { decodeMeasureData, encodeMeasureData } from "./NotifyValidatedMeasureData.ts"

const gsrn = gsrnOf("57131399900000001")

/** Hours of a winter day, kWh; the fifth has no value. */
const kwh = [
  0.212,
  0.198,
  0.187,
  0.181,
  undefined,
  0.243,
  0.518,
  0.931,
  0.744,
  0.402,
  0.355,
  0.361,
  0.388,
  0.342,
  0.336,
  0.401,
  0.693,
  1.284,
  1.377,
  1.102,
  0.884,
  0.671,
  0.452,
  0.301
]

const points = kwh.map((quantity, i) => ({
  position: { value: i + 1 },
  quality: { value: quantity === undefined ? "A02" : i === 3 ? "A03" : "A04" },
  ...(quantity === undefined ? {} : { quantity })
}))

interface WireFields {
  readonly series?: object
  readonly period?: object
  readonly Point?: ReadonlyArray<unknown>
}

/** One series of RSM-012 as DataHub sends it, with what a test wants otherwise. */
const wireSeries = ({ Point = points, period, series }: WireFields = {}) => ({
  mRID: "b1f3a2c4d5e647f8a9b0c1d2e3f40516",
  "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrn },
  "marketEvaluationPoint.type": { value: "E17" },
  product: "8716867000030",
  "quantity_Measure_Unit.name": { value: "KWH" },
  "registration_DateAndOrTime.dateTime": "2025-01-16T04:55:00Z",
  Period: {
    resolution: "PT1H",
    timeInterval: { start: { value: "2025-01-14T23:00Z" }, end: { value: "2025-01-15T23:00Z" } },
    Point,
    ...period
  },
  ...series
})

const document = (...series: ReadonlyArray<unknown>) => ({
  NotifyValidatedMeasureData_MarketDocument: {
    mRID: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-01-16T05:12:44Z",
    "process.processType": { value: "E23" },
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DGL" },
    type: { value: "E66" },
    Series: series
  }
})

const decoded = (...series: ReadonlyArray<unknown>): MeasureData =>
  Result.getOrThrow(decodeMeasureData(document(...series)))

const only = (wire: unknown): MeteringSeries => {
  const { series } = decoded(wire)
  expect(series).toHaveLength(1)
  return series[0]!
}

const refused = (...series: ReadonlyArray<unknown>): CimError =>
  Result.getOrThrow(Result.flip(decodeMeasureData(document(...series))))

describe("a winter day by the hour", () => {
  it("comes out in whole Wh with its qualities", () => {
    const { answers, header, otherSeries, series } = Result.getOrThrow(
      decodeMeasureData(JSON.stringify(document(wireSeries())))
    )
    expect(header).toMatchObject({ processType: "E23", type: "E66", receiver: { id: "5790009990017", role: "DDQ" } })
    expect(otherSeries).toEqual([])
    expect(answers.size).toBe(0)
    expect(series).toEqual([
      {
        gsrn,
        meteringPointType: "E17",
        unit: "KWH",
        resolution: "PT1H",
        start: Date.UTC(2025, 0, 14, 23),
        quantitiesWh: Int32Array.from(kwh, (value) => Math.round((value ?? 0) * 1000)),
        qualities: Uint8Array.from(kwh, (value, i) =>
          value === undefined ? Quality.missing : i === 3 ? Quality.estimated : Quality.measured
        ),
        registeredAt: Date.UTC(2025, 0, 16, 4, 55),
        messageId: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
        transactionId: "b1f3a2c4d5e647f8a9b0c1d2e3f40516"
      }
    ])
  })

  it("is the same in whatever order its points stand", () => {
    const expected = only(wireSeries())
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: points.length }), (Point) => {
        expect(only(wireSeries({ Point }))).toEqual(expected)
      })
    )
  })

  it("has A02 where a position is left out", () => {
    const left = only(wireSeries({ Point: points.filter((_, i) => i !== 4) }))
    expect(left).toEqual(only(wireSeries()))
    expect(only(wireSeries({ Point: [] })).qualities).toEqual(new Uint8Array(24))
  })

  it("takes bare positions, and timestamps with seconds", () => {
    const bare = wireSeries({
      Point: points.map((point) => ({ ...point, position: point.position.value })),
      period: { timeInterval: { start: { value: "2025-01-14T23:00:00Z" }, end: { value: "2025-01-15T23:00:00Z" } } }
    })
    expect(only(bare)).toEqual(only(wireSeries()))
  })

  it("is registered when the document was made, where it does not say when", () => {
    const unregistered = wireSeries({ series: { "registration_DateAndOrTime.dateTime": undefined } })
    expect(only(unregistered).registeredAt).toBe(Date.UTC(2025, 0, 16, 5, 12, 44))
  })
})

describe("qualities", () => {
  it.each([
    [undefined, Quality.measured],
    [null, Quality.measured],
    [{ value: "A01" }, Quality.adjusted],
    [{ value: "A03" }, Quality.estimated],
    [{ value: "A04" }, Quality.measured],
    [{ value: "A05" }, Quality.incomplete],
    [{ value: "A06" }, Quality.calculated]
  ])("%j is %i", (quality, expected) => {
    const series = only(wireSeries({ Point: [{ position: { value: 24 }, quality, quantity: 1.5 }] }))
    expect(series.qualities[23]).toBe(expected)
    expect(series.quantitiesWh[23]).toBe(1500)
    expect(series.unknownQualities).toBeUndefined()
  })

  it("carries a code that it does not know, with or without a quantity", () => {
    const series = only(
      wireSeries({
        Point: [
          { position: { value: 2 }, quality: { value: "A77" }, quantity: 0.5 },
          { position: { value: 3 }, quality: { value: "B1" } }
        ]
      })
    )
    expect(series.qualities.slice(0, 4)).toEqual(
      Uint8Array.from([Quality.missing, Quality.unknown, Quality.unknown, Quality.missing])
    )
    expect(series.unknownQualities).toEqual(
      new Map([
        [1, "A77"],
        [2, "B1"]
      ])
    )
    expect(series.quantitiesWh[1]).toBe(500)
  })

  it("holds A02 against a number beside it, and lets A05 come without one", () => {
    const series = only(
      wireSeries({
        Point: [
          { position: { value: 1 }, quality: { value: "A02" }, quantity: 0.3 },
          { position: { value: 2 }, quality: { value: "A05" } }
        ]
      })
    )
    expect(series.qualities.slice(0, 2)).toEqual(Uint8Array.from([Quality.missing, Quality.incomplete]))
    expect(series.quantitiesWh[0]).toBe(0)
  })
})

describe("time", () => {
  const days = [
    ["2025-01-15", "PT1H", 24],
    ["2025-03-30", "PT1H", 23],
    ["2025-10-26", "PT1H", 25],
    ["2025-07-01", "PT15M", 96],
    ["2025-03-30", "PT15M", 92],
    ["2025-10-26", "PT15M", 100]
  ] as const
  it.each(days)("%s in %s has %i intervals", (date, resolution, intervals) => {
    const day = MarketCalendar.dayPeriod(LocalDate.make(date))
    const source = seriesOf({
      gsrn,
      period: day,
      resolution,
      kwh: (i) => (i / 1000).toFixed(3),
      messageId: header.messageId
    })
    const [series] = Result.getOrThrow(decodeMeasureData(encodeMeasureData({ header, series: [source] }))).series
    expect(series!.quantitiesWh).toHaveLength(intervals)
    expect(series).toEqual(source)
  })

  it("may be a part of a day or several days", () => {
    const part = wireSeries({
      period: { timeInterval: { start: { value: "2025-01-15T03:00Z" }, end: { value: "2025-01-15T07:00Z" } } },
      Point: [{ position: { value: 4 }, quantity: 0.1 }]
    })
    expect([...only(part).quantitiesWh]).toEqual([0, 0, 0, 100])
    const month = wireSeries({
      period: { timeInterval: { start: { value: "2025-02-28T23:00Z" }, end: { value: "2025-03-31T22:00Z" } } },
      Point: [{ position: { value: 743 }, quantity: 0.1 }]
    })
    expect(only(month).quantitiesWh).toHaveLength(743)
  })

  const interval = (start: unknown, end: unknown, resolution = "PT1H") =>
    wireSeries({ period: { resolution, timeInterval: { start: { value: start }, end: { value: end } } }, Point: [] })
  const whole = (resolution: string) => `whole ${resolution} intervals, at most 1464 days`
  it.each([
    ["a start off the hour", interval("2025-01-14T23:15Z", "2025-01-15T23:15Z"), ".timeInterval", whole("PT1H")],
    [
      "a length that is no whole number of hours",
      interval("2025-01-14T23:00Z", "2025-01-15T22:30Z"),
      ".timeInterval",
      whole("PT1H")
    ],
    [
      "a start off the quarter",
      interval("2025-01-14T23:05Z", "2025-01-15T23:05Z", "PT15M"),
      ".timeInterval",
      whole("PT15M")
    ],
    ["ten years", interval("2015-01-14T23:00Z", "2025-01-15T23:00Z"), ".timeInterval", whole("PT1H")],
    [
      "an end before the start",
      interval("2025-01-15T23:00Z", "2025-01-14T23:00Z"),
      ".timeInterval.end.value",
      "an instant after 2025-01-15T23:00:00Z"
    ],
    [
      "no time at all",
      interval("2025-01-15T23:00Z", "2025-01-15T23:00Z"),
      ".timeInterval.end.value",
      "an instant after 2025-01-15T23:00:00Z"
    ],
    [
      "a date",
      interval("2025-01-15", "2025-01-16T23:00Z"),
      ".timeInterval.start.value",
      "a UTC instant (2025-01-15T23:00:00Z)"
    ],
    [
      "no end",
      interval("2025-01-15T23:00Z", undefined),
      ".timeInterval.end.value",
      "a UTC instant (2025-01-15T23:00:00Z)"
    ],
    [
      "no resolution",
      interval("2025-01-14T23:00Z", "2025-01-15T23:00Z", 1 as never),
      ".resolution",
      "a duration (PT1H)"
    ]
  ])("refuses %s", (_, wire, path, expected) => {
    expect(refused(wire)).toMatchObject({
      path: `NotifyValidatedMeasureData_MarketDocument.Series[0].Period${path}`,
      expected
    })
  })
})

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

const header: CimHeader = {
  messageId: "m-1",
  createdAt: Date.UTC(2025, 0, 16, 5),
  processType: "E23",
  type: "E66",
  sender: { id: "5790001330552", role: "DGL" },
  receiver: { id: "5790009990017", role: "DDQ" }
}

/** Series as a decoder gives them: no quantity where there is none, the text of every unknown quality. */
const anySeries = fc
  .record({
    resolution: fc.constantFrom<Resolution>("PT1H", "PT15M"),
    firstInterval: fc.integer({ min: 0, max: 40_000 }),
    points: fc.array(
      fc.record({
        wh: fc.integer({ min: 0, max: INTERVAL_WH_MAX }),
        quality: fc.integer({ min: 0, max: 6 }),
        code: fc.string({ minLength: 4 })
      }),
      { minLength: 1, maxLength: 120 }
    ),
    id: fc.integer({ min: 0, max: 99_999_999 }),
    registered: fc.integer({ min: 0, max: 2_000_000_000 }),
    unit: fc.constantFrom("KWH", "K3"),
    type: fc.constantFrom("E17", "E18", "D14", "Q9")
  })
  .map(({ firstInterval, id, points: values, registered, resolution, type, unit }): MeteringSeries => {
    const unknown = values.flatMap(({ code, quality }, i) => (quality === Quality.unknown ? [[i, code] as const] : []))
    return {
      gsrn: gsrnOf(`571313999${String(id).padStart(8, "0")}`),
      meteringPointType: type,
      unit,
      resolution,
      start: Date.UTC(2024, 0, 1) + firstInterval * intervalMs[resolution],
      quantitiesWh: Int32Array.from(values, ({ quality, wh }) => (quality === Quality.missing ? 0 : wh)),
      qualities: Uint8Array.from(values, ({ quality }) => quality),
      ...(unknown.length === 0 ? {} : { unknownQualities: new Map(unknown) }),
      registeredAt: registered * 1000,
      messageId: header.messageId,
      transactionId: `t-${id}`
    }
  })

it("reads back what it writes", () => {
  fc.assert(
    fc.property(fc.array(anySeries, { maxLength: 4 }), (series) => {
      const data: MeasureData = {
        header,
        series,
        otherSeries: [],
        answers: new Map(series.slice(0, 1).map((one) => [one.transactionId, "r"]))
      }
      expect(Result.getOrThrow(decodeMeasureData(JSON.stringify(encodeMeasureData(data))))).toEqual(data)
    })
  )
})

it("writes a carried series as it came", () => {
  const other = decoded(
    wireSeries({
      period: { resolution: "P1D" },
      Point: [
        { position: { value: 1 }, quantity: 8.5 },
        { position: { value: 2 }, quality: { value: "A02" } }
      ]
    })
  )
  const again = Result.getOrThrow(decodeMeasureData(encodeMeasureData(other)))
  expect(again).toEqual(other)
})
