import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { requestAnswers } from "./answers.ts"
import {
  afterEffect,
  cancellation,
  cancelledByOther,
  notStarted,
  plannedDeadlines,
  plannedStates
} from "./plannedStart.ts"
import { cancellationUnanswered } from "./tasks.ts"

const planned = ["pendingEffect", "cancelSent"]
const customerStays = ["restoreCustomer", "cancelFinalSettlement"] as const

/** A customer of ours leaves. Only the customer relation ends: we go on supplying the metering point. */
export const moveOut: ProcessDefinition = {
  kind: "moveOut",
  role: "current",
  title: "Move-out",
  source: "BRS-010 4.2.6, 2025-12-05",
  initial: "draft",
  states: plannedStates,
  deadlines: plannedDeadlines,
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [{ why: "DataHub refused the request." }],
      accepted: [
        { to: "pendingEffect", starts: ["effectiveDate"], why: "The end of the customer relation is planned." }
      ],
      refusedAfterwards: [{ from: planned }, { from: ["effectuated"], effects: customerStays }],
      acceptedAfterwards: {
        task: "Tell the customer: DataHub has registered the move-out after all",
        fulfilledBy: []
      }
    }),
    ...cancellation(
      {
        from: ["pendingEffect"],
        cancelled: [],
        goesOn: [{ to: "pendingEffect" }],
        revived: {
          effects: [{ task: "Tell the customer: the move-out was not cancelled after all", fulfilledBy: [] }],
          starts: ["effectiveDate"]
        }
      },
      customerStays
    ),
    ...cancelledByOther(["sent", ...planned], [], customerStays),
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["E01", "E65"],
      guards: ["dateIsNotPast"],
      to: "cancelled",
      why: "A move-in came first: it ends the customer relation."
    },
    {
      from: ["sent", ...planned, "effectuated", "completed"],
      on: "notice",
      of: ["E01", "E65"],
      why: "A move-in after it: the customer has left by then."
    },
    {
      from: ["pendingEffect"],
      on: "dateReached",
      to: "effectuated",
      effects: [
        "endCustomer",
        "stopAconto",
        "finalSettlement",
        {
          task: "Tell the owner to register: the next step is mostly a secondary move-in (BRS-009, D29)",
          fulfilledBy: [
            { on: "sent", in: "moveIn" },
            { on: "notice", of: ["E01", "E65"], in: "moveIn" }
          ],
          lasts: true
        }
      ],
      starts: ["correctionWindow"],
      why: "The customer has left. The supply goes on, with an unknown customer."
    },
    {
      from: ["cancelSent"],
      on: "dateReached",
      to: "effectuated",
      effects: ["endCustomer", "stopAconto", "finalSettlement", cancellationUnanswered("the date")],
      starts: ["correctionWindow"],
      why: "The date has come while the cancellation is not answered."
    },
    {
      from: ["effectuated", "completed"],
      on: "undone",
      guards: ["namesRightDate"],
      adoptsDate: true,
      effects: ["cancelFinalSettlement", "finalSettlement"],
      why: "The customer left on another date: the last bill goes to that one."
    },
    ...afterEffect(["cancelFinalSettlement"])
  ]
}
