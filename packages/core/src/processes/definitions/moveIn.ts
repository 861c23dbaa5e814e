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
import { cancellationUnanswered, correctCustomerData, seeToLinks, sendCustomerDataLate } from "./tasks.ts"

const SOURCE = "BRS-009 4.3.6, 2026-02-11"
const planned = ["dataDue", "pendingEffect", "cancelSent"]
const known = ["sent", ...planned, "effectuated", "completed"]
const dropStart = ["annulSupply", "annulCustomer", "stopAconto"] as const

const planning = [
  "openSupply",
  "openCustomer",
  "recomputeAconto",
  { send: "RSM-027/E65", by: "customerData" }
] as const satisfies ReadonlyArray<EffectSpec>

/** A customer who moves in with us as the supplier. */
export const moveInToUs: ProcessDefinition = {
  kind: "moveIn",
  role: "new",
  title: "Move-in, new supplier",
  source: SOURCE,
  initial: "draft",
  states: { ...plannedStates, dataDue: { title: "Accepted, customer data not accepted yet" } },
  deadlines: {
    ...plannedDeadlines,
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
    customerDataAnswer
  },
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [
        {
          of: ["D17"],
          effects: [
            {
              task: "See whether it is a change of supplier (BRS-001): the customer is registered already",
              fulfilledBy: [{ on: "sent", in: "changeOfSupplier", onAnyDate: true }]
            }
          ],
          why: "The customer is the one that is registered."
        },
        { why: "DataHub refused the request." }
      ],
      accepted: [
        {
          guards: ["beforeEffectiveDate"],
          to: "dataDue",
          effects: planning,
          starts: ["effectiveDate", "customerDataWarning", "customerData"],
          why: "The start is planned. Missing customer data do not cancel it."
        },
        {
          to: "effectuated",
          effects: [...planning, "resettle"],
          starts: ["customerDataWarning", "customerData", "correctionWindow"],
          why: "A move-in of today or before takes effect at once and cannot be cancelled."
        }
      ],
      begins: true,
      refusedAfterwards: [
        { from: planned, effects: dropStart },
        { from: ["effectuated"], effects: [...dropStart, "creditEverything"] }
      ],
      acceptedAfterwards: agreeAgain
    }),
    ...startOnAnotherDate(["E65", "D29", "D15"]),
    { from: known, on: "masterData", why: "Master data come with the approval." },
    { from: known, on: "customerData", why: "Customer data as DataHub has them." },
    {
      from: known,
      on: "chargeLinks",
      effects: [seeToLinks("See whether tax and Energinet's tariffs fit the new customer (BRS-037)")],
      why: "Links of the former customer may not fit the new one."
    },
    {
      from: ["dataDue", "pendingEffect", "effectuated"],
      on: "customerDataSent",
      starts: ["customerDataAnswer"],
      why: "The answer decides."
    },
    {
      from: ["dataDue"],
      on: "customerDataAccepted",
      to: "pendingEffect",
      meets: ["customerDataWarning", "customerData", "customerDataAnswer"],
      why: "All that DataHub waits for is there."
    },
    {
      from: ["pendingEffect", "cancelSent", "effectuated"],
      on: "customerDataAccepted",
      meets: ["customerDataWarning", "customerData", "customerDataAnswer"],
      why: "Customer data are accepted."
    },
    {
      from: [...planned, "effectuated"],
      on: "customerDataRefused",
      effects: [correctCustomerData],
      meets: ["customerDataAnswer"],
      why: "Customer data can be sent again until 15 days after the date."
    },
    {
      from: ["effectuated"],
      on: "deadlinePassed",
      of: ["customerDataWarning"],
      effects: [sendCustomerDataLate],
      why: "Customer data are not accepted eight days after the move-in."
    },
    ...cancellation(
      {
        from: ["dataDue", "pendingEffect"],
        cancelled: dropStart,
        goesOn: [{ guards: ["customerDataCame"], to: "pendingEffect" }, { to: "dataDue" }],
        revived: {
          effects: ["reopenSupply", "recomputeAconto", agreeAgain],
          starts: ["effectiveDate", "customerDataWarning", "customerData"]
        }
      },
      [...dropStart, "creditEverything"]
    ),
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["E01", "E65"],
      guards: ["dateIsNotPast"],
      to: "cancelled",
      effects: dropStart,
      why: "Another move won."
    },
    {
      from: ["sent", ...planned],
      on: "notice",
      of: ["D14", "D39"],
      guards: ["dateIsNotPast"],
      to: "cancelled",
      effects: dropStart,
      why: "The metering point is closed down, or comes under the purchase obligation."
    },
    ...cancelledByOther(["sent", ...planned], dropStart, [...dropStart, "creditEverything"]),
    ...neverBegun(["D14", "D39"], dropStart),
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
      effects: [cancellationUnanswered("the date")],
      starts: ["correctionWindow"],
      why: "The date has come while the cancellation is not answered."
    },
    ...afterEffect()
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
    completed
  },
  deadlines: { effectiveDate: effectiveDateBegins, ...correctionDeadlines },
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
    ...undoing({
      from: ["stopping", "stopped", "customerLeft"],
      to: "resumed",
      effects: ["cancelFinalSettlement"],
      why: "The move was erroneous: supply and customer go on as if it had not been."
    }),
    ...standing(["stopped", "customerLeft"])
  ]
}
