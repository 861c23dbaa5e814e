import { correctionWindow, effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition, Transition } from "../ProcessDefinition.ts"
import { afterEffect, cancellation, notStarted, plannedStates } from "./plannedStart.ts"

const SOURCE = "BRS-009 4.3.6, 2026-02-11"
const planned = ["dataDue", "pendingEffect", "cancelSent"]
const dropStart = ["annulSupply", "annulCustomer", "stopAconto"] as const

const accepted = {
  from: ["sent"],
  on: "accepted",
  effects: ["openSupply", "openCustomer", "recomputeAconto", { send: "RSM-027/E65", by: "customerData" }]
} as const satisfies Partial<Transition>

/** A customer who moves in with us as the supplier. */
export const moveInToUs: ProcessDefinition = {
  kind: "moveIn",
  role: "new",
  title: "Move-in, new supplier",
  source: SOURCE,
  initial: "draft",
  states: { ...plannedStates, dataDue: { title: "Accepted, customer data not accepted yet" } },
  deadlines: {
    effectiveDate: effectiveDateBegins,
    customerDataWarning: {
      title: "Customer data (RSM-027) should be accepted by now",
      from: "effectiveDate",
      runs: { days: 8 },
      source: `our own warning; ${SOURCE}: DataHub reminds on day 10`
    },
    customerData: {
      title: "Customer data (RSM-027) accepted",
      from: "effectiveDate",
      runs: { days: 15 },
      source: SOURCE
    },
    correctionWindow
  },
  transitions: [
    ...notStarted,
    {
      from: ["sent"],
      on: "refused",
      of: ["D17"],
      to: "rejected",
      effects: [{ task: "See whether it is a change of supplier (BRS-001): the customer is registered already" }],
      why: "The customer is the one that is registered."
    },
    { from: ["sent"], on: "refused", to: "rejected", why: "DataHub refused the request." },
    {
      ...accepted,
      guards: ["beforeEffectiveDate"],
      to: "dataDue",
      starts: ["effectiveDate", "customerDataWarning", "customerData"],
      why: "The start is planned. Missing customer data do not cancel it."
    },
    {
      ...accepted,
      to: "effectuated",
      effects: [...accepted.effects, "resettle"],
      starts: ["customerDataWarning", "customerData", "correctionWindow"],
      why: "A move-in of today or before takes effect at once and cannot be cancelled."
    },
    {
      from: ["sent", "dataDue", "pendingEffect", "effectuated"],
      on: "masterData",
      of: ["E65", "D29"],
      guards: ["namesADate"],
      adoptsDate: true,
      effects: ["followStart"],
      why: "The start of supply in DataHub's master data counts, not the one that was asked for."
    },
    { from: ["sent", ...planned, "effectuated"], on: "masterData", why: "Master data come with the approval." },
    { from: ["sent", ...planned, "effectuated"], on: "customerData", why: "Customer data as DataHub has them." },
    {
      from: ["sent", ...planned, "effectuated"],
      on: "chargeLinks",
      effects: [{ task: "See whether tax and Energinet's tariffs fit the new customer (BRS-037)" }],
      why: "Links of the former customer may not fit the new one."
    },
    { from: ["dataDue", "pendingEffect", "effectuated"], on: "customerDataSent", why: "The answer decides." },
    {
      from: ["dataDue"],
      on: "customerDataAccepted",
      to: "pendingEffect",
      meets: ["customerDataWarning", "customerData"],
      why: "All that DataHub waits for is there."
    },
    {
      from: ["pendingEffect", "cancelSent", "effectuated"],
      on: "customerDataAccepted",
      meets: ["customerDataWarning", "customerData"],
      why: "Customer data are accepted."
    },
    {
      from: [...planned, "effectuated"],
      on: "customerDataRefused",
      effects: [{ task: "Correct the customer data and send them again", by: "customerData" }],
      why: "Customer data can be sent again until 15 days after the date."
    },
    {
      from: ["effectuated"],
      on: "deadlinePassed",
      of: ["customerDataWarning"],
      effects: [{ task: "Send customer data (RSM-027): they are due 15 days after the move-in", by: "customerData" }],
      why: "Customer data are not accepted eight days after the move-in."
    },
    ...cancellation(["dataDue", "pendingEffect"], dropStart, [
      { guards: ["customerDataCame"], to: "pendingEffect" },
      { to: "dataDue" }
    ]),
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["E01", "E65"],
      to: "cancelled",
      effects: dropStart,
      why: "Another move won."
    },
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["D14", "D39"],
      to: "cancelled",
      effects: dropStart,
      why: "The metering point is closed down, or comes under the purchase obligation."
    },
    {
      from: ["dataDue", "pendingEffect"],
      on: "dateReached",
      to: "effectuated",
      starts: ["correctionWindow"],
      why: "The customer has moved in: the supply has started."
    },
    {
      from: ["cancelSent"],
      on: "dateReached",
      to: "effectuated",
      effects: [{ task: "The cancellation was not answered before the date: ask DataHub's support" }],
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

const stop = { on: "notice", of: ["E01", "E65"], adoptsDate: true } as const

/** A customer who moves in with another supplier where we supply, or with us where another customer of ours lives. */
export const moveInFromUs: ProcessDefinition = {
  kind: "moveIn",
  role: "previous",
  title: "Move-in, previous supplier",
  source: SOURCE,
  initial: "supplying",
  states: {
    supplying: { title: "We supply" },
    stopping: { title: "Stop announced" },
    stopped: { title: "Supply ended", rests: true },
    customerLeft: { title: "The former customer's relation ended, our supply goes on", rests: true },
    resumed: { title: "The move was undone: we supply again", final: true },
    completed: { title: "Stands: it can no longer be undone", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins, correctionWindow },
  transitions: [
    {
      ...stop,
      from: ["supplying"],
      guards: ["sameSupplier"],
      to: "customerLeft",
      effects: ["endCustomer", "stopAconto", "creditEverything", "finalSettlement"],
      starts: ["correctionWindow"],
      why: "We supply the new customer too: the former one's relation ends, the supply does not."
    },
    {
      ...stop,
      from: ["supplying"],
      to: "stopping",
      effects: ["closeSupply", "stopAconto"],
      starts: ["effectiveDate"],
      why: "A customer moves in with another supplier on this date, which may lie up to a week back."
    },
    {
      ...stop,
      from: ["stopping"],
      effects: ["followEnd"],
      why: "The move has another date by now."
    },
    {
      from: ["stopping"],
      on: "dateReached",
      to: "stopped",
      effects: ["endCustomer", "creditEverything", "finalSettlement"],
      starts: ["correctionWindow"],
      why: "The supply has ended: what was billed beyond it is credited, and the last bill follows."
    },
    {
      from: ["stopped", "customerLeft"],
      on: "readingsComplete",
      effects: ["resettle"],
      why: "The last readings have come."
    },
    {
      from: ["stopped", "customerLeft"],
      on: "undone",
      to: "resumed",
      why: "The move was erroneous: supply and customer go on as if it had not been."
    },
    {
      from: ["stopped", "customerLeft"],
      on: "deadlinePassed",
      of: ["correctionWindow"],
      to: "completed",
      why: "The move can no longer be reported as erroneous."
    }
  ]
}
