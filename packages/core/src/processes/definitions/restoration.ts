import type { DeadlineDefinition } from "../deadlineRules.ts"
import type { EffectSpec, Transition } from "../ProcessDefinition.ts"
import { askedInPortal, seeToLinks } from "./tasks.ts"

/** After a resumption DataHub sends master data, customer, links and readings; what is missing then is asked for. */
export const dataAfterResumption: DeadlineDefinition = {
  title: "Master data, customer data, links and readings of the whole time are there",
  from: "event",
  runs: { workingDays: 2 },
  source: "our own measure: DataHub sends them directly"
}

type Undo = "undoLostSwitch" | "undoLostMove"

/** What follows when all of the time is there again. CPR numbers never come back: we send our own. */
const billTheGap = (undo: Undo): ReadonlyArray<EffectSpec> => [
  "resettle",
  "recomputeAconto",
  { send: "RSM-027/E34" },
  seeToLinks("See whether tax and Energinet's tariffs fit the customer from the resumption on (BRS-037, 21 days back)"),
  undo
]

const reopened: ReadonlyArray<EffectSpec> = ["reopenSupply", "restoreCustomer"]

/** RSM-022 reopens the supply, whichever of the messages comes first. */
export const takenBack = (
  from: ReadonlyArray<string>,
  processType: "D07" | "D33",
  restoring: string,
  supplying: string,
  undo: Undo
): ReadonlyArray<Transition> => [
  {
    from,
    on: "masterData",
    of: [processType],
    guards: ["readingsCame"],
    to: supplying,
    effects: [...reopened, ...billTheGap(undo)],
    meets: ["reply", "data"],
    why: "The supply is reopened without a break, and all of its time is there."
  },
  {
    from: from.filter((state) => state === "resumeRequested"),
    on: "masterData",
    of: [processType],
    to: restoring,
    effects: reopened,
    meets: ["reply"],
    starts: ["data"],
    why: "DataHub has carried the correction out: the supply is reopened without a break."
  },
  {
    from: from.filter((state) => state !== "resumeRequested"),
    on: "masterData",
    of: [processType],
    to: restoring,
    effects: reopened,
    why: "The supply is reopened without a break: its first start holds, its end falls away."
  },
  { from, on: "customerData", of: [processType], why: "The customer as before; the CPR number is not among it." },
  { from, on: "chargeLinks", of: [processType], why: "The links of the whole time replace those before." },
  {
    from: from.filter((state) => state === "resumeRequested"),
    on: "readingsComplete",
    why: "Readings of every day came before the rest."
  }
]

/** Readings of every day end it; what does not come is asked for. */
export const restoredSteps = (
  from: ReadonlyArray<string>,
  processType: "D07" | "D33",
  supplying: string,
  undo: Undo
): ReadonlyArray<Transition> => [
  {
    from,
    on: "readingsComplete",
    guards: ["masterDataCame"],
    to: supplying,
    effects: billTheGap(undo),
    meets: ["data"],
    why: "Readings of every day are there: the gap is billed."
  },
  { from, on: "readingsComplete", why: "Readings of every day are there, master data (RSM-022) are not yet." },
  {
    from,
    on: "operator",
    of: ["toldDone"],
    guards: ["masterDataCame"],
    to: supplying,
    effects: billTheGap(undo),
    meets: ["data"],
    why: "Somebody has seen to it that what is there is all that comes: the gap is billed."
  },
  {
    from,
    on: "operator",
    of: ["toldDone"],
    to: supplying,
    effects: [...reopened, ...billTheGap(undo)],
    meets: ["data"],
    why: "DataHub's support says that the metering point is ours again; no master data (RSM-022) came."
  },
  {
    from: from.filter((state) => state !== "restoring"),
    on: "operator",
    of: ["outcomeRefused"],
    guards: ["masterDataMissing"],
    to: "refused",
    why: "DataHub's support says that it stays as it is: the supply stays ended."
  },
  {
    from,
    on: "deadlinePassed",
    of: ["data"],
    effects: [
      { send: "RSM-015/E23" },
      askedInPortal.links,
      askedInPortal.masterData,
      { task: `See what of ${processType} has not come; readings are asked for`, fulfilledBy: [] }
    ],
    why: "Two working days after the resumption something is still missing."
  }
]
