import { processOf } from "@datahub-settlement/core/testing"
import { unansweredInEffect, unansweredRows, uncancelledInEffect, uncancelledRows } from "./answerRows.ts"
import { everyStepTaken, tableOf } from "./tableOf.ts"

const drop = "annulSupply annulCustomerRelation stopAconto"
const due = "sent, accepted"
const stood = "deadlinePassed correctionWindow, deadlinePassed correctionOutcome"
const pending = "sent, accepted, customerDataAccepted"

const opening = "openSupply openCustomerRelation recomputeAconto RSM-027/E65"

const arriving = {
  state: "dataDue",
  accepted: opening,
  dropped: drop,
  droppedInEffect: `${drop} creditEverything`,
  revived: "reopenSupply recomputeAconto task"
}
const leaving = {
  state: "pendingEffect",
  droppedInEffect: "restoreCustomerRelation cancelFinalSettlement",
  revived: "task"
}

tableOf("BRS-009, new supplier", processOf("moveIn", "new"), [
  ["sent", "refused D17", "rejected", "task"],
  ["sent", "refused D54", "rejected"],
  ["sent", "accepted", "dataDue", opening],
  ["sent @2025-06-04", "accepted @2025-06-04", "effectuated", `${opening} resettle`],
  ["sent @2025-06-01", "accepted @2025-06-01", "effectuated", `${opening} resettle`],
  ["sent @2025-05-31T23", "accepted @2025-05-31T23", "dataDue", opening],
  ["sent @2025-06-01T0", "accepted @2025-06-01T0", "effectuated", `${opening} resettle`],
  [due, "customerDataAccepted", "pendingEffect"],
  [due, "cancellationSent @2025-05-31T23", "cancelSent"],
  [due, "cancellationSent @2025-06-01T0", "!dataDue"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled", drop],
  [due, "dateReached", "effectuated"],
  [pending, "dateReached", "effectuated"],
  [`${due}, dateReached`, "customerDataAccepted @2025-06-05", "effectuated"],
  [`${due}, dateReached`, "deadlinePassed customerDataWarning", "effectuated", "task"],
  [`${due}, dateReached, deadlinePassed customerDataWarning`, "deadlinePassed customerData", "effectuated", "task"],
  [due, "notice E01", "cancelled", drop],
  [pending, "notice E01", "cancelled", drop],
  ["sent @2025-06-04, accepted @2025-06-04", "cancellationSent @2025-06-04", "!effectuated"],
  [`${due}, dateReached`, "undone", "corrected"],
  ["", "withdrawn", "withdrawn"],
  [due, "masterData E65 >2025-06-02", "dataDue", "moveSupplyStart"],
  [due, "masterData E65", "dataDue"],
  [due, "customerData E65", "dataDue"],
  [due, "chargeLinks E65", "dataDue", "task"],
  [due, "customerDataSent", "dataDue"],
  [due, "customerDataRefused D03", "dataDue", "task"],
  [`${due}, cancellationSent`, "cancellationRefused E17", "dataDue", "task"],
  [`${pending}, cancellationSent`, "cancellationRefused E17", "pendingEffect", "task"],
  [due, "notice D14", "cancelled", drop],
  ...unansweredRows(arriving),
  ["sent, operator toldAccepted, masterData E65", "refused E17", "dataDue", "task"],
  ["sent, operator toldAccepted, masterData E65, dateReached", "refused E17 @2025-06-02", "effectuated", "task"],
  ...unansweredInEffect(arriving),
  ...uncancelledRows(arriving),
  ...uncancelledInEffect(arriving),
  ["sent @2025-06-04", "operator toldAccepted @2025-06-04", "effectuated", `${opening} resettle`],
  ["sent, operator toldRefused", "accepted @2025-06-04", "effectuated", `${opening} resettle task`],
  ["sent, operator toldRefused", "refused D17", "rejected", "task"],
  [`${pending}, cancellationSent`, "operator toldRefused", "pendingEffect"],
  [`${pending}, cancellationSent, operator toldAccepted`, "cancellationRefused E17", "pendingEffect", arriving.revived],
  [due, "notice E01 >2025-06-05", "!dataDue", "task"],
  [due, "notice D14 >2025-06-05", "!dataDue", "task"],
  [`${due}, dateReached`, "notice D39 @2025-06-02", "cancelled", `${drop} creditEverything task`],
  [`${due}, dateReached`, "notice E01 @2025-06-02", "!effectuated", "task"],
  [
    `${due}, dateReached, ${stood}`,
    "masterData D15 connected >2025-09-01 @2025-09-02",
    "effectuated",
    "moveSupplyStart"
  ],
  [pending, "notice D39", "cancelled", drop],
  [`${due}, cancellationSent`, "dateReached", "effectuated", "task"],
  [`${due}, cancellationSent, dateReached`, "cancellationAccepted", "cancelled", `${drop} creditEverything`],
  [`${due}, dateReached`, "deadlinePassed correctionWindow", "effectuated"],
  [`${due}, dateReached, deadlinePassed correctionWindow`, "deadlinePassed correctionOutcome", "completed"],
  [`${due}, dateReached, ${stood}`, "undone @2025-08-20", "corrected", "task"]
])

tableOf("BRS-009, previous supplier", processOf("moveIn", "previous"), [
  ["", "notice E01 @2025-06-05", "stopping", "closeSupply stopAconto"],
  [
    "notice E01 @2025-06-05",
    "dateReached @2025-06-05",
    "stopped",
    "endCustomerRelation creditEverything finalSettlement"
  ],
  ["", "notice E01 same", "customerLeft", "endCustomerRelation stopAconto creditEverything finalSettlement"],
  ["notice E01, dateReached", "undone", "resumed", "cancelFinalSettlement"],
  ["notice E01", "notice E01 >2025-06-03", "stopping", "moveSupplyEnd"],
  ["notice E01, dateReached", "readingsComplete", "stopped", "resettle"],
  ["notice E01", "undone", "resumed", "cancelFinalSettlement"],
  ["notice E01 same", "deadlinePassed correctionWindow", "customerLeft"],
  ["notice E01 same, deadlinePassed correctionWindow", "deadlinePassed correctionOutcome", "completed"],
  [`notice E01 same, ${stood}`, "undone @2025-08-20", "resumed", "cancelFinalSettlement task"]
])

tableOf("BRS-010", processOf("moveOut", "current"), [
  ["sent", "refused D07", "rejected"],
  ["sent", "accepted", "pendingEffect"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled"],
  [`${due}, cancellationSent`, "cancellationRefused E17", "pendingEffect", "task"],
  [due, "cancellationSent @2025-06-01", "!pendingEffect"],
  [due, "dateReached", "effectuated", "endCustomerRelation stopAconto finalSettlement task"],
  [`${due}, dateReached`, "undone", "corrected", "cancelFinalSettlement"],
  [`${due}, dateReached`, "undone >2025-05-20", "effectuated", "cancelFinalSettlement finalSettlement"],
  ["", "withdrawn", "withdrawn"],
  [due, "notice E01", "cancelled"],
  [due, "notice E01 >2025-06-05", "pendingEffect"],
  [`${due}, dateReached`, "notice E01 @2025-06-02", "effectuated"],
  ...unansweredRows(leaving),
  ...unansweredInEffect(leaving),
  ...uncancelledRows(leaving),
  ...uncancelledInEffect(leaving),
  [`${due}, cancellationSent`, "dateReached", "effectuated", "endCustomerRelation stopAconto finalSettlement task"],
  [
    `${due}, cancellationSent, dateReached`,
    "cancellationAccepted",
    "cancelled",
    "restoreCustomerRelation cancelFinalSettlement"
  ],
  [`${due}, dateReached`, "deadlinePassed correctionWindow", "effectuated"],
  [`${due}, dateReached, deadlinePassed correctionWindow`, "deadlinePassed correctionOutcome", "completed"],
  [`${due}, dateReached, ${stood}`, "undone @2025-08-20", "corrected", "cancelFinalSettlement task"],
  [
    `${due}, dateReached, ${stood}`,
    "undone >2025-05-20 @2025-08-20",
    "completed",
    "cancelFinalSettlement finalSettlement"
  ]
])

everyStepTaken(["moveIn", "moveOut"])
