import { Schema } from "effect"

/** One rule that a request breaks. */
export const RequestIssue = Schema.Struct({
  /** The field of the draft: `period.to`, `gsrn`. */
  field: Schema.String,
  /** What is wrong and what would be right, in words. */
  reason: Schema.String,
  /** Where the rule stands, or the code that DataHub would refuse it with: `BRS-025`, `E17`. */
  rule: Schema.optional(Schema.String)
})
export type RequestIssue = typeof RequestIssue.Type

/**
 * A request that DataHub would refuse, with every rule that it breaks. It has not been built and must not be sent.
 *
 * @example
 * import { RequestRefused } from "@datahub-settlement/core"
 *
 * const refused = new RequestRefused({ process: "BRS-025", issues: [{ field: "gsrn", reason: "GSRN must be 18 digits" }] })
 * refused.message // => "BRS-025 cannot be sent:\n- gsrn: GSRN must be 18 digits"
 */
export class RequestRefused extends Schema.TaggedError<RequestRefused>()("RequestRefused", {
  /** `BRS-025` */
  process: Schema.String,
  issues: Schema.Array(RequestIssue)
}) {
  override get message(): string {
    return [
      `${this.process} cannot be sent:`,
      ...this.issues.map(({ field, reason, rule }) => `- ${field}: ${reason}${rule === undefined ? "" : ` (${rule})`}`)
    ].join("\n")
  }
}
