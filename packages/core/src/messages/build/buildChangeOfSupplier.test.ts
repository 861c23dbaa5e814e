import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, fieldsOf, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn, supplier } from "../../../test/messages/structureDocuments.ts"
import type { Gln } from "../../market/index.ts"
import { decodeChangeOfSupplierRequest } from "../RequestChangeOfSupplier.ts"
import { buildChangeOfSupplier, type ChangeOfSupplierDraft } from "./buildChangeOfSupplier.ts"

const draft: ChangeOfSupplierDraft = {
  gsrn,
  startAt: day("2025-06-01"),
  cvr: "12345678",
  customerName: "Eksempel Bageri ApS",
  balanceResponsible: "5790009990024"
}

it("makes the request that DataHub reads", () => {
  const { body, ...about } = Result.getOrThrow(buildChangeOfSupplier(draft, on("2025-05-05")))
  expect(about).toEqual({
    name: "RequestChangeOfSupplier",
    rsm: "RSM-001",
    process: "BRS-001",
    processType: "E03",
    messageId: "m-1",
    transactionIds: ["t-1"]
  })
  expect(body).toEqual({
    RequestChangeOfSupplier_MarketDocument: {
      mRID: "m-1",
      "businessSector.type": { value: "23" },
      createdDateTime: "2025-05-05T07:00:00Z",
      "process.processType": { value: "E03" },
      "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
      "receiver_MarketParticipant.marketRole.type": { value: "DDZ" },
      "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
      "sender_MarketParticipant.marketRole.type": { value: "DDQ" },
      type: { value: "392" },
      MktActivityRecord: [
        {
          mRID: "t-1",
          "marketEvaluationPoint.balanceResponsibleParty_MarketParticipant.mRID": {
            codingScheme: "A10",
            value: "5790009990024"
          },
          "marketEvaluationPoint.customer_MarketParticipant.mRID": { codingScheme: "VAT", value: "12345678" },
          "marketEvaluationPoint.customer_MarketParticipant.name": "Eksempel Bageri ApS",
          "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": {
            codingScheme: "A10",
            value: "5790009990017"
          },
          "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrn },
          "start_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z"
        }
      ]
    }
  })
  expect(Result.getOrThrow(decodeChangeOfSupplierRequest(body)).records[0]?.supplier).toBe(supplier)
})

it("needs nothing but point, date and number", () => {
  const { body } = Result.getOrThrow(
    buildChangeOfSupplier({ gsrn, startAt: draft.startAt, cpr: "0107701234" }, on("2025-05-05"))
  )
  expect(Result.getOrThrow(decodeChangeOfSupplierRequest(body)).records).toEqual([
    {
      transactionId: "t-1",
      gsrn,
      supplier,
      customer: { scheme: "ARR", number: "0107701234" },
      startAt: draft.startAt
    }
  ])
})

describe("the date", () => {
  it("is tomorrow at the earliest and a year ahead at the latest", () => {
    const build = (startAt: number) => buildChangeOfSupplier({ ...draft, startAt }, on("2025-05-05"))
    expect(taken(build, "2025-05-04", "2025-05-05", "2025-05-06", "2026-05-05", "2026-05-06")).toEqual([
      "2025-05-06",
      "2026-05-05"
    ])
    expect(issuesOf(build(day("2025-05-05")))).toEqual([
      "startAt: must be from 2025-05-06 to 2026-05-05, got 2025-05-05 (BRS-001 E17)"
    ])
  })

  it("is counted by the Danish day of sending, to the last minute of it", () => {
    const build = (now: string) => fieldsOf(buildChangeOfSupplier(draft, at(Date.parse(now))))
    expect(build("2025-05-31T21:59:59Z")).toEqual([])
    expect(build("2025-05-31T22:00:00Z")).toEqual(["startAt"])
  })

  it("is a midnight on both sides of a clock change", () => {
    const build = (startAt: string) =>
      issuesOf(buildChangeOfSupplier({ ...draft, startAt: Date.parse(startAt) }, on("2025-03-29")))
    expect(build("2025-03-29T23:00:00Z")).toEqual([])
    expect(build("2025-03-30T22:00:00Z")).toEqual([])
    expect(build("2025-03-30T23:00:00Z")).toEqual([
      "startAt: must be midnight in Denmark, got 2025-03-30T23:00:00Z (BRS-001 D66)"
    ])
  })

  it("a year after 29 February is 28 February", () => {
    const build = (startAt: number) => buildChangeOfSupplier({ ...draft, startAt }, on("2028-02-29"))
    expect(taken(build, "2029-02-28", "2029-03-01")).toEqual(["2029-02-28"])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, 1e17])("%d is none", (startAt) => {
    expect(issuesOf(buildChangeOfSupplier({ ...draft, startAt }, on("2025-05-05")))).toEqual([
      "startAt: must be a point in time, in milliseconds (BRS-001 D66)"
    ])
  })
})

it.each<[string, Partial<ChangeOfSupplierDraft>, ReadonlyArray<string>]>([
  [
    "a GSRN with a broken check digit",
    { gsrn: "571313999000000011" },
    ["gsrn: GSRN 571313999000000011 has check digit 1, expected 0 (BRS-001 E10)"]
  ],
  ["a GSRN that is too short", { gsrn: "57131" }, [`gsrn: GSRN must be 18 digits, got "57131" (BRS-001 E10)`]],
  ["no number", { cvr: undefined }, ["cvr: a CVR number or a CPR number must be given (BRS-001 D17)"]],
  ["both numbers", { cpr: "0101701234" }, ["cpr: must not be given together with a CVR number (BRS-001 D17)"]],
  ["a CVR number that begins with 0", { cvr: "01234567" }, ["cvr: a CVR number has 8 digits (BRS-001 D17)"]],
  ["a CVR number of 7 digits", { cvr: "1234567" }, ["cvr: a CVR number has 8 digits (BRS-001 D17)"]],
  [
    "a CPR number without a date",
    { cvr: undefined, cpr: "3213701234" },
    ["cpr: a CPR number has 10 digits and begins with a date of birth (BRS-001 D17)"]
  ],
  [
    "a CPR number with a hyphen",
    { cvr: undefined, cpr: "010170-1234" },
    ["cpr: a CPR number has 10 digits and begins with a date of birth (BRS-001 D17)"]
  ],
  ["an empty name", { customerName: " " }, ["customerName: must be given (BRS-001 D03)"]],
  [
    "the unknown customer",
    { customerName: "(Ukendt)" },
    ["customerName: must be a customer's name, not (ukendt) (BRS-001 D03)"]
  ],
  [
    "a balance responsible with a broken check digit",
    { balanceResponsible: "5790009990025" },
    ["balanceResponsible: GLN 5790009990025 has check digit 5, expected 4 (BRS-001 E18)"]
  ]
])("refuses %s", (_, change, issues) => {
  expect(issuesOf(buildChangeOfSupplier({ ...draft, ...change }, on("2025-05-05")))).toEqual(issues)
})

it.each(["2902001234", "6112991234", "3112990000"])("takes the CPR number %s", (cpr) => {
  expect(issuesOf(buildChangeOfSupplier({ ...draft, cvr: undefined, cpr }, on("2025-05-05")))).toEqual([])
})

it.each(["3002001234", "3104991234", "0000991234", "9201991234"])("refuses the CPR number %s", (cpr) => {
  expect(fieldsOf(buildChangeOfSupplier({ ...draft, cvr: undefined, cpr }, on("2025-05-05")))).toEqual(["cpr"])
})

it("refuses ids that are empty or too long, and a sender that is none", () => {
  const context = on("2025-05-05")
  const long = { messageId: "m".repeat(36), transactionId: "t".repeat(36) }
  expect(fieldsOf(buildChangeOfSupplier(draft, { ...context, ...long }))).toEqual([])
  const wrong = { messageId: "m".repeat(37), transactionId: "", sender: "5790009990018" as Gln }
  expect(issuesOf(buildChangeOfSupplier(draft, { ...context, ...wrong }))).toEqual([
    "sender: GLN 5790009990018 has check digit 8, expected 7 (BRS-001 E16)",
    "messageId: must have 1 to 36 characters (00201, 00305)",
    "transactionId: must have 1 to 36 characters (00202, 00205)"
  ])
})

it("refuses to be sent at no time", () => {
  expect(issuesOf(buildChangeOfSupplier(draft, at(Number.NaN)))).toEqual(["now: must be an instant"])
})

it("lists every broken rule, in words, and never a CPR number", () => {
  const cpr = "9999999999"
  const built = buildChangeOfSupplier({ gsrn: "1", startAt: 0, cpr, cvr: "1" }, on("2025-05-05"))
  expect(Result.isFailure(built) && built.failure.message).toBe(
    [
      "BRS-001 cannot be sent:",
      `- gsrn: GSRN must be 18 digits, got "1" (BRS-001 E10)`,
      "- startAt: must be a point in time, in milliseconds (BRS-001 D66)",
      "- cpr: must not be given together with a CVR number (BRS-001 D17)",
      "- cvr: a CVR number has 8 digits (BRS-001 D17)",
      "- cpr: a CPR number has 10 digits and begins with a date of birth (BRS-001 D17)"
    ].join("\n")
  )
  expect(JSON.stringify(built)).not.toContain(cpr)
})
