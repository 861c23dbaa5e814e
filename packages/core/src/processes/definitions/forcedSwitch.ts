import { effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { askedInPortal } from "./tasks.ts"

const SOURCE = "BRS-044 4.2.5, 2025-12-08 (under revision)"

/** A metering point that is transferred to us. */
export const transferredToUs: ProcessDefinition = {
  kind: "forcedSwitch",
  role: "new",
  title: "Forced change of supplier, new supplier",
  source: SOURCE,
  initial: "none",
  states: {
    none: { title: "Not ours" },
    takeoverAnnounced: { title: "Transfer announced" },
    supplying: { title: "We supply", final: true, stands: true },
    cancelled: { title: "Not transferred after all", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins },
  transitions: [
    {
      from: ["none"],
      on: "notice",
      of: ["D31"],
      to: "takeoverAnnounced",
      adoptsDate: true,
      effects: ["openSupply", "openCustomer"],
      starts: ["effectiveDate"],
      why: "The metering point is transferred to us on this date, which may be past. It cannot be refused."
    },
    {
      from: ["takeoverAnnounced"],
      on: "masterData",
      of: ["D31"],
      guards: ["dateIsNotAhead"],
      to: "supplying",
      effects: ["resettle", "recomputeAconto", { send: "RSM-027/E34" }],
      why: "Master data are there and the date has come; DataHub has deleted the CPR number, we send ours."
    },
    { from: ["takeoverAnnounced"], on: "masterData", of: ["D31"], why: "Master data come before the date." },
    { from: ["none"], on: "masterData", of: ["D31"], why: "Master data came before the notice." },
    {
      from: ["takeoverAnnounced"],
      on: "dateReached",
      guards: ["masterDataCame"],
      to: "supplying",
      effects: ["recomputeAconto", { send: "RSM-027/E34" }],
      why: "The date has come; DataHub has deleted the CPR number, we send ours."
    },
    {
      from: ["takeoverAnnounced"],
      on: "dateReached",
      effects: [askedInPortal.masterData],
      why: "The date has come, master data (RSM-022) have not."
    },
    {
      from: ["takeoverAnnounced"],
      on: "operator",
      of: ["cancelledByOther"],
      to: "cancelled",
      effects: ["annulSupply", "annulCustomer"],
      why: "DataHub's support says that the metering point is not transferred after all."
    },
    {
      from: ["takeoverAnnounced", "supplying"],
      on: "customerData",
      of: ["D31"],
      effects: [{ task: "See whether the customer is right", fulfilledBy: [], lasts: true }],
      why: "The customer comes without a CPR number."
    },
    { from: ["takeoverAnnounced", "supplying"], on: "chargeLinks", of: ["D31"], why: "Links from the date on." },
    {
      from: ["supplying"],
      on: "readingsComplete",
      effects: ["resettle"],
      why: "Readings of a start in the past have come."
    }
  ]
}

/** A metering point that is transferred from us. */
export const transferredFromUs: ProcessDefinition = {
  kind: "forcedSwitch",
  role: "losing",
  title: "Forced change of supplier, old supplier",
  source: SOURCE,
  initial: "supplying",
  states: {
    supplying: { title: "We supply" },
    stopping: { title: "Transfer announced" },
    stopped: { title: "Supply ended", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins },
  transitions: [
    {
      from: ["supplying"],
      on: "notice",
      of: ["D31"],
      to: "stopping",
      adoptsDate: true,
      effects: ["closeSupply", "stopAconto"],
      starts: ["effectiveDate"],
      why: "The metering point is transferred from us on this date, which may be past. It cannot be refused."
    },
    {
      from: ["stopping"],
      on: "notice",
      of: ["D31"],
      adoptsDate: true,
      effects: ["followEnd"],
      why: "DataHub tells the date once more; the newest holds."
    },
    {
      from: ["stopping"],
      on: "dateReached",
      to: "stopped",
      effects: ["endCustomer", "creditEverything", "finalSettlement"],
      why: "The supply has ended: what was billed beyond it is credited, and the last bill follows."
    }
  ]
}
