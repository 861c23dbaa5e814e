import type { RequestRefused } from "../messages/index.ts"

const fieldWords: Readonly<Record<string, string>> = {
  gsrn: "Metering point",
  startAt: "First day",
  endAt: "First day without the customer",
  desiredEndAt: "Wished end",
  switchAt: "Day of the switch",
  moveAt: "Day of the move",
  correctedAt: "Day on which it really was",
  cvr: "CVR number",
  cpr: "CPR number",
  customerName: "Name",
  balanceResponsible: "Balance responsible",
  contract: "Product",
  aconto: "Payment in advance",
  "contract.terms": "Product",
  "contract.terms.name": "Name of the product",
  "contract.to": "End of the contract",
  "customer.name": "Name",
  "customer.cvr": "CVR number",
  "customer.cpr": "CPR number",
  "customer.secondName": "Second name",
  "customer.secondCvr": "Second CVR number",
  "customer.secondCpr": "Second CPR number",
  "customer.contacts": "Contacts",
  "period.from": "First day",
  "period.to": "Last day",
  replyBy: "Last day for the answer",
  settlementMethod: "Settlement method",
  settlementVersion: "Which correction"
}

/** What a salesperson can do instead. */
const hints: Readonly<Record<string, string>> = {
  "BRS-001 E17 startAt": "Only a move-in can begin today or earlier.",
  "BRS-002 E16 gsrn": "Look whether the customer has left us already.",
  "BRS-010 E16 gsrn": "Look whether the customer has left us already."
}

/**
 * What is wrong with a request, in words for whoever talks to the customer. No number of a person is repeated.
 *
 * @example
 * import { RequestRefused, requestWords } from "@datahub-settlement/core"
 *
 * const issues = [{ field: "cvr", reason: "a CVR number has 8 digits", rule: "BRS-001 D17" }]
 * requestWords(new RequestRefused({ process: "BRS-001", issues })) // => ["CVR number: a CVR number has 8 digits"]
 */
export const requestWords = ({ issues }: RequestRefused): ReadonlyArray<string> =>
  issues.map(({ field, reason, rule }) => {
    const hint = hints[`${rule} ${field}`]
    const said = `${fieldWords[field] ?? field}: ${reason}`
    return hint === undefined ? said : `${said}. ${hint}`
  })
