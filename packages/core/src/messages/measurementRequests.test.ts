import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { Gln, GridArea, type Gsrn, gsrnOf } from "../market/index.ts"
import {
  aggregatedDataRequest,
  balanceResponsible,
  gln,
  gridArea,
  gridAreas,
  gridCompany,
  headers,
  measureDataRequest,
  participantIds,
  refusedBy,
  seconds,
  supplier,
  texts,
  wholesaleRequest
} from "../../test/messages/measurementFamily.ts"
import { decodeAggregatedDataRequest, encodeAggregatedDataRequest } from "./RequestAggregatedMeasureData.ts"
import { decodeMeasureDataRequest, encodeMeasureDataRequest } from "./RequestValidatedMeasureData.ts"
import { decodeWholesaleRequest, encodeWholesaleRequest } from "./RequestWholesaleSettlement.ts"

const gsrn = "571313999000000010"
const START = "start_DateAndOrTime.dateTime"
const END = "end_DateAndOrTime.dateTime"
const january = { [START]: "2024-12-31T23:00:00Z", [END]: "2025-01-31T23:00:00Z" }
const period = { from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 31, 23) }

const readings = { mRID: "c0ffee00-1111-4222-8333-444455557777", "marketEvaluationPoint.mRID": gln(gsrn), ...january }
const sums = {
  mRID: "5eed0016-0000-4000-8000-000000000002",
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  "marketEvaluationPoint.settlementMethod": { value: "D01" },
  "marketEvaluationPoint.type": { value: "E17" },
  "meteringGridArea_Domain.mRID": gridArea("991"),
  ...january
}
const amounts = {
  mRID: "5eed0017-0000-4000-8000-000000000002",
  "chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  "meteringGridArea_Domain.mRID": gridArea("991"),
  ...january,
  ChargeType: [{ mRID: "NET-C", type: { value: "D03" } }]
}

const createdDateTime = "2025-03-03T08:15:00Z"
const head = { mRID: "c0ffee00-1111-4222-8333-444455556666", createdDateTime }
const rsm015 = (series: object) => measureDataRequest({ ...head, processType: "E23", type: "E73" }, series)
const rsm016 = (series: object) => aggregatedDataRequest({ ...head, processType: "D04", type: "E74" }, series)
const rsm017 = (series: object) => wholesaleRequest({ ...head, processType: "D05", type: "D21" }, series)

describe("a request", () => {
  it("for readings is read and written as it was", () => {
    const request = Result.getOrThrow(decodeMeasureDataRequest(rsm015(readings)))
    expect(request.header).toMatchObject({ processType: "E23", receiver: { role: "DGL" } })
    expect(request.series).toStrictEqual([{ transactionId: readings.mRID, gsrn, ...period }])
    expect(encodeMeasureDataRequest(request)).toStrictEqual(rsm015(readings))
  })

  it("for sums is read and written as it was", () => {
    const request = Result.getOrThrow(decodeAggregatedDataRequest(JSON.stringify(rsm016(sums))))
    expect(request.series).toStrictEqual([
      {
        transactionId: sums.mRID,
        ...period,
        gridArea: "991",
        supplier,
        meteringPointType: "E17",
        settlementMethod: "D01"
      }
    ])
    expect(encodeAggregatedDataRequest(request)).toStrictEqual(rsm016(sums))
  })

  it("for amounts is read and written as it was", () => {
    const request = Result.getOrThrow(decodeWholesaleRequest(rsm017(amounts)))
    expect(request.series).toStrictEqual([
      {
        transactionId: amounts.mRID,
        ...period,
        gridArea: "991",
        supplier,
        chargeOwner: gridCompany,
        charges: [{ code: "NET-C", type: "D03" }]
      }
    ])
    expect(encodeWholesaleRequest(request)).toStrictEqual(rsm017(amounts))
  })

  it("for all charges names none", () => {
    const all = { ...amounts, ChargeType: undefined }
    expect(Result.getOrThrow(decodeWholesaleRequest(rsm017(all))).series[0]!.charges).toEqual([])
  })
})

describe("what is refused", () => {
  const readers = {
    "RSM-015": [decodeMeasureDataRequest, rsm015, readings, "RequestValidatedMeasureData"],
    "RSM-016": [decodeAggregatedDataRequest, rsm016, sums, "RequestAggregatedMeasureData"],
    "RSM-017": [decodeWholesaleRequest, rsm017, amounts, "RequestWholesaleSettlement"]
  } as const
  const instant = "a UTC instant (2025-01-15T23:00:00Z)"
  it.each([
    ["RSM-015", "mRID", undefined, ".mRID", "a value", "nothing"],
    ["RSM-015", "marketEvaluationPoint.mRID", undefined, `["marketEvaluationPoint.mRID"]`, "a value", "nothing"],
    [
      "RSM-015",
      "marketEvaluationPoint.mRID",
      gln("571313999000000011"),
      `["marketEvaluationPoint.mRID"].value`,
      "GSRN 571313999000000011 has check digit 1, expected 0",
      `"571313999000000011"`
    ],
    ["RSM-015", START, "2024-12-31", `["${START}"]`, instant, `"2024-12-31"`],
    [
      "RSM-015",
      END,
      "2024-12-31T23:00:00Z",
      `["${END}"]`,
      "an instant after 2024-12-31T23:00:00Z",
      `"2024-12-31T23:00:00Z"`
    ],
    ["RSM-016", START, undefined, `["${START}"]`, "a value", "nothing"],
    ["RSM-016", END, 7, `["${END}"]`, instant, "7"],
    ["RSM-016", "meteringGridArea_Domain.mRID", "991", `["meteringGridArea_Domain.mRID"]`, "a code {value}", `"991"`],
    [
      "RSM-016",
      "balanceResponsibleParty_MarketParticipant.mRID",
      gln("1"),
      `["balanceResponsibleParty_MarketParticipant.mRID"].value`,
      `GLN must be 13 digits, got "1"`,
      `"1"`
    ],
    [
      "RSM-016",
      "energySupplier_MarketParticipant.mRID",
      gln("57900099900170"),
      `["energySupplier_MarketParticipant.mRID"].value`,
      `GLN must be 13 digits, got "57900099900170"`,
      `"57900099900170"`
    ],
    ["RSM-017", "ChargeType", {}, ".ChargeType", "an array", "{}"],
    ["RSM-017", "ChargeType", [{}, "NET-C"], ".ChargeType[1]", "an object", `"NET-C"`],
    ["RSM-017", "ChargeType", [{ type: "D03" }], ".ChargeType[0].type", "a code {value}", `"D03"`],
    [
      "RSM-017",
      "chargeTypeOwner_MarketParticipant.mRID",
      gln("45X000000000051D"),
      `["chargeTypeOwner_MarketParticipant.mRID"].value`,
      `GLN must be 13 digits, got "45X000000000051D"`,
      `"45X000000000051D"`
    ]
  ] as const)("%s %s %j", (rsm, key, value, path, expected, actual) => {
    const [decode, documentOf, series, name] = readers[rsm]
    const error = refusedBy(decode)(documentOf({ ...series, [key]: value }))
    expect(error).toMatchObject({ document: `${rsm} ${name}_MarketDocument`, messageId: head.mRID })
    expect(error.issues).toEqual([{ path: `${name}_MarketDocument.Series[0]${path}`, expected, actual }])
  })
})

describe("reads back what it writes", () => {
  const optionsOf = <Key extends string>(...requiredKeys: ReadonlyArray<Key>) => ({
    requiredKeys: [...requiredKeys],
    noNullPrototype: true as const
  })
  const from = seconds
  const to = seconds.map((instant) => instant + 20 * 366 * 86_400_000)
  const areas = gridAreas.map((area) => GridArea.make(area))
  const settlementVersion = fc.constantFrom("D01", "D02", "D03", "D10")
  const points: fc.Arbitrary<Gsrn> = fc
    .integer({ min: 0, max: 9999 })
    .map((n) => gsrnOf(`5713139990000${String(n).padStart(4, "0")}`))
  const many = <A>(series: fc.Arbitrary<A>) => fc.array(series, { maxLength: 4 })

  it("RSM-015", () => {
    const series = fc.record({ transactionId: texts, gsrn: points, from, to }, optionsOf("transactionId", "gsrn"))
    fc.assert(
      fc.property(headers, many(series), (header, all) => {
        const text = JSON.stringify(encodeMeasureDataRequest({ header, series: all }))
        expect(Result.getOrThrow(decodeMeasureDataRequest(text))).toStrictEqual({ header, series: all })
      })
    )
  })

  it("RSM-016", () => {
    const series = fc.record(
      {
        transactionId: texts,
        from,
        to,
        gridArea: areas,
        supplier: participantIds,
        balanceResponsible: fc.constant(balanceResponsible),
        biddingZone: fc.constant("10YDK-1--------W"),
        meteringPointType: fc.constantFrom("E17", "E18", "E20"),
        settlementMethod: fc.constantFrom("D01", "E02"),
        settlementVersion
      },
      optionsOf("transactionId", "from")
    )
    fc.assert(
      fc.property(headers, many(series), (header, all) => {
        const text = JSON.stringify(encodeAggregatedDataRequest({ header, series: all }))
        expect(Result.getOrThrow(decodeAggregatedDataRequest(text))).toStrictEqual({ header, series: all })
      })
    )
  })

  it("RSM-017", () => {
    const charge = fc.record(
      { code: texts, type: fc.constantFrom("D01", "D02", "D03", "X1") },
      { requiredKeys: [], noNullPrototype: true }
    )
    const series = fc.record(
      {
        transactionId: texts,
        from,
        to,
        gridArea: areas,
        supplier: participantIds,
        chargeOwner: fc.constant(Gln.make(gridCompany)),
        charges: many(charge),
        resolution: fc.constant("P1M"),
        settlementVersion,
        version: texts
      },
      optionsOf("transactionId", "from", "charges")
    )
    fc.assert(
      fc.property(headers, many(series), (header, all) => {
        const text = JSON.stringify(encodeWholesaleRequest({ header, series: all }))
        expect(Result.getOrThrow(decodeWholesaleRequest(text))).toStrictEqual({ header, series: all })
      })
    )
  })
})
