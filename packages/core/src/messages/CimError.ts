import { Schema } from "effect"

/** One thing that is wrong with a document. */
export const CimIssue = Schema.Struct({
  /** Where: `NotifyValidatedMeasureData_MarketDocument.Series[3].Period.Point[4].quantity`, or line and column. */
  path: Schema.String,
  expected: Schema.String,
  /** What stands there instead, shortened. */
  actual: Schema.String
})
export type CimIssue = typeof CimIssue.Type

/**
 * A document that cannot be decoded: which one, where it is wrong, what was expected there and what stood there. A
 * document with several faults lists the first 20 of them; none of it is used.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeMeasureData } from "@datahub-settlement/core"
 *
 * const refused = decodeMeasureData({ NotifyValidatedMeasureData_MarketDocument: { mRID: 7 } })
 * if (Result.isFailure(refused)) {
 *   refused.failure.document // => "RSM-012 NotifyValidatedMeasureData_MarketDocument"
 *   refused.failure.path // => "NotifyValidatedMeasureData_MarketDocument.mRID"
 *   refused.failure.actual // => "7"
 * }
 */
export class CimError extends Schema.TaggedError<CimError>()("CimError", {
  /** RSM number and root key, or the name of the dataset. */
  document: Schema.String,
  /** `mRID` of the document, where it could be read. */
  messageId: Schema.optional(Schema.String),
  /** The first issue. */
  path: Schema.String,
  expected: Schema.String,
  actual: Schema.String,
  /** The first issues, in the order of the document. */
  issues: Schema.Array(CimIssue),
  /** How many there are in all. */
  issueCount: Schema.Int
}) {
  override get message(): string {
    const id = this.messageId === undefined ? "" : ` ${this.messageId}`
    const unlisted = this.issueCount - this.issues.length
    return [
      `${this.document}${id} cannot be read:`,
      ...this.issues.map((issue) => `- ${issue.path}: expected ${issue.expected}, got ${issue.actual}`),
      ...(unlisted > 0 ? [`- and ${unlisted} more`] : [])
    ].join("\n")
  }
}
