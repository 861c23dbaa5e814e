import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn } from "../../../test/messages/structureDocuments.ts"
import type { Customer } from "../../portfolio/index.ts"
import { decodeCustomerDataRequest } from "../RequestChangeCustomerCharacteristics.ts"
import { buildCustomerData, type CustomerDataDraft, type ElectricHeatingDraft } from "./buildCustomerData.ts"

const address = { streetName: "Eksempelvej", number: "12A", postalCode: "9999", country: "DK", addressId: "dada" }

const customer: Customer = {
  name: "Eva Eksempel",
  cpr: "0101701234",
  secondName: "Adam Eksempel",
  secondCpr: "0202701234",
  protectedName: true,
  contacts: [
    { type: "D01", name: "Eva Eksempel", phone: "+4511111111", address },
    { type: "D04", email: "eva@example.com", address: { streetName: "Storgatan", city: "Malmö", country: "SE" } }
  ]
}

const update: CustomerDataDraft = { reason: "E34", gsrn, startAt: day("2025-05-05"), customer }

describe("customer data", () => {
  it.each([
    ["E03", "BRS-001", "2025-06-01"],
    ["E65", "BRS-009", "2025-06-01"],
    ["D29", "BRS-009", "2025-06-01"],
    ["E34", "BRS-015", "2025-05-05"]
  ] as const)("with %s are the request of %s that DataHub reads", (reason, process, date) => {
    const { body, ...about } = Result.getOrThrow(
      buildCustomerData({ reason, gsrn, startAt: day(date), customer }, on("2025-05-05"))
    )
    expect(about).toMatchObject({
      name: "RequestChangeCustomerCharacteristics",
      rsm: "RSM-027",
      process,
      processType: reason,
      transactionIds: ["t-1"]
    })
    const { header, records, skipped } = Result.getOrThrow(decodeCustomerDataRequest(JSON.stringify(body)))
    expect(header).toMatchObject({ processType: reason, type: "D15" })
    expect(records).toEqual([{ transactionId: "t-1", gsrn, startAt: day(date), customer }])
    expect(skipped).toEqual([])
  })

  it("come before a switch takes effect, or within 7 days where it took effect at once", () => {
    const build = (startAt: number) => buildCustomerData({ ...update, reason: "E03", startAt }, on("2025-05-05"))
    expect(taken(build, "2025-05-05", "2025-05-06", "2026-05-05")).toEqual(["2025-05-06", "2026-05-05"])
    expect(issuesOf(build(day("2025-05-05")))).toEqual([
      "startAt: must be 2025-05-06 or later, got 2025-05-05 (BRS-001 E17)"
    ])
    const special = (startAt: number) =>
      buildCustomerData({ ...update, reason: "E03", startAt, specialRules: true }, on("2025-05-05"))
    expect(taken(special, "2025-04-27", "2025-04-28", "2025-05-05")).toEqual(["2025-04-28", "2025-05-05"])
  })

  it.each(["E65", "D29"] as const)("come within 15 days after a move with %s", (reason) => {
    const build = (startAt: number) => buildCustomerData({ ...update, reason, startAt }, on("2025-04-07"))
    expect(taken(build, "2025-03-22", "2025-03-23", "2025-04-07", "2025-06-01")).toEqual([
      "2025-03-23",
      "2025-04-07",
      "2025-06-01"
    ])
  })

  it("are updated from today or yesterday, within our own supply", () => {
    const build = (startAt: number) => buildCustomerData({ ...update, startAt }, on("2025-03-30"))
    expect(taken(build, "2025-03-28", "2025-03-29", "2025-03-30", "2025-03-31")).toEqual(["2025-03-29", "2025-03-30"])
    const late = { ...update, startAt: day("2025-03-29") }
    expect(issuesOf(buildCustomerData(late, at(Date.parse("2025-03-30T22:00:00Z"))))).toHaveLength(1)
    const since = (supplyStart: number) => issuesOf(buildCustomerData({ ...update, supplyStart }, on("2025-05-05")))
    expect(since(day("2025-05-05"))).toEqual([])
    expect(since(day("2025-05-06"))).toEqual(["startAt: must not lie before our supply (BRS-015 E17)"])
    expect(since(1)).toEqual(["supplyStart: must be a point in time, in milliseconds (BRS-015 D66)"])
  })

  it("may be updated without a number, and may end the relation of the second customer", () => {
    const { cpr: _, secondCpr: __, ...rest } = customer
    const send = (one: Customer) => issuesOf(buildCustomerData({ ...update, customer: one }, on("2025-05-05")))
    expect(send({ ...rest, secondName: "" })).toEqual([])
    expect(send({ ...customer, secondName: "", secondCpr: "" })).toEqual([])
    expect(send({ ...customer, secondName: "" })).toEqual([
      "customer.secondName: must be given with the number of a second customer (BRS-015 D03)"
    ])
  })

  const [technical, legal] = customer.contacts
  it.each<[string, Partial<Customer>, ReadonlyArray<string>]>([
    ["no name", { name: undefined }, ["customer.name: must be given (BRS-015 D03)"]],
    [
      "the unknown customer",
      { name: "(ukendt)" },
      ["customer.name: must be a customer's name, not (ukendt) (BRS-015 D03)"]
    ],
    ["both numbers", { cvr: "12345678" }, ["customer.cpr: must not be given together with a CVR number (BRS-015 D17)"]],
    [
      "a blank number with a name",
      { cpr: "" },
      ["customer.cpr: a CPR number has 10 digits and begins with a date of birth (BRS-015 D17)"]
    ],
    ["a second number without a name", { secondName: undefined }, ["customer.secondName: must be given (BRS-015 D03)"]],
    [
      "a second customer who is unknown",
      { secondName: "(ukendt)" },
      ["customer.secondName: must be a customer's name, not (ukendt) (BRS-015 D03)"]
    ],
    [
      "two numbers of the second customer",
      { secondCvr: "12345678" },
      ["customer.secondCpr: must not be given together with a CVR number (BRS-015 D17)"]
    ],
    [
      "a wrong number of the second customer",
      { secondCpr: undefined, secondCvr: "1" },
      ["customer.secondCvr: a CVR number has 8 digits (BRS-015 D17)"]
    ],
    [
      "no legal contact",
      { contacts: [technical!] },
      ["customer.contacts: a legal contact (D04) must be given (BRS-015)"]
    ],
    [
      "no contacts",
      { contacts: [] },
      [
        "customer.contacts: a technical contact (D01) must be given (BRS-015)",
        "customer.contacts: a legal contact (D04) must be given (BRS-015)"
      ]
    ],
    [
      "a contact without an address",
      { contacts: [legal!, { type: "D01", email: "eva@example.com" }] },
      ["customer.contacts[1].address: must be given (BRS-015)"]
    ],
    [
      "a second technical contact without an address",
      { contacts: [...customer.contacts, { type: "D01" }] },
      ["customer.contacts[2].address: must be given (BRS-015)"]
    ],
    [
      "an address without anything",
      { contacts: [legal!, { type: "D01", address: {} }] },
      ["customer.contacts[1].address: must be given (BRS-015)"]
    ],
    [
      "a Danish address without its id",
      { contacts: [{ type: "D01", address: { ...address, addressId: undefined } }, legal!] },
      ["customer.contacts[0].address.addressId: a Danish address needs its id in the register (BRS-015)"]
    ]
  ])("are refused with %s", (_, change, issues) => {
    expect(issuesOf(buildCustomerData({ ...update, customer: { ...customer, ...change } }, on("2025-05-05")))).toEqual(
      issues
    )
  })

  it.each(["E03", "E65", "D29"] as const)("with %s need a number", (reason) => {
    const numberless = { ...customer, cpr: undefined }
    const draft = { reason, gsrn, startAt: day("2025-06-01"), customer: numberless }
    expect(issuesOf(buildCustomerData(draft, on("2025-05-05")))).toEqual([
      `customer.cvr: a CVR number or a CPR number must be given (${reason === "E03" ? "BRS-001" : "BRS-009"} D17)`
    ])
  })

  it("are refused with a broken GSRN", () => {
    expect(issuesOf(buildCustomerData({ ...update, gsrn: "571313999000000013" }, on("2025-05-05")))).toEqual([
      "gsrn: GSRN 571313999000000013 has check digit 3, expected 0 (BRS-015 E10)"
    ])
  })
})

describe("electric heating", () => {
  const heating: ElectricHeatingDraft = { reason: "D20", gsrn, startAt: day("2025-05-01"), electricHeating: true }

  it.each([true, false])("that is %s is all that is sent", (electricHeating) => {
    const built = Result.getOrThrow(buildCustomerData({ ...heating, electricHeating }, on("2025-05-05")))
    expect(built).toMatchObject({ rsm: "RSM-027", process: "BRS-041", processType: "D20" })
    expect(built.body).toMatchObject({
      RequestChangeCustomerCharacteristics_MarketDocument: {
        MktActivityRecord: [
          {
            mRID: "t-1",
            "start_DateAndOrTime.dateTime": "2025-04-30T22:00:00Z",
            MarketEvaluationPoint: { "serviceCategory.ElectricalHeating": electricHeating }
          }
        ]
      }
    })
    expect(Result.getOrThrow(decodeCustomerDataRequest(built.body)).records[0]?.customer).toEqual({
      contacts: [],
      electricHeating
    })
  })

  it("is told for today or at most 21 days back, within our own supply", () => {
    const build = (startAt: number) => buildCustomerData({ ...heating, startAt }, on("2025-04-10"))
    expect(taken(build, "2025-03-19", "2025-03-20", "2025-04-10", "2025-04-11")).toEqual(["2025-03-20", "2025-04-10"])
    const since = { ...heating, supplyStart: day("2025-05-02") }
    expect(issuesOf(buildCustomerData(since, on("2025-05-05")))).toEqual([
      "startAt: must not lie before our supply (BRS-041 E17)"
    ])
  })
})
