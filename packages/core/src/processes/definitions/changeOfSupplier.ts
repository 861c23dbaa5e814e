import { correctionWindow, effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { afterEffect, cancellation, notStarted, plannedStates } from "./plannedStart.ts"

const SOURCE = "BRS-001 4.3.6, 2026-02-02"
const planned = ["dataDue", "pendingEffect", "cancelSent"]
const dropStart = ["annulSupply", "annulCustomer", "stopAconto"] as const

/** A change of supplier that we asked for. */
export const gainingSupplier: ProcessDefinition = {
  kind: "changeOfSupplier",
  role: "gaining",
  title: "Change of supplier, gaining supplier",
  source: SOURCE,
  initial: "draft",
  states: { ...plannedStates, dataDue: { title: "Accepted, customer data not accepted yet" } },
  deadlines: {
    effectiveDate: effectiveDateBegins,
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
    correctionWindow
  },
  transitions: [
    ...notStarted,
    {
      from: ["sent"],
      on: "refused",
      of: ["D07", "E22"],
      to: "rejected",
      effects: [{ task: "See whether it is a move-in (BRS-009)" }],
      why: "A move is under way, or the metering point has no known customer."
    },
    { from: ["sent"], on: "refused", to: "rejected", why: "DataHub refused the request." },
    {
      from: ["sent"],
      on: "accepted",
      to: "dataDue",
      effects: ["openSupply", "openCustomer", "recomputeAconto", { send: "RSM-027/E03", by: "customerData" }],
      starts: ["effectiveDate", "customerData"],
      why: "The start is planned; it falls away unless customer data come before it."
    },
    {
      from: ["sent", "dataDue", "pendingEffect", "effectuated"],
      on: "masterData",
      of: ["E03"],
      guards: ["namesADate"],
      adoptsDate: true,
      effects: ["followStart"],
      why: "The start of supply in DataHub's master data counts, not the one that was asked for."
    },
    {
      from: ["sent", ...planned, "effectuated"],
      on: "masterData",
      of: ["E03", "E34"],
      why: "Master data come before the start."
    },
    {
      from: ["sent", ...planned, "effectuated"],
      on: "customerData",
      effects: [{ task: "See whether name and address are the customer's" }],
      why: "A customer or address that does not match is a reason to cancel before the start."
    },
    { from: ["sent", ...planned, "effectuated"], on: "chargeLinks", why: "Links come before the start." },
    {
      from: ["dataDue", "pendingEffect", "effectuated"],
      on: "customerDataSent",
      why: "Customer data were sent; the answer decides."
    },
    {
      from: ["dataDue"],
      on: "customerDataAccepted",
      to: "pendingEffect",
      meets: ["customerData"],
      why: "All that DataHub waits for is there."
    },
    {
      from: ["cancelSent", "pendingEffect", "effectuated"],
      on: "customerDataAccepted",
      meets: ["customerData", "customerDataAfterStart"],
      why: "Customer data are accepted."
    },
    {
      from: [...planned, "effectuated"],
      on: "customerDataRefused",
      effects: [{ task: "Correct the customer data and send them again", by: "customerData" }],
      why: "Customer data can be sent again until the day before the start."
    },
    {
      from: ["dataDue"],
      on: "deadlinePassed",
      of: ["customerData"],
      effects: [{ task: "Customer data are late: the switch will be cancelled" }],
      why: "DataHub cancels the switch itself and says so with RSM-004/D11: that notice decides."
    },
    {
      from: ["sent", ...planned, "effectuated"],
      on: "notice",
      of: ["D11"],
      to: "cancelled",
      effects: [...dropStart, { task: "Find out why customer data did not come in time" }],
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
      from: ["sent", ...planned],
      on: "notice",
      of: ["E01", "E20", "D14", "D39"],
      to: "cancelled",
      effects: dropStart,
      why: "A move, an end of supply, a closing-down or the purchase obligation came first."
    },
    ...cancellation(["dataDue", "pendingEffect"], dropStart, [
      { guards: ["customerDataCame"], to: "pendingEffect" },
      { to: "dataDue" }
    ]),
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
      effects: [{ task: "The date has come without customer data: ask whether the switch was cancelled" }],
      starts: ["correctionWindow"],
      why: "No cancellation (RSM-004/D11) has come yet; when it comes, the start falls away."
    },
    {
      from: ["cancelSent"],
      on: "dateReached",
      to: "effectuated",
      effects: [{ task: "The cancellation was not answered before the start: ask DataHub's support" }],
      starts: ["correctionWindow"],
      why: "The date has come while the cancellation is not answered."
    },
    {
      from: ["effectuated"],
      on: "cancellationAccepted",
      to: "cancelled",
      effects: [...dropStart, "creditEverything"],
      why: "The cancellation had been accepted; only its answer was late."
    },
    ...afterEffect
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
    completed: { title: "Stands: it can no longer be undone", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins, correctionWindow },
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
    {
      from: ["stopped"],
      on: "undone",
      to: "resumed",
      why: "The switch was erroneous: the supply goes on as if it had not been interrupted."
    },
    {
      from: ["stopped"],
      on: "deadlinePassed",
      of: ["correctionWindow"],
      to: "completed",
      why: "The switch can no longer be reported as erroneous."
    }
  ]
}
