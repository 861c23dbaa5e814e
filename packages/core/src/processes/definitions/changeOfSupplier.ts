import { effectiveDateBegins } from "../deadlineRules.ts"
import type { EffectSpec, ProcessDefinition } from "../ProcessDefinition.ts"
import { requestAnswers } from "./answers.ts"
import {
  afterEffect,
  agreeAgain,
  cancellation,
  cancelledByOther,
  customerDataAnswer,
  neverBegun,
  notStarted,
  plannedDeadlines,
  plannedStates,
  startOnAnotherDate
} from "./plannedStart.ts"
import { completed, correctionDeadlines, standing, undoing } from "./standing.ts"
import { cancellationUnanswered, correctCustomerData } from "./tasks.ts"

const SOURCE = "BRS-001 4.3.6, 2026-02-02"
const planned = ["dataDue", "pendingEffect", "cancelSent"]
const dropStart = ["annulSupply", "annulCustomer", "stopAconto"] as const
const planning = [
  "openSupply",
  "openCustomer",
  "recomputeAconto",
  { send: "RSM-027/E03", by: "customerData" }
] as const satisfies ReadonlyArray<EffectSpec>

/** A change of supplier that we asked for. */
export const gainingSupplier: ProcessDefinition = {
  kind: "changeOfSupplier",
  role: "gaining",
  title: "Change of supplier, gaining supplier",
  source: SOURCE,
  initial: "draft",
  states: { ...plannedStates, dataDue: { title: "Accepted, customer data not accepted yet" } },
  deadlines: {
    ...plannedDeadlines,
    customerData: {
      title: "Customer data (RSM-027) accepted; without it DataHub cancels the switch (RSM-004/D11)",
      from: "effectiveDate",
      runs: { days: -1 },
      source: SOURCE
    },
    customerDataAfterStart: {
      title: "Customer data (RSM-027) of a switch that took effect at once (RSM-004/D46)",
      from: "effectiveDate",
      runs: { days: 7 },
      source: SOURCE
    },
    customerDataAnswer
  },
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [
        {
          of: ["D07", "E22"],
          effects: [
            {
              task: "See whether it is a move-in (BRS-009)",
              fulfilledBy: [{ on: "sent", in: "moveIn", onAnyDate: true }]
            }
          ],
          why: "A move is under way, or the metering point has no known customer."
        },
        { why: "DataHub refused the request." }
      ],
      accepted: [
        {
          to: "dataDue",
          effects: planning,
          starts: ["effectiveDate", "customerData"],
          why: "The start is planned; it falls away unless customer data come before it."
        }
      ],
      begins: true,
      refusedAfterwards: [
        { from: planned, effects: dropStart },
        { from: ["effectuated"], effects: [...dropStart, "creditEverything"] }
      ],
      acceptedAfterwards: agreeAgain,
      shownBy: [{ on: "notice", of: ["D46"] }]
    }),
    ...startOnAnotherDate(["E03", "D15"]),
    {
      from: ["sent", ...planned, "effectuated", "completed"],
      on: "masterData",
      of: ["E03", "E34", "D15"],
      why: "Master data come before the start."
    },
    {
      from: ["sent", ...planned, "effectuated", "completed"],
      on: "customerData",
      effects: [{ task: "See whether name and address are the customer's", fulfilledBy: [{ on: "cancellationSent" }] }],
      why: "A customer or address that does not match is a reason to cancel before the start."
    },
    {
      from: ["sent", ...planned, "effectuated", "completed"],
      on: "chargeLinks",
      why: "Links come before the start."
    },
    {
      from: ["dataDue", "pendingEffect", "effectuated"],
      on: "customerDataSent",
      starts: ["customerDataAnswer"],
      why: "Customer data were sent; the answer decides."
    },
    {
      from: ["dataDue"],
      on: "customerDataAccepted",
      to: "pendingEffect",
      meets: ["customerData", "customerDataAnswer"],
      why: "All that DataHub waits for is there."
    },
    {
      from: ["cancelSent", "pendingEffect", "effectuated"],
      on: "customerDataAccepted",
      meets: ["customerData", "customerDataAfterStart", "customerDataAnswer"],
      why: "Customer data are accepted."
    },
    {
      from: [...planned, "effectuated"],
      on: "customerDataRefused",
      effects: [correctCustomerData],
      meets: ["customerDataAnswer"],
      why: "Customer data can be sent again until the day before the start."
    },
    {
      from: ["dataDue"],
      on: "deadlinePassed",
      of: ["customerData"],
      effects: [
        {
          task: "Customer data are late: the switch will be cancelled",
          fulfilledBy: [{ on: "customerDataAccepted" }, { on: "notice", of: ["D46"] }]
        }
      ],
      why: "DataHub cancels the switch itself and says so with RSM-004/D11: that notice decides."
    },
    {
      from: ["sent", ...planned, "effectuated"],
      on: "notice",
      of: ["D11"],
      to: "cancelled",
      effects: [...dropStart, { task: "Find out why customer data did not come in time", fulfilledBy: [] }],
      why: "DataHub has cancelled the switch, because customer data did not come."
    },
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["D46"],
      guards: ["customerDataCame"],
      to: "effectuated",
      adoptsDate: true,
      effects: ["followStart", { send: "RSM-027/E34" }],
      meets: ["effectiveDate", "customerData"],
      starts: ["correctionWindow"],
      why: "An end of supply was under way: the supply starts at once, on DataHub's date."
    },
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["D46"],
      to: "effectuated",
      adoptsDate: true,
      effects: ["followStart", { send: "RSM-027/E03", by: "customerDataAfterStart" }],
      meets: ["effectiveDate", "customerData"],
      starts: ["customerDataAfterStart", "correctionWindow"],
      why: "An end of supply was under way: the supply starts at once, and customer data are due within 7 days of it."
    },
    {
      from: ["effectuated"],
      on: "notice",
      of: ["D46"],
      guards: ["namesAnotherDate"],
      adoptsDate: true,
      effects: [
        "followStart",
        {
          task: "See whether customer data are accepted: they are due 7 days after the start",
          fulfilledBy: [{ on: "customerDataAccepted" }]
        }
      ],
      starts: ["correctionWindow"],
      why: "The supply had started at once, on DataHub's date and not on the one that was asked for."
    },
    { from: ["effectuated"], on: "notice", of: ["D46"], why: "The supply has started on that date." },
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["E01", "E65", "E20", "D14", "D39"],
      guards: ["dateIsNotPast"],
      to: "cancelled",
      effects: dropStart,
      why: "A move, an end of supply, a closing-down or the purchase obligation came first."
    },
    ...cancelledByOther(["sent", ...planned], dropStart, [...dropStart, "creditEverything"]),
    ...neverBegun(["E01", "E65", "E20", "D14", "D39"], dropStart),
    ...cancellation(
      {
        from: ["dataDue", "pendingEffect"],
        cancelled: dropStart,
        goesOn: [{ guards: ["customerDataCame"], to: "pendingEffect" }, { to: "dataDue" }],
        revived: {
          effects: ["reopenSupply", "recomputeAconto", agreeAgain],
          starts: ["effectiveDate", "customerData"]
        }
      },
      [...dropStart, "creditEverything"]
    ),
    {
      from: ["pendingEffect"],
      on: "dateReached",
      to: "effectuated",
      effects: [{ send: "RSM-027/E34" }],
      starts: ["correctionWindow"],
      why: "The supply has started; newer customer data go out on the first day."
    },
    {
      from: ["dataDue"],
      on: "dateReached",
      to: "effectuated",
      effects: [
        {
          task: "The date has come without customer data: ask whether the switch was cancelled",
          fulfilledBy: [{ on: "customerDataAccepted" }, { on: "notice", of: ["D11"] }]
        }
      ],
      starts: ["correctionWindow"],
      why: "No cancellation (RSM-004/D11) has come yet; when it comes, the start falls away."
    },
    {
      from: ["cancelSent"],
      on: "dateReached",
      to: "effectuated",
      effects: [cancellationUnanswered("the start")],
      starts: ["correctionWindow"],
      why: "The date has come while the cancellation is not answered."
    },
    ...afterEffect()
  ]
}

/** A change of supplier that another one asked for. */
export const losingSupplier: ProcessDefinition = {
  kind: "changeOfSupplier",
  role: "losing",
  title: "Change of supplier, losing supplier",
  source: SOURCE,
  initial: "supplying",
  states: {
    supplying: { title: "We supply" },
    stopping: { title: "Stop announced" },
    stopped: { title: "Supply ended", rests: true },
    resumed: { title: "The switch was undone: we supply again", final: true },
    completed
  },
  deadlines: { effectiveDate: effectiveDateBegins, ...correctionDeadlines },
  transitions: [
    {
      from: ["supplying"],
      on: "notice",
      of: ["E03"],
      to: "stopping",
      adoptsDate: true,
      effects: ["closeSupply", "stopAconto"],
      starts: ["effectiveDate"],
      why: "Another supplier takes over on this date. It cannot be refused, even where the customer is bound."
    },
    {
      from: ["stopping"],
      on: "notice",
      of: ["E03"],
      adoptsDate: true,
      effects: ["followEnd"],
      why: "The switch has another date by now."
    },
    {
      from: ["stopping"],
      on: "dateReached",
      to: "stopped",
      effects: ["endCustomer", "finalSettlement"],
      starts: ["correctionWindow"],
      why: "The supply has ended: the last bill follows when readings are complete."
    },
    { from: ["stopped"], on: "readingsComplete", effects: ["resettle"], why: "The last readings have come." },
    ...undoing({
      from: ["stopping", "stopped"],
      to: "resumed",
      effects: ["cancelFinalSettlement"],
      why: "The switch was erroneous: the supply goes on as if it had not been interrupted."
    }),
    ...standing(["stopped"])
  ]
}
