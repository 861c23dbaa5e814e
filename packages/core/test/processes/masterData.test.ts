import { processOf } from "@datahub-settlement/core/testing"
import { midnight } from "./shorthand.ts"
import { everyStepTaken, type Row, tableOf } from "./tableOf.ts"

const due = "sent, accepted"

tableOf("BRS-015", processOf("customerData", "current"), [
  ["sent", "accepted", "effectuated"],
  ["sent", "refused D40", "waiting"],
  ["sent, refused D40", "deadlinePassed retry", "waiting", "RSM-027/E34"],
  ["sent, refused D40, deadlinePassed retry", "sent", "sent"],
  ["sent", "refused D17", "rejected", "task"],
  ["", "withdrawn", "withdrawn"],
  ["sent, refused D40", "withdrawn", "withdrawn"],
  ["sent", "deadlinePassed answer", "sent", "task"],
  ["sent, deadlinePassed answer", "operator sendAgain", "sent"],
  ["sent", "operator toldAccepted", "effectuated"],
  ["sent", "operator toldRefused", "rejected"],
  ["sent, operator toldRefused", "accepted", "!rejected", "task"],
  ["sent, operator toldAccepted", "refused D17", "!effectuated", "task"]
])

const heatingRows = (waiting: string, done: string): ReadonlyArray<Row> => [
  ["sent", "deadlinePassed answer", waiting === "removing" ? "removeSent" : "addSent", "task"],
  ["sent", "operator sendAgain", waiting === "removing" ? "removeSent" : "addSent"],
  ["sent", "operator toldAccepted", waiting],
  ["sent", "operator toldRefused", "rejected"],
  ["sent, operator toldAccepted", "refused E17", "rejected", "task"],
  ["sent, operator toldAccepted", "accepted", waiting],
  [due, "operator toldDone", done, "resettle"],
  [due, "operator abandon", "abandoned"]
]

tableOf("BRS-041, marked", processOf("electricHeating", "adding"), [
  ["sent", "refused E17", "rejected"],
  ["sent", "accepted", "awaitD14"],
  [due, "masterData E02", "awaitD14"],
  [`${due}, masterData E02`, "chargeLinks E02", "heating", "resettle"],
  [`${due}, chargeLinks E02`, "masterData E02", "heating", "resettle"],
  [due, "deadlinePassed childPoint", "awaitD14", "task"],
  ...heatingRows("awaitD14", "heating"),
  ["", "withdrawn", "withdrawn"]
])

tableOf("BRS-041, mark removed", processOf("electricHeating", "removing"), [
  ["sent", "accepted", "removing"],
  [`${due}, chargeLinks D20`, "notice D14", "noHeating", "resettle"],
  [`${due}, notice D14`, "chargeLinks D20", "noHeating", "resettle"],
  ["", "notice E20", "noHeating", "resettle"],
  ["", "withdrawn", "withdrawn"],
  ["sent", "refused E17", "rejected"],
  [due, "deadlinePassed childPoint", "removing", "task"],
  ...heatingRows("removing", "noHeating")
])

tableOf("BRS-037", processOf("chargeLinks", "requesting"), [
  ["", "withdrawn", "withdrawn"],
  ["", "sent", "sent"],
  ["sent", "refused E17", "rejected", "task"],
  ["sent", "accepted", "accepted"],
  ["sent, accepted", "chargeLinks D17", "effectuated", "resettle"],
  ["sent, accepted", "chargeLinks D17 5790009990031/D03/NET-C", "accepted"],
  ["sent, chargeLinks D17", "accepted", "effectuated", "resettle"],
  ["sent, chargeLinks D17 5790009990031/D03/NET-C", "accepted", "accepted"],
  ["sent", "chargeLinks E02", "!sent"],
  ["sent", "deadlinePassed answer", "sent", "task"],
  ["sent, deadlinePassed answer", "accepted", "accepted"],
  ["sent, deadlinePassed answer", "operator sendAgain", "sent"],
  ["sent", "operator toldAccepted", "accepted"],
  ["sent, chargeLinks D17", "operator toldAccepted", "effectuated", "resettle"],
  ["sent", "operator toldRefused", "rejected"],
  ["sent, operator toldAccepted", "accepted", "accepted"],
  ["sent, operator toldAccepted", "refused E17", "rejected", "task"],
  ["sent, accepted", "deadlinePassed links", "accepted", "task"],
  ["sent, accepted, deadlinePassed links", "chargeLinks D17", "effectuated", "resettle"],
  ["sent, accepted, chargeLinks D17", "chargeLinks D17", "!effectuated"]
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
  ["sent, deadlinePassed answer", "operator toldRefused", "rejected"],
  ["sent, deadlinePassed answer", "operator sendAgain", "sent"],
  ["", "withdrawn", "withdrawn"],
  ["sent", "accepted", "sent"]
])

const month = { from: midnight("2025-01-01"), to: midnight("2025-02-01") }
const ofAllAreas = { gsrn: undefined, request: { rsm: "RSM-016", processType: "D05", period: month } } as const
const of791 = "dataReceived 2025-01-01 2025-02-01 791"

// Which grid areas will come is not known before: what came in time, and came in full, is the answer.
tableOf("RSM-016 for all grid areas", processOf("dataRequest", "requesting", ofAllAreas), [
  ["sent", of791, "sent"],
  [`sent, ${of791}`, "dataReceived 2025-01-01 2025-02-01 344", "sent"],
  [`sent, ${of791}`, "deadlinePassed answer", "answered"],
  [`sent, ${of791}, dataReceived 2025-01-01 2025-01-15 344`, "deadlinePassed answer", "overdue", "task"],
  ["sent", "deadlinePassed answer", "overdue", "task"],
  ["sent, deadlinePassed answer", of791, "answered"],
  ["sent, deadlinePassed answer", "dataReceived 2025-01-01 2025-01-15 344", "overdue"]
])

everyStepTaken(["customerData", "electricHeating", "chargeLinks", "dataRequest"])
