import { Effect } from "effect"
import { handleMessage } from "../../src/intake/index.ts"
import type { CustomerDataDraft } from "../../src/messages/index.ts"
import type { Customer, CustomerContact } from "../../src/portfolio/index.ts"
import { sendCustomerData, signUp, type SignUp } from "../../src/requests/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { type Before, breach, otherPoint, supplied, table, today, tooShort, wrongDigit } from "./RefusalTable.ts"

const address = {
  streetCode: "0001",
  streetName: "Havnegade",
  number: "1",
  postalCode: "5000",
  city: "Odense C",
  country: "DK",
  cityCode: "461",
  addressId: "0a3f50b8-3412-32b8-e044-0003ba298018"
}

const contacts: ReadonlyArray<CustomerContact> = ["D01", "D04"].map((type) => ({ type, name: "Nordlys ApS", address }))

export const customer: Customer = { name: "Nordlys ApS", cvr: "12345678", protectedName: false, contacts }

const withContact = (more: Partial<CustomerContact>): Customer => ({
  ...customer,
  contacts: [contacts[0]!, { ...contacts[1]!, ...more }]
})

/** A sign-up that DataHub has accepted, so that customer data are due. */
export const accepted = (kind: SignUp["customer"], startAt: string): Before =>
  Effect.gen(function* () {
    const { transactionId } = yield* signUp({
      gsrn,
      startAt: day(startAt),
      customer: kind,
      name: "Nordlys ApS",
      cvr: "12345678",
      balanceResponsible: "5790009990024"
    })
    const made = new Making()
    made.answer("RequestChangeOfSupplier", kind === "lives there" ? "E03" : "E65", transactionId)
    yield* Effect.forEach(made.messages, handleMessage)
  })

const people = (process: string, isUpdate: boolean) => {
  const of = (change: Partial<Customer>) => ({ customer: { ...customer, ...change } })
  const line = (change: Partial<Customer>, field: string, code: string, reason: RegExp) =>
    breach<CustomerDataDraft>(of(change), `customer.${field}`, `${process} ${code}`, reason)
  const contact = (one: Customer, field: string, reason: RegExp) =>
    breach<CustomerDataDraft>({ customer: one }, `customer.contacts${field}`, "BRS-015", reason)
  return [
    breach<CustomerDataDraft>({ gsrn: wrongDigit }, "gsrn", `${process} E10`, /check digit 1, expected 0/),
    breach<CustomerDataDraft>({ gsrn: tooShort }, "gsrn", `${process} E10`, /18 digits/),
    line({ name: undefined }, "name", "D03", /^must be given$/),
    line({ name: "(ukendt)" }, "name", "D03", /not \(ukendt\)$/),
    line({ cpr: "0101901234" }, "cpr", "D17", /^must not be given together/),
    line({ cvr: "1234" }, "cvr", "D17", /^a CVR number has 8 digits$/),
    line({ cvr: undefined, cpr: "3113901234" }, "cpr", "D17", /^a CPR number has 10 digits/),
    ...(isUpdate ? [] : [line({ cvr: undefined }, "cvr", "D17", /^a CVR number or a CPR number must be given$/)]),
    line(
      { secondName: "", secondCpr: "0101901234" },
      "secondName",
      "D03",
      /^must be given with the number of a second/
    ),
    line({ secondCvr: "12345678" }, "secondName", "D03", /^must be given$/),
    line({ secondName: "(ukendt)" }, "secondName", "D03", /not \(ukendt\)$/),
    line({ secondName: "Ole", secondCvr: "1" }, "secondCvr", "D17", /^a CVR number has 8 digits$/),
    line({ secondName: "Ole", secondCpr: "1" }, "secondCpr", "D17", /^a CPR number has 10 digits/),
    line(
      { secondName: "Ole", secondCvr: "12345678", secondCpr: "0101901234" },
      "secondCpr",
      "D17",
      /^must not be given together/
    ),
    contact({ ...customer, contacts: [contacts[1]!] }, "", /^a technical contact \(D01\) must be given$/),
    contact({ ...customer, contacts: [contacts[0]!] }, "", /^a legal contact \(D04\) must be given$/),
    contact(withContact({ address: undefined }), "[1].address", /^must be given$/),
    contact(withContact({ address: { city: "" } }), "[1].address", /^must be given$/),
    contact(
      withContact({ address: { ...address, addressId: "" } }),
      "[1].address.addressId",
      /^a Danish address needs its id in the register$/
    )
  ]
}

const dated = (date: string, process: string, allowed: string, before?: Before) =>
  breach<CustomerDataDraft>(
    { startAt: day(date) },
    "startAt",
    `${process} E17`,
    new RegExp(`^must be ${allowed}, got ${date}$`),
    before
  )

export const customerTables = [
  table<CustomerDataDraft>({
    name: "customer data of a switch",
    process: "BRS-001",
    now: today,
    ask: sendCustomerData,
    before: accepted("lives there", "2025-02-01"),
    valid: { reason: "E03", gsrn, startAt: day("2025-02-01"), customer },
    breaches: people("BRS-001", false).filter(({ field }) => field !== "gsrn")
  }),
  table<CustomerDataDraft>({
    name: "customer data of a move-in",
    process: "BRS-009",
    now: today,
    ask: sendCustomerData,
    before: accepted("moves in", "2025-01-03"),
    valid: { reason: "E65", gsrn, startAt: day("2025-01-03"), customer },
    breaches: people("BRS-009", false).filter(({ field }) => field !== "gsrn")
  }),
  table<CustomerDataDraft>({
    name: "customer data of an owner",
    process: "BRS-009",
    now: today,
    ask: sendCustomerData,
    before: accepted("is registered as owner", "2025-01-03"),
    valid: { reason: "D29", gsrn, startAt: day("2025-01-03"), customer },
    breaches: people("BRS-009", false).filter(({ field }) => field !== "gsrn")
  }),
  table<CustomerDataDraft>({
    name: "update of customer data",
    process: "BRS-015",
    now: today,
    ask: sendCustomerData,
    before: supplied("2025-01-01"),
    valid: { reason: "E34", gsrn, startAt: day("2025-01-09"), customer },
    breaches: [
      ...people("BRS-015", true),
      dated("2025-01-08", "BRS-015", "from 2025-01-09 to 2025-01-10"),
      dated("2025-01-11", "BRS-015", "from 2025-01-09 to 2025-01-10"),
      breach<CustomerDataDraft>({ startAt: day("2025-01-09") + 1 }, "startAt", "BRS-015 D66", /^must be midnight/),
      breach<CustomerDataDraft>({ startAt: Number.NaN }, "startAt", "BRS-015 D66", /point in time/),
      breach<CustomerDataDraft>(
        { gsrn: otherPoint, startAt: day("2025-01-09"), supplyStart: undefined },
        "gsrn",
        "BRS-015 E16",
        /^we do not supply it on that day$/
      ),
      breach<CustomerDataDraft>({ supplyStart: 1 }, "supplyStart", "BRS-015 D66", /^must be a point in time/)
    ]
  }),
  table<CustomerDataDraft>({
    name: "update of customer data on the first day",
    process: "BRS-015",
    now: today,
    ask: sendCustomerData,
    before: supplied("2025-01-10"),
    valid: { reason: "E34", gsrn, startAt: day("2025-01-10"), customer },
    breaches: [
      breach<CustomerDataDraft>(
        { startAt: day("2025-01-09") },
        "startAt",
        "BRS-015 E17",
        /^must not lie before our supply$/
      )
    ]
  })
]
