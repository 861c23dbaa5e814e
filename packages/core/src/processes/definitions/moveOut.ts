import { correctionWindow, effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { afterEffect, cancellation, notStarted, plannedStates } from "./plannedStart.ts"

/** A customer of ours leaves. Only the customer relation ends: we go on supplying the metering point. */
export const moveOut: ProcessDefinition = {
  kind: "moveOut",
  role: "current",
  title: "Move-out",
  source: "BRS-010 4.2.6, 2025-12-05",
  initial: "draft",
  states: plannedStates,
  deadlines: { effectiveDate: effectiveDateBegins, correctionWindow },
  transitions: [
    ...notStarted,
    { from: ["sent"], on: "refused", to: "rejected", why: "DataHub refused the request." },
    {
      from: ["sent"],
      on: "accepted",
      to: "pendingEffect",
      starts: ["effectiveDate"],
      why: "The end of the customer relation is planned."
    },
    ...cancellation(["pendingEffect"], [], [{ to: "pendingEffect" }]),
    {
      from: ["sent", "pendingEffect", "cancelSent"],
      on: "notice",
      of: ["E01", "E65"],
      to: "cancelled",
      why: "A move-in came first: it ends the customer relation."
    },
    {
      from: ["pendingEffect"],
      on: "dateReached",
      to: "effectuated",
      effects: [
        "endCustomer",
        "stopAconto",
        "finalSettlement",
        { task: "Tell the owner to register: the next step is mostly a secondary move-in (BRS-009, D29)" }
      ],
      starts: ["correctionWindow"],
      why: "The customer has left. The supply goes on, with an unknown customer."
    },
    {
      from: ["cancelSent"],
      on: "dateReached",
      to: "effectuated",
      effects: [
        "endCustomer",
        "stopAconto",
        "finalSettlement",
        { task: "The cancellation was not answered before the date: ask DataHub's support" }
      ],
      starts: ["correctionWindow"],
      why: "The date has come while the cancellation is not answered."
    },
    {
      from: ["effectuated"],
      on: "cancellationAccepted",
      to: "cancelled",
      effects: ["restoreCustomer", "cancelFinalSettlement"],
      why: "The cancellation had been accepted; only its answer was late."
    },
    ...afterEffect
  ]
}
