import type { Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import type { Customer } from "../../portfolio/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeCustomerDataRequest } from "../RequestChangeCustomerCharacteristics.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { customerIssues } from "./customerChecks.ts"
import { dateIssues, dateWindows, midnightIssues, OUTSIDE_DEADLINE } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** Complete customer data of a metering point: what is left out is gone. */
export interface CustomerDataDraft {
  /**
   * E03 after a change of supplier, before it takes effect. E65 or D29 after a move-in, at most 15 days after it. E34 an
   * update, from today or yesterday.
   */
  readonly reason: "E03" | "E65" | "D29" | "E34"
  readonly gsrn: string
  /** From when the data hold, a Danish midnight: the date of the switch or the move, or of the update. */
  readonly startAt: Instant
  readonly customer: Customer
  /** With E03: the switch took effect at once (RSM-004 with D46); data may come 7 days later. */
  readonly specialRules?: boolean | undefined
  /** With E34: the first day of our supply, where it is known. */
  readonly supplyStart?: Instant | undefined
}

/** That a metering point is electrically heated, or is so no longer (BRS-041). */
export interface ElectricHeatingDraft {
  readonly reason: "D20"
  readonly gsrn: string
  /** From when, a Danish midnight: today or at most 21 days back. */
  readonly startAt: Instant
  readonly electricHeating: boolean
  /** The first day of our supply, where it is known. */
  readonly supplyStart?: Instant | undefined
}

const processes = { E03: "BRS-001", E65: "BRS-009", D29: "BRS-009", E34: "BRS-015", D20: "BRS-041" } as const

/**
 * RSM-027: customer data after a change of supplier (E03), after a move-in (E65, D29), an update (E34), or electric
 * heating (D20). Names are given and never "(ukendt)"; a customer has a CVR number or a CPR number; a technical and a
 * legal contact have an address, a Danish one with its id. Fails with every rule that the draft breaks; no message
 * repeats a CPR number.
 *
 * @example
 * import { Result } from "effect"
 * import { buildCustomerData, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = { sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * const startAt = MarketCalendar.startOfDay(LocalDate.make("2025-05-01"))
 * const heating = { reason: "D20" as const, gsrn: "571313999000000010", startAt, electricHeating: true }
 * Result.isSuccess(buildCustomerData(heating, { now: Date.UTC(2025, 4, 22, 10), ...context })) // => true
 * Result.isSuccess(buildCustomerData(heating, { now: Date.UTC(2025, 4, 23, 10), ...context })) // => false
 */
export const buildCustomerData = (
  draft: CustomerDataDraft | ElectricHeatingDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { gsrn, reason, startAt, supplyStart } = draft
  const customer: Customer =
    draft.reason === "D20" ? { contacts: [], electricHeating: draft.electricHeating } : draft.customer
  return supplierDocument(
    {
      name: "RequestChangeCustomerCharacteristics",
      process: processes[reason],
      processType: reason,
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...dateIssues("startAt", startAt, windowOf(draft), context.now),
        ...(supplyStart === undefined ? [] : ownSupplyIssues(startAt, supplyStart)),
        ...(draft.reason === "D20" ? [] : customerIssues(draft.customer, draft.reason))
      ],
      write: (header) =>
        encodeCustomerDataRequest({
          header,
          records: [{ transactionId: context.transactionId, gsrn: gsrn as Gsrn, startAt, customer }]
        })
    },
    context
  )
}

const windowOf = (draft: CustomerDataDraft | ElectricHeatingDraft) => {
  switch (draft.reason) {
    case "E03":
      return draft.specialRules === true ? dateWindows.customerAfterSpecialSwitch : dateWindows.customerAfterSwitch
    case "E65":
    case "D29":
      return dateWindows.customerAfterMoveIn
    case "E34":
      return dateWindows.customerUpdate
    case "D20":
      return dateWindows.electricHeating
  }
}

const ownSupplyIssues = (startAt: Instant, supplyStart: Instant): ReadonlyArray<RequestIssue> => {
  const unusable = midnightIssues("supplyStart", supplyStart)
  if (unusable.length > 0 || startAt >= supplyStart) return unusable
  return [{ field: "startAt", reason: "must not lie before our supply", rule: OUTSIDE_DEADLINE }]
}
