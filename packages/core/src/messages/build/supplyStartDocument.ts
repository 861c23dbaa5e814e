import type { Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { type CustomerNumber, encodeChangeOfSupplierRequest } from "../RequestChangeOfSupplier.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { ARR, VAT } from "../wireCustomer.ts"
import { type DateWindow, dateIssues } from "./dateWindows.ts"
import { gsrnIssues, numberIssues } from "./draftChecks.ts"
import { type SupplierDocument, supplierDocument } from "./supplierDocument.ts"

/** A supply of ours that is to start. */
export interface SupplyStartDraft {
  readonly gsrn: string
  readonly startAt: Instant
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
  readonly customerName?: string | undefined
  readonly balanceResponsible?: string | undefined
}

/** What tells one start from another: its process, the days on which it may lie, and what else is wrong with the draft. */
export interface SupplyStart extends Pick<SupplierDocument, "process" | "processType"> {
  readonly window: DateWindow
  readonly issues: ReadonlyArray<RequestIssue>
}

/** RSM-001, by which every supply of ours starts: a change of supplier and a move-in are the same document. */
export const supplyStartDocument = (
  { issues, process, processType, window }: SupplyStart,
  draft: SupplyStartDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { balanceResponsible, cpr, customerName, cvr, gsrn, startAt } = draft
  return supplierDocument(
    {
      name: "RequestChangeOfSupplier",
      process,
      processType,
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...dateIssues("startAt", startAt, window, context.now),
        ...numberIssues({ cvr: { field: "cvr", value: cvr }, cpr: { field: "cpr", value: cpr } }, "required"),
        ...issues
      ],
      write: (header) =>
        encodeChangeOfSupplierRequest({
          header,
          records: [
            {
              transactionId: context.transactionId,
              gsrn: gsrn as Gsrn,
              supplier: context.sender,
              balanceResponsible,
              customer: customerNumber(draft),
              customerName,
              startAt
            }
          ]
        })
    },
    context
  )
}

/** The number of the customer with its scheme. */
const customerNumber = ({ cpr, cvr }: SupplyStartDraft): CustomerNumber | undefined =>
  cvr !== undefined ? { scheme: VAT, number: cvr } : cpr !== undefined ? { scheme: ARR, number: cpr } : undefined
