import { effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition } from "../ProcessDefinition.ts"

/** A metering point of ours that the grid company closes down: the supply ends with it. */
export const closeDown: ProcessDefinition = {
  kind: "closeDown",
  role: "current",
  title: "Close-down of a metering point",
  source: "BRS-007 4.2.6, 2025-12-05",
  initial: "supplying",
  states: {
    supplying: { title: "We supply" },
    closing: { title: "Close-down announced" },
    closed: { title: "Closed down: the supply has ended", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins },
  transitions: [
    {
      from: ["supplying"],
      on: "notice",
      of: ["D14"],
      to: "closing",
      adoptsDate: true,
      effects: ["closeSupply", "stopAconto"],
      starts: ["effectiveDate"],
      why: "The metering point is closed down on this date, today or tomorrow. It cannot be refused."
    },
    {
      from: ["closing"],
      on: "notice",
      of: ["D14"],
      adoptsDate: true,
      effects: ["followEnd"],
      why: "DataHub tells the date once more; the newest holds."
    },
    {
      from: ["closing"],
      on: "dateReached",
      to: "closed",
      effects: ["endCustomer", "creditEverything", "finalSettlement"],
      why: "The supply has ended: what was billed beyond it is credited, and the last bill follows."
    }
  ]
}
