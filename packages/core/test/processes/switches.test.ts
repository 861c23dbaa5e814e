import { processOf } from "@datahub-settlement/core/testing"
import { everyStepTaken, tableOf } from "./tableOf.ts"

const drop = "annulSupply annulCustomerRelation stopAconto"
const due = "sent, accepted"
const pending = "sent, accepted, customerDataAccepted"

tableOf("BRS-001, gaining supplier", processOf("changeOfSupplier", "gaining"), [
  ["", "sent", "sent"],
  ["", "accepted", "!draft"],
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
  [due, "masterData E32", "!dataDue"],
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
  [pending, "notice X99", "!pendingEffect"],
  [due, "notice D46 >2025-05-08", "effectuated", "moveSupplyStart RSM-027/E03"],
  [pending, "notice D46 >2025-05-08", "effectuated", "moveSupplyStart RSM-027/E34"],
  [due, "cancellationSent", "cancelSent"],
  [pending, "cancellationSent", "cancelSent"],
  [pending, "cancellationSent @2025-05-31", "cancelSent"],
  [pending, "cancellationSent @2025-06-01", "!pendingEffect"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled", drop],
  [`${due}, cancellationSent`, "cancellationRefused D40", "dataDue", "task"],
  [`${pending}, cancellationSent`, "cancellationRefused E17", "pendingEffect", "task"],
  [`${due}, cancellationSent, customerDataAccepted`, "cancellationRefused E17", "pendingEffect", "task"],
  [`${due}, cancellationSent`, "dateReached", "effectuated", "task"],
  [`${due}, cancellationSent, dateReached`, "cancellationAccepted", "cancelled", `${drop} creditEverything`],
  [pending, "dateReached", "effectuated", "RSM-027/E34"],
  [pending, "dateReached @2025-05-31", "!pendingEffect"],
  [due, "deadlinePassed customerData", "dataDue", "task"],
  [due, "dateReached", "effectuated", "task"],
  [`${due}, dateReached`, "notice D11", "cancelled", `${drop} task`],
  [`${pending}, dateReached`, "undone", "corrected"],
  [`${pending}, dateReached`, "deadlinePassed correctionWindow", "completed"],
  [`${pending}, dateReached, undone`, "dateReached @2025-07-01", "!corrected"],
  [`${pending}, dateReached, undone`, "undone @2025-07-02", "!corrected"]
])

tableOf("BRS-001, losing supplier", processOf("changeOfSupplier", "losing"), [
  ["", "notice E03", "stopping", "closeSupply stopAconto"],
  ["", "notice E20", "!supplying"],
  ["notice E03", "notice E03 >2025-06-05", "stopping", "moveSupplyEnd"],
  ["notice E03", "dateReached", "stopped", "endCustomerRelation finalSettlement"],
  ["notice E03, dateReached", "readingsComplete", "stopped", "resettle"],
  ["notice E03, dateReached", "undone", "resumed"],
  ["notice E03, dateReached", "deadlinePassed correctionWindow", "completed"]
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
  [`${due}, cancellationSent`, "serviceRequestRefused D58", "cancelSent"]
])

tableOf("BRS-044, new supplier", processOf("forcedSwitch", "new"), [
  ["", "notice D31", "takeoverAnnounced", "openSupply openCustomerRelation"],
  ["notice D31", "masterData D31", "takeoverAnnounced"],
  ["notice D31", "masterData D31 @2025-06-02", "supplying", "resettle recomputeAconto RSM-027/E34"],
  ["notice D31, masterData D31", "dateReached", "supplying", "recomputeAconto RSM-027/E34"],
  ["notice D31", "dateReached", "takeoverAnnounced"],
  ["notice D31, dateReached", "masterData D31 @2025-06-02", "supplying", "resettle recomputeAconto RSM-027/E34"],
  ["", "masterData D31", "none"],
  ["masterData D31, notice D31", "dateReached", "supplying", "recomputeAconto RSM-027/E34"],
  ["notice D31", "customerData D31", "takeoverAnnounced", "task"],
  ["notice D31", "chargeLinks D31", "takeoverAnnounced"],
  ["notice D31, masterData D31 @2025-06-02", "readingsComplete @2025-06-03", "supplying", "resettle"]
])

tableOf("BRS-044, old supplier", processOf("forcedSwitch", "losing"), [
  ["", "notice D31", "stopping", "closeSupply stopAconto"],
  ["notice D31", "dateReached", "stopped", "endCustomerRelation creditEverything finalSettlement"]
])

everyStepTaken(["changeOfSupplier", "endOfSupply", "forcedSwitch"])
