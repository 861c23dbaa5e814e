import type { Scenario } from "./Scenario.ts"

/** A switch to us in which nothing goes wrong. */
export const sunshine: Scenario = {
  name: "sunshine",
  summary:
    "A change of supplier to us: RSM-001/E03 is confirmed, RSM-022, 028 and 031 follow, and readings from the start on.",
  begin: ({ find, take }) => {
    const customer = take("other")
    const company = find("other", isCompany)
    return company === undefined ? { customer } : { customer, company }
  }
}

const isCompany = (point: { readonly customers: ReadonlyArray<{ readonly cvr?: string | undefined }> }): boolean =>
  point.customers.at(-1)?.cvr !== undefined
