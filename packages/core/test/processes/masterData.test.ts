import { processOf } from "@datahub-settlement/core/testing"
import { everyStepTaken, tableOf } from "./tableOf.ts"

const due = "sent, accepted"

tableOf("BRS-015", processOf("customerData", "current"), [
  ["sent", "accepted", "effectuated"],
  ["sent", "refused D40", "waiting"],
  ["sent, refused D40", "deadlinePassed retry", "waiting", "RSM-027/E34"],
  ["sent, refused D40, deadlinePassed retry", "sent", "sent"],
  ["sent", "refused D17", "rejected", "task"],
  ["", "withdrawn", "withdrawn"],
  ["sent, refused D40", "withdrawn", "withdrawn"]
])

tableOf("BRS-041, marked", processOf("electricHeating", "adding"), [
  ["sent", "refused E17", "rejected"],
  ["sent", "accepted", "awaitD14"],
  [due, "masterData E02", "awaitD14"],
  [`${due}, masterData E02`, "chargeLinks E02", "heating", "resettle"],
  [`${due}, chargeLinks E02`, "masterData E02", "heating", "resettle"],
  [due, "deadlinePassed childPoint", "awaitD14", "task"],
  ["", "withdrawn", "withdrawn"]
])

tableOf("BRS-041, mark removed", processOf("electricHeating", "removing"), [
  ["sent", "accepted", "removing"],
  [`${due}, chargeLinks D20`, "notice D14", "noHeating", "resettle"],
  [`${due}, notice D14`, "chargeLinks D20", "noHeating", "resettle"],
  ["", "notice E20", "noHeating", "resettle"],
  ["", "withdrawn", "withdrawn"],
  ["sent", "refused E17", "rejected"],
  [due, "deadlinePassed childPoint", "removing", "task"]
])

tableOf("RSM-015, RSM-016 and RSM-017", processOf("dataRequest", "requesting"), [
  ["sent", "refused E0H", "rejected"],
  ["sent", "dataReceived 2025-01-01 2025-02-01", "answered"],
  ["sent", "dataReceived 2025-01-01 2025-01-15", "sent"],
  ["sent, dataReceived 2025-01-15 2025-02-03", "dataReceived 2024-12-30 2025-01-15", "answered"],
  ["sent, dataReceived 2025-01-15 2025-02-01", "dataReceived 2025-01-01 2025-01-14", "sent"],
  ["sent", "deadlinePassed answer", "overdue", "task"],
  ["sent, deadlinePassed answer", "dataReceived 2025-01-01 2025-02-01", "answered"],
  ["sent, deadlinePassed answer", "sent", "sent"],
  ["sent, deadlinePassed answer, sent", "deadlinePassed answer", "overdue", "task"],
  ["sent, deadlinePassed answer, sent, deadlinePassed answer", "sent", "!overdue"],
  ["sent, deadlinePassed answer", "operator abandon", "abandoned"],
  ["", "withdrawn", "withdrawn"],
  ["sent", "accepted", "sent"]
])

everyStepTaken(["customerData", "electricHeating", "dataRequest"])
