import type { Instant } from "../market/index.ts"
import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

/**
 * What a step of a process asks of others: data, carried out by those who own supply periods, documents and invoices.
 * Instants are Danish midnights.
 */
export type ProcessEffect =
  /** Our supply begins, or is planned to. */
  | { readonly kind: "openSupply"; readonly from: Instant }
  | { readonly kind: "closeSupply"; readonly at: Instant }
  /** The end of a supply falls away: it goes on as if it had never been interrupted. */
  | { readonly kind: "reopenSupply"; readonly from: Instant }
  /** Supply that never was, or is not to be; its history stays. */
  | { readonly kind: "annulSupply"; readonly from: Instant }
  | { readonly kind: "moveSupplyStart"; readonly from: Instant; readonly to: Instant }
  | { readonly kind: "moveSupplyEnd"; readonly from: Instant; readonly to: Instant }
  | { readonly kind: "openCustomerRelation"; readonly from: Instant }
  | { readonly kind: "endCustomerRelation"; readonly at: Instant }
  | { readonly kind: "annulCustomerRelation"; readonly from: Instant }
  | { readonly kind: "restoreCustomerRelation"; readonly from: Instant }
  | { readonly kind: "moveCustomerRelationEnd"; readonly from: Instant; readonly to: Instant }
  /** A document to be built and sent: `RSM-027` with `E34`. */
  | {
      readonly kind: "send"
      readonly rsm: string
      readonly processType: string
      readonly by?: Instant | undefined
    }
  /** Nothing of the metering point is billed from here on, and nobody reminded, until it is released. */
  | { readonly kind: "holdBilling"; readonly from: Instant }
  | { readonly kind: "releaseBilling" }
  /** Every line billed for this time is credited, in full. */
  | { readonly kind: "creditEverything"; readonly from: Instant; readonly to?: Instant | undefined }
  /** The last bill, of what is used up to `end`; planned by `dueBy`, at the latest by `latestBy`. */
  | {
      readonly kind: "finalSettlement"
      readonly end: Instant
      readonly dueBy: Instant
      readonly latestBy: Instant
    }
  | { readonly kind: "cancelFinalSettlement" }
  /** What is prepaid is reckoned anew from the supply as it is now. */
  | { readonly kind: "recomputeAconto"; readonly from: Instant }
  /** Nothing is prepaid from here on. */
  | { readonly kind: "stopAconto"; readonly from: Instant }
  /** Charges or supply changed back in time. */
  | { readonly kind: "resettle"; readonly from: Instant; readonly to?: Instant | undefined }
  /** DataHub will reset its RSM-014 and RSM-019 series for this time (quality A02). */
  | { readonly kind: "expectReset"; readonly from: Instant }
  /** The process that brought this about did not hold, or not on its date: it gets the event `undone`. */
  | {
      readonly kind: "undoProcess"
      readonly of: ProcessKind
      readonly role: ProcessRole
      readonly effectiveAt: Instant
      /** When it really took place; never, without it. */
      readonly correctedAt?: Instant | undefined
    }
  | { readonly kind: "task"; readonly what: string; readonly why: string; readonly by?: Instant | undefined }

/** A task for a person. */
export type ProcessTask = Extract<ProcessEffect, { readonly kind: "task" }>
