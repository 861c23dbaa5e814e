import { processOf } from "@datahub-settlement/core/testing"
import { everyStepTaken, tableOf } from "./tableOf.ts"

const drop = "annulSupply annulCustomerRelation stopAconto"
const due = "sent, accepted"
const pending = "sent, accepted, customerDataAccepted"

const opening = "openSupply openCustomerRelation recomputeAconto RSM-027/E65"

tableOf("BRS-009, new supplier", processOf("moveIn", "new"), [
  ["sent", "refused D17", "rejected", "task"],
  ["sent", "refused D54", "rejected"],
  ["sent", "accepted", "dataDue", opening],
  ["sent @2025-06-04", "accepted @2025-06-04", "effectuated", `${opening} resettle`],
  ["sent @2025-06-01", "accepted @2025-06-01", "effectuated", `${opening} resettle`],
  [due, "customerDataAccepted", "pendingEffect"],
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
  [pending, "notice D39", "cancelled", drop],
  [`${due}, cancellationSent`, "dateReached", "effectuated", "task"],
  [`${due}, cancellationSent, dateReached`, "cancellationAccepted", "cancelled", `${drop} creditEverything`],
  [`${due}, dateReached`, "deadlinePassed correctionWindow", "completed"]
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
  ["notice E01, dateReached", "undone", "resumed"],
  ["notice E01", "notice E01 >2025-06-03", "stopping", "moveSupplyEnd"],
  ["notice E01, dateReached", "readingsComplete", "stopped", "resettle"],
  ["notice E01 same", "deadlinePassed correctionWindow", "completed"]
])

tableOf("BRS-010", processOf("moveOut", "current"), [
  ["sent", "refused D07", "rejected"],
  ["sent", "accepted", "pendingEffect"],
  [`${due}, cancellationSent`, "cancellationAccepted", "cancelled"],
  [`${due}, cancellationSent`, "cancellationRefused E17", "pendingEffect", "task"],
  [due, "cancellationSent @2025-06-01", "!pendingEffect"],
  [due, "dateReached", "effectuated", "endCustomerRelation stopAconto finalSettlement task"],
  [`${due}, dateReached`, "undone", "corrected"],
  ["", "withdrawn", "withdrawn"],
  [due, "notice E01", "cancelled"],
  [`${due}, cancellationSent`, "dateReached", "effectuated", "endCustomerRelation stopAconto finalSettlement task"],
  [
    `${due}, cancellationSent, dateReached`,
    "cancellationAccepted",
    "cancelled",
    "restoreCustomerRelation cancelFinalSettlement"
  ],
  [`${due}, dateReached`, "deadlinePassed correctionWindow", "completed"]
])

everyStepTaken(["moveIn", "moveOut"])
