import { describe, expect, it } from "@effect/vitest"
import { wireSeries, header, document, refused } from "../../test/messages/aggregatedDataDocuments.ts"
import { gln, gridArea, wirePeriod } from "../../test/messages/measurementFamily.ts"

describe("what is refused", () => {
  const quantity = "a quantity ≥ 0 with at most 3 decimals, at most 9999999999.999"
  const position = "a whole number from 1 to 4, the length of the interval"
  it.each([
    ["a negative sum", { position: { value: 1 }, quantity: -0.001 }, ".quantity", quantity, "-0.001"],
    ["a fourth decimal", { position: { value: 1 }, quantity: 0.2125 }, ".quantity", quantity, "0.2125"],
    ["too much", { position: { value: 1 }, quantity: 1e10 }, ".quantity", quantity, "10000000000"],
    ["a quantity as text", { position: { value: 1 }, quantity: "1" }, ".quantity", quantity, `"1"`],
    ["no quantity", { position: { value: 1 }, quality: { value: "A06" } }, ".quantity", quantity, "nothing"],
    [
      "a quality that is no code",
      { position: { value: 1 }, quality: "A03", quantity: 1 },
      ".quality",
      "a code {value}",
      `"A03"`
    ],
    ["a position after the end", { position: { value: 5 }, quantity: 1 }, ".position", position, `{"value":5}`],
    ["a repeated position", { position: { value: 4 }, quantity: 1 }, ".position", "each position once", "4"],
    ["a point that is none", 7, "", "an object", "7"]
  ])("%s", (_, point, key, expected, actual) => {
    const error = refused(document(wireSeries(), wireSeries({}, [{ position: { value: 4 }, quantity: 1 }, point])))
    expect(error).toMatchObject({
      document: "RSM-014 NotifyAggregatedMeasureData_MarketDocument",
      messageId: header.mRID,
      path: `NotifyAggregatedMeasureData_MarketDocument.Series[1].Period.Point[1]${key}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  const start = "2025-01-14T23:00Z"
  it.each([
    ["mRID", 7, "mRID", "a text", "7"],
    ["version", undefined, "version", "a value", "nothing"],
    ["version", "3b", "version", "digits", `"3b"`],
    [
      "meteringGridArea_Domain.mRID",
      gridArea("91"),
      `["meteringGridArea_Domain.mRID"].value`,
      "a grid area of 3 digits",
      `"91"`
    ],
    [
      "energySupplier_MarketParticipant.mRID",
      gln("5790009990018"),
      `["energySupplier_MarketParticipant.mRID"].value`,
      "GLN 5790009990018 has check digit 8, expected 7",
      `"5790009990018"`
    ],
    [
      "balanceResponsibleParty_MarketParticipant.mRID",
      "x",
      `["balanceResponsibleParty_MarketParticipant.mRID"]`,
      "a code {value}",
      `"x"`
    ],
    ["marketEvaluationPoint.type", {}, `["marketEvaluationPoint.type"].value`, "a code {value}", "{}"],
    ["product", null, "product", "a value", "null"],
    ["Period", [], "Period", "an object", "[]"],
    [
      "Period",
      wirePeriod("PT15M", start, start, []),
      "Period.timeInterval.end.value",
      "an instant after 2025-01-14T23:00:00Z",
      `"${start}"`
    ],
    [
      "Period",
      wirePeriod("PT15M", start, "2025-01-15", []),
      "Period.timeInterval.end.value",
      "a UTC instant (2025-01-15T23:00:00Z)",
      `"2025-01-15"`
    ],
    [
      "Period",
      wirePeriod("PT1H", start, "2025-01-15T00:30Z", []),
      "Period.timeInterval",
      "whole PT1H intervals, at most 1464 days",
      `"2025-01-14T23:00:00.000Z/2025-01-15T00:30:00.000Z"`
    ],
    [
      "Period",
      wirePeriod("PT1H", start, "2035-01-15T00:00Z", []),
      "Period.timeInterval",
      "whole PT1H intervals, at most 1464 days",
      `"2025-01-14T23:00:00.000Z/2035-01-15T00:00:00.000Z"`
    ],
    ["Period", { ...wirePeriod("PT1H", start, "2025-01-15T00:00Z", []), Point: {} }, "Period.Point", "an array", "{}"]
  ])("%s %j", (key, value, path, expected, actual) => {
    const at = "NotifyAggregatedMeasureData_MarketDocument.Series[0]"
    const error = refused(document(wireSeries({ [key]: value })))
    expect(error.issues).toEqual([{ path: path.startsWith("[") ? at + path : `${at}.${path}`, expected, actual }])
  })

  it("a series that is none, and no array of them", () => {
    expect(refused(document("x")).issues).toEqual([
      { path: "NotifyAggregatedMeasureData_MarketDocument.Series[0]", expected: "an object", actual: `"x"` }
    ])
    expect(refused({ NotifyAggregatedMeasureData_MarketDocument: {} }).issues.at(-1)).toEqual({
      path: "NotifyAggregatedMeasureData_MarketDocument.Series",
      expected: "an array",
      actual: "nothing"
    })
  })

  it("another document, and what is no JSON", () => {
    expect(refused({ NotifyWholesaleServices_MarketDocument: {} }).actual).toBe(
      `"NotifyWholesaleServices_MarketDocument"`
    )
    expect(refused("{").expected).toBe("JSON")
  })
})
