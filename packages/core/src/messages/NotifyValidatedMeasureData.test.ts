import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { gsrnOf, intervalMs, LocalDate, MarketCalendar, type Resolution } from "../market/index.ts"
import { type MeteringSeries, Quality } from "../metering/index.ts"
import { INTERVAL_WH_MAX } from "../quantity/index.ts"
import { seriesOf } from "../testing/index.ts"
import type { CimHeader } from "./CimHeader.ts"
import type { MeasureData } from "./MeasureData.ts"
import { decodeMeasureData, encodeMeasureData } from "./NotifyValidatedMeasureData.ts"
import {
  gsrn,
  kwh,
  points,
  wireSeries,
  document,
  decoded,
  only,
  refused
} from "../../test/messages/measureDataDocuments.ts"

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
