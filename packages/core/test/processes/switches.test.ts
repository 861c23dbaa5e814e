import { processOf } from "@datahub-settlement/core/testing"
import { unansweredInEffect, unansweredRows, uncancelledInEffect, uncancelledRows } from "./answerRows.ts"
import { everyStepTaken, tableOf } from "./tableOf.ts"

const drop = "annulSupply annulCustomerRelation stopAconto"
const due = "sent, accepted"
const stood = "deadlinePassed correctionWindow, deadlinePassed correctionOutcome"
const pending = "sent, accepted, customerDataAccepted"

const switching = {
  state: "dataDue",
  accepted: "openSupply openCustomerRelation recomputeAconto RSM-027/E03",
  dropped: drop,
  droppedInEffect: `${drop} creditEverything`,
  revived: "reopenSupply recomputeAconto task"
}

tableOf("BRS-001, gaining supplier", processOf("changeOfSupplier", "gaining"), [
  ["", "sent", "sent"],
  ["", "accepted", "!draft", "task"],
  ["", "withdrawn", "withdrawn"],
  ["sent", "refused E17", "rejected"],
  ["sent", "refused X99", "rejected"],
  ["sent", "refused", "rejected"],
  ["sent", "refused D07", "rejected", "task"],
  ["sent", "refused E22", "rejected", "task"],
  ["sent", "accepted", "dataDue", "openSupply openCustomerRelation recomputeAconto RSM-027/E03"],
  ["sent", "masterData E03", "sent"],
  [due, "masterData E03", "dataDue"],
  [due, "masterData E03 >2025-06-03", "dataDue", "moveSupplyStart"],
  [due, "masterData E32", "!dataDue", "task"],
  [due, "customerData E03", "dataDue", "task"],
  [due, "chargeLinks E03", "dataDue"],
  [due, "customerDataSent", "dataDue"],
  [due, "customerDataAccepted", "pendingEffect"],
  [due, "customerDataRefused D17", "dataDue", "task"],
  [due, "notice D11", "cancelled", `${drop} task`],
  [due, "notice E01", "cancelled", drop],
  [due, "notice E20", "cancelled", drop],
  [pending, "notice D14", "cancelled", drop],
  [pending, "notice D39", "cancelled", drop],
  [pending, "notice X99", "!pendingEffect", "task"],
  [due, "notice D46 >2025-05-08", "effectuated", "moveSupplyStart RSM-027/E03"],
  [pending, "notice D46 >2025-05-08", "effectuated", "moveSupplyStart RSM-027/E34"],
  [due, "cancellationSent", "cancelSent"],
  [pending, "cancellationSent", "cancelSent"],
  [pending, "cancellationSent @2025-05-31", "cancelSent"],
  [pending, "cancellationSent @2025-06-01T0", "!pendingEffect"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled", drop],
  [`${due}, cancellationSent`, "cancellationRefused D40", "dataDue", "task"],
  [`${pending}, cancellationSent`, "cancellationRefused E17", "pendingEffect", "task"],
  [`${due}, cancellationSent, customerDataAccepted`, "cancellationRefused E17", "pendingEffect", "task"],
  [`${due}, cancellationSent`, "dateReached", "effectuated", "task"],
  [`${due}, cancellationSent, dateReached`, "cancellationAccepted", "cancelled", `${drop} creditEverything`],
  [pending, "dateReached", "effectuated", "RSM-027/E34"],
  [pending, "dateReached @2025-05-31", "!pendingEffect"],
  [due, "deadlinePassed customerData", "dataDue", "task"],
  [pending, "deadlinePassed customerData @2025-06-02", "!pendingEffect"],
  [due, "dateReached", "effectuated", "task"],
  [`${due}, dateReached`, "notice D11", "cancelled", `${drop} task`],
  [`${pending}, dateReached`, "undone", "corrected"],
  [`${pending}, dateReached`, "deadlinePassed correctionWindow", "effectuated"],
  [`${pending}, dateReached, deadlinePassed correctionWindow`, "deadlinePassed correctionOutcome", "completed"],
  [`${pending}, dateReached, deadlinePassed correctionWindow`, "undone", "corrected"],
  [`${pending}, dateReached, ${stood}`, "undone @2025-08-20", "corrected", "task"],
  ...unansweredRows(switching),
  ["sent, operator toldAccepted, masterData E03", "refused E17", "dataDue", "task"],
  ["sent, operator toldAccepted, masterData E03, dateReached", "refused E17 @2025-06-02", "effectuated", "task"],
  ...unansweredInEffect(switching),
  ...uncancelledRows(switching),
  ...uncancelledInEffect(switching),
  ["sent, operator toldRefused", "refused D07", "rejected", "task"],
  [`${pending}, cancellationSent`, "operator toldRefused", "pendingEffect"],
  [
    `${pending}, cancellationSent, operator toldAccepted`,
    "cancellationRefused E17",
    "pendingEffect",
    switching.revived
  ],
  [due, "notice E01 >2025-06-05", "!dataDue", "task"],
  [`${due}, dateReached`, "notice E20 @2025-06-02", "cancelled", `${drop} creditEverything task`],
  [`${due}, dateReached`, "notice D46 >2025-05-28 @2025-06-02", "effectuated", "moveSupplyStart task"],
  [`${due}, dateReached`, "notice D46 @2025-06-02", "effectuated"],
  [
    `${due}, dateReached, ${stood}`,
    "masterData D15 connected >2025-09-01 @2025-09-02",
    "effectuated",
    "moveSupplyStart"
  ],
  [`${due}, dateReached, ${stood}`, "masterData E03 @2025-09-02", "completed"],
  [`${due}, customerDataSent`, "deadlinePassed customerDataAnswer", "dataDue", "task"],
  [`${pending}, dateReached, undone`, "dateReached @2025-07-01", "!corrected"],
  [`${pending}, dateReached, undone`, "undone @2025-07-02", "!corrected"]
])

tableOf("BRS-001, losing supplier", processOf("changeOfSupplier", "losing"), [
  ["", "notice E03", "stopping", "closeSupply stopAconto"],
  ["", "notice E20", "!supplying", "task"],
  ["notice E03", "notice E03 >2025-06-05", "stopping", "moveSupplyEnd"],
  ["notice E03", "dateReached", "stopped", "endCustomerRelation finalSettlement"],
  ["notice E03, dateReached", "readingsComplete", "stopped", "resettle"],
  ["notice E03, dateReached", "undone", "resumed", "cancelFinalSettlement"],
  ["notice E03", "undone", "resumed", "cancelFinalSettlement"],
  ["notice E03, dateReached", "deadlinePassed correctionWindow", "stopped"],
  ["notice E03, dateReached, deadlinePassed correctionWindow", "deadlinePassed correctionOutcome", "completed"],
  [`notice E03, dateReached, ${stood}`, "undone @2025-08-20", "resumed", "cancelFinalSettlement task"]
])

tableOf("BRS-002", processOf("endOfSupply", "current"), [
  ["sent", "refused E22", "rejected"],
  ["sent", "accepted", "awaitingDisconnect"],
  [due, "serviceRequestSent", "awaitingDisconnect"],
  [due, "serviceRequestRefused D58", "disconnectRefused", "task"],
  [`${due}, serviceRequestRefused D41`, "serviceRequestSent", "awaitingDisconnect"],
  [due, "cancellationSent", "cancelSent"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled"],
  [`${due}, cancellationSent`, "cancellationRefused E17", "awaitingDisconnect", "task"],
  [`${due}, serviceRequestRefused D58, cancellationSent`, "cancellationRefused E17", "disconnectRefused", "task"],
  [
    `${due}, serviceRequestRefused D58, serviceRequestSent, cancellationSent`,
    "cancellationRefused E17",
    "awaitingDisconnect",
    "task"
  ],
  [due, "notice D41", "cancelled"],
  [due, "notice E03", "cancelled"],
  [due, "notice E01", "cancelled"],
  [due, "operator cancelledByOther", "cancelled"],
  [due, "notice E20 >2025-06-12", "effectuated", "closeSupply endCustomerRelation stopAconto finalSettlement"],
  [
    `${due}, serviceRequestRefused D58`,
    "notice E20 >2025-06-12",
    "effectuated",
    "closeSupply endCustomerRelation stopAconto finalSettlement"
  ],
  [due, "dateReached", "!awaitingDisconnect"],
  [due, "deadlinePassed disconnection", "awaitingDisconnect", "task"],
  ["", "withdrawn", "withdrawn"],
  [`${due}, cancellationSent`, "serviceRequestRefused D58", "cancelSent"],
  ...unansweredRows({ state: "awaitingDisconnect" }),
  ...uncancelledRows({ state: "awaitingDisconnect", revived: "task" }),
  [`${due}, serviceRequestRefused D58, cancellationSent`, "operator toldRefused", "disconnectRefused"],
  [
    `${due}, serviceRequestRefused D58, cancellationSent, operator toldAccepted`,
    "cancellationRefused E17",
    "disconnectRefused",
    "task"
  ],
  [due, "operator toldDone", "!awaitingDisconnect"],
  [due, "operator toldDone >2025-06-12", "effectuated", "closeSupply endCustomerRelation stopAconto finalSettlement"],
  [
    "sent, operator toldRefused",
    "notice E20 >2025-06-12",
    "effectuated",
    "closeSupply endCustomerRelation stopAconto finalSettlement task"
  ]
])

tableOf("BRS-044, new supplier", processOf("forcedSwitch", "new"), [
  ["", "notice D31", "takeoverAnnounced", "openSupply openCustomerRelation"],
  ["notice D31", "masterData D31", "takeoverAnnounced"],
  ["notice D31", "masterData D31 @2025-05-31T23", "takeoverAnnounced"],
  ["notice D31", "masterData D31 @2025-06-01T0", "supplying", "resettle recomputeAconto RSM-027/E34"],
  ["notice D31, masterData D31", "dateReached", "supplying", "recomputeAconto RSM-027/E34"],
  ["notice D31", "dateReached", "takeoverAnnounced", "task"],
  ["notice D31, dateReached", "operator cancelledByOther", "cancelled", "annulSupply annulCustomerRelation"],
  ["notice D31, dateReached", "masterData D31 @2025-06-02", "supplying", "resettle recomputeAconto RSM-027/E34"],
  ["", "masterData D31", "none"],
  ["masterData D31, notice D31", "dateReached", "supplying", "recomputeAconto RSM-027/E34"],
  ["notice D31", "customerData D31", "takeoverAnnounced", "task"],
  ["notice D31", "chargeLinks D31", "takeoverAnnounced"],
  ["notice D31, masterData D31 @2025-06-02", "readingsComplete @2025-06-03", "supplying", "resettle"]
])

tableOf("BRS-044, old supplier", processOf("forcedSwitch", "losing"), [
  ["", "notice D31", "stopping", "closeSupply stopAconto"],
  ["notice D31", "notice D31 >2025-06-03", "stopping", "moveSupplyEnd"],
  ["notice D31", "dateReached", "stopped", "endCustomerRelation creditEverything finalSettlement"]
])

everyStepTaken(["changeOfSupplier", "endOfSupply", "forcedSwitch"])
