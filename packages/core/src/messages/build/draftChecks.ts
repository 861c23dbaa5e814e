import type { Schema } from "effect"
import { Gln, Gsrn } from "../../market/index.ts"
import { decodeInto } from "../cimSchema.ts"
import { noFaults } from "../faults.ts"
import type { OutgoingContext } from "../OutgoingDocument.ts"
import type { RequestIssue } from "../RequestRefused.ts"
import { isPointInTime } from "./pointInTime.ts"

/** A message id or transaction id has at most this many characters. */
const ID_LENGTH_MAX = 36

/** What DataHub itself writes where it knows no customer; nobody may send it (D03). */
const UNKNOWN_CUSTOMER = "(ukendt)"

const NAME_WRONG = "D03"
const NUMBER_WRONG = "D17"

type Issues = ReadonlyArray<RequestIssue>

export const gsrnIssues = (field: string, gsrn: string): Issues => gs1Issues(Gsrn, field, gsrn, "E10")

export const glnIssues = (field: string, gln: string, rule = "E16"): Issues => gs1Issues(Gln, field, gln, rule)

const gs1Issues = (schema: Schema.Codec<string, string>, field: string, value: string, rule: string): Issues => {
  const faults = noFaults()
  decodeInto(schema, value, [], faults)
  return faults.issues.map(({ expected }) => ({ field, reason: expected, rule }))
}

/** The ids and the sender: the same for every document. */
export const contextIssues = ({ messageId, now, sender, transactionId }: OutgoingContext): Issues => [
  ...glnIssues("sender", sender),
  ...idIssues("messageId", messageId, "00201, 00305"),
  ...idIssues("transactionId", transactionId, "00202, 00205"),
  ...(isPointInTime(now) ? [] : [{ field: "now", reason: "must be an instant" }])
]

export const idIssues = (field: string, id: string, rule?: string): Issues =>
  typeof id === "string" && id.trim() !== "" && id.length <= ID_LENGTH_MAX
    ? []
    : [{ field, reason: `must have 1 to ${ID_LENGTH_MAX} characters`, ...(rule === undefined ? {} : { rule }) }]

/** The name of a customer: given, and a name. */
export const nameIssues = (field: string, name: string | undefined): Issues =>
  name === undefined || name.trim() === ""
    ? [{ field, reason: "must be given", rule: NAME_WRONG }]
    : name.trim().toLowerCase() === UNKNOWN_CUSTOMER
      ? [{ field, reason: `must be a customer's name, not ${UNKNOWN_CUSTOMER}`, rule: NAME_WRONG }]
      : []

/** The two numbers of one customer, and how their fields are called. */
export interface NumberFields {
  readonly cvr: { readonly field: string; readonly value: string | undefined }
  readonly cpr: { readonly field: string; readonly value: string | undefined }
}

/** A CVR number or a CPR number, never both; and in the right form. A number is never repeated in a message. */
export const numberIssues = ({ cpr, cvr }: NumberFields, presence: "required" | "optional"): Issues => [
  ...(cvr.value !== undefined && cpr.value !== undefined
    ? [{ field: cpr.field, reason: "must not be given together with a CVR number", rule: NUMBER_WRONG }]
    : []),
  ...(presence === "required" && cvr.value === undefined && cpr.value === undefined
    ? [{ field: cvr.field, reason: "a CVR number or a CPR number must be given", rule: NUMBER_WRONG }]
    : []),
  ...(cvr.value === undefined || isCvr(cvr.value)
    ? []
    : [{ field: cvr.field, reason: "a CVR number has 8 digits", rule: NUMBER_WRONG }]),
  ...(cpr.value === undefined || isCpr(cpr.value)
    ? []
    : [{ field: cpr.field, reason: "a CPR number has 10 digits and begins with a date of birth", rule: NUMBER_WRONG }])
]

const isCvr = (text: string): boolean => /^[1-9]\d{7}$/.test(text)

/** DDMMYY and four digits; a replacement number has 60 added to its day. Numbers issued since 2007 have no check digit. */
const isCpr = (text: string): boolean => {
  if (!/^\d{10}$/.test(text)) return false
  const day = Number(text.slice(0, 2))
  const month = Number(text.slice(2, 4))
  const dayOfMonth = day > 60 ? day - 60 : day
  // A leap year: which century the two digits of the year mean is not known here.
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= new Date(Date.UTC(2000, month, 0)).getUTCDate()
}
