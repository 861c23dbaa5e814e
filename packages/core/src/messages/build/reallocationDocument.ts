import type { Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import { CORRECTION_DAYS_MAX } from "../../processes/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeEndOfSupplyRequest } from "../RequestEndOfSupply.ts"
import { encodeReallocationRequest } from "../RequestReallocateChangeOfSupplier.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import type { DateWindow } from "./dateWindows.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** The document that reports something as erroneous, and its process type. */
export interface CorrectionForm {
  readonly document: "RequestEndOfSupply" | "RequestReallocateChangeOfSupplier"
  readonly processType: string
}

/**
 * The form in which a wrong switch and a wrong move are reported. Unverified, both of them: the process descriptions
 * know DataHub's portal only. RSM-005 and RSM-003 are both told of for D33; a form that proves wrong is changed here and
 * nowhere else, or for one installation in `IntakeSettings`.
 */
export const correctionForms = {
  "BRS-003": { document: "RequestReallocateChangeOfSupplier", processType: "D07" },
  "BRS-011": { document: "RequestEndOfSupply", processType: "D33" }
} as const satisfies Readonly<Record<string, CorrectionForm>>

/** The documents that such a report can be. */
const correctionDocuments = {
  "RSM-003": "RequestReallocateChangeOfSupplier",
  "RSM-005": "RequestEndOfSupply"
} as const

/**
 * The form with another document than the usual one.
 *
 * @example
 * import { correctionFormOf } from "@datahub-settlement/core"
 *
 * correctionFormOf("BRS-011", "RSM-003") // => { document: "RequestReallocateChangeOfSupplier", processType: "D33" }
 */
export const correctionFormOf = (
  process: keyof typeof correctionForms,
  rsm: keyof typeof correctionDocuments
): CorrectionForm => ({ ...correctionForms[process], document: correctionDocuments[rsm] })

/** In effect already, and not for longer than can be corrected. */
export const correctionWindowOf = (source: string): DateWindow => ({
  first: { days: -CORRECTION_DAYS_MAX },
  last: { days: 0 },
  source
})

/** What is reported: the metering point and the date that the record names. */
export interface ReportedCorrection {
  readonly process: string
  readonly form: CorrectionForm
  readonly gsrn: string
  readonly date: Instant
  readonly issues: ReadonlyArray<RequestIssue>
}

/** The report in its form, or every rule that it breaks. */
export const reallocationDocument = (
  { date, form, gsrn, issues, process }: ReportedCorrection,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { transactionId } = context
  return supplierDocument(
    {
      name: form.document,
      process,
      processType: form.processType,
      issues,
      write: (header) =>
        form.document === "RequestEndOfSupply"
          ? encodeEndOfSupplyRequest({ header, records: [{ transactionId, gsrn: gsrn as Gsrn, date }] })
          : encodeReallocationRequest({ header, records: [{ transactionId, gsrn: gsrn as Gsrn, startAt: date }] })
    },
    context
  )
}
