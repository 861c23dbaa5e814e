import { describe, expect, it } from "@effect/vitest"
import {
  AMOUNT,
  VOLUME,
  A06,
  wireSeries,
  january,
  header,
  document,
  refused
} from "../../test/messages/wholesaleDocuments.ts"
import { gln, wirePeriod } from "../../test/messages/measurementFamily.ts"

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
