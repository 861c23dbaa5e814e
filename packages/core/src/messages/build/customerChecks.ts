import type { Customer, CustomerContact } from "../../portfolio/index.ts"
import type { RequestIssue } from "../RequestRefused.ts"
import { nameIssues, numberIssues } from "./draftChecks.ts"

type Issues = ReadonlyArray<RequestIssue>

/**
 * Contacts that must have an address. The rule is written for updates (BRS-015); it is taken to hold for every RSM-027
 * with customer data, which is unverified.
 */
const contactsRequired = [
  { type: "D01", text: "technical" },
  { type: "D04", text: "legal" }
] as const

const FIELDS_RULE = "BRS-015"

/**
 * What is wrong with complete customer data. An update may leave the number out: there are customers without one. After a
 * switch or a move it must be there.
 */
export const customerIssues = (customer: Customer, reason: "E03" | "E65" | "D29" | "E34"): Issues => [
  ...nameIssues("customer.name", customer.name),
  ...numberIssues(
    {
      cvr: { field: "customer.cvr", value: customer.cvr },
      cpr: { field: "customer.cpr", value: customer.cpr }
    },
    reason === "E34" ? "optional" : "required"
  ),
  ...secondCustomerIssues(customer),
  ...contactsRequired.flatMap(({ text, type }) =>
    customer.contacts.some((one) => one.type === type)
      ? []
      : [{ field: "customer.contacts", reason: `a ${text} contact (${type}) must be given`, rule: FIELDS_RULE }]
  ),
  ...customer.contacts.flatMap((contact, index) =>
    contactsRequired.some(({ type }) => type === contact.type)
      ? addressIssues(`customer.contacts[${index}].address`, contact)
      : []
  )
]

/** An empty name ends the relation of the second customer: its number is then empty too, or left out. */
const secondCustomerIssues = ({ secondCpr, secondCvr, secondName }: Customer): Issues => {
  if (secondName === "") {
    return secondCpr || secondCvr
      ? [{ field: "customer.secondName", reason: "must be given with the number of a second customer", rule: "D03" }]
      : []
  }
  if (secondName === undefined && secondCpr === undefined && secondCvr === undefined) return []
  return [
    ...nameIssues("customer.secondName", secondName),
    ...numberIssues(
      {
        cvr: { field: "customer.secondCvr", value: secondCvr },
        cpr: { field: "customer.secondCpr", value: secondCpr }
      },
      "optional"
    )
  ]
}

/** An address abroad has no id in the Danish register. */
const addressIssues = (field: string, { address }: CustomerContact): Issues => {
  if (address === undefined || Object.values(address).every((part) => part === undefined || part === "")) {
    return [{ field, reason: "must be given", rule: FIELDS_RULE }]
  }
  const isDanish = address.country === undefined || address.country === "DK"
  return isDanish && !address.addressId
    ? [{ field: `${field}.addressId`, reason: "a Danish address needs its id in the register", rule: FIELDS_RULE }]
    : []
}
