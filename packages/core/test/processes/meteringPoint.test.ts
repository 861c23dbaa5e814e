import { processOf } from "@datahub-settlement/core/testing"
import { everyStepTaken, tableOf } from "./tableOf.ts"

tableOf("BRS-004, BRS-006, BRS-008 and BRS-013", processOf("meteringPoint", "current"), [
  ["", "masterData E02 new", "new"],
  ["", "masterData E02 connected", "connected"],
  ["", "masterData E32", "unknown"],
  ["masterData E02 new", "masterData E32 new", "new"],
  ["masterData E02 new", "masterData D15 connected", "connected"],
  ["masterData E02 new", "masterData E65 connected", "connected"],
  // Only a connection leads out of new: it cannot be disconnected before.
  ["masterData E02 new", "masterData E79 disconnected", "!new", "task"],
  ["masterData D15 connected", "masterData E32 connected", "connected"],
  ["masterData D15 connected", "masterData E79 disconnected", "disconnected"],
  ["masterData E79 disconnected", "masterData E32 disconnected", "disconnected"],
  ["masterData E79 disconnected", "masterData E79 connected", "connected"],
  ["masterData E79 connected", "masterData E32 new", "!connected", "task"],
  ["masterData E79 disconnected", "masterData E32 closed", "closed"],
  ["", "chargeLinks E32", "unknown"],
  ["", "chargeLinks D17", "unknown"],
  ["masterData E02 connected", "notice D40", "detached"],
  ["masterData E02 new", "notice D14 >2025-06-03", "closing"],
  ["notice D14", "masterData E32 connected", "closing"],
  ["notice D14", "notice D14 >2025-06-02", "closing"],
  ["notice D14", "dateReached", "closed"],
  ["notice D14, dateReached", "masterData E79 connected", "!closed", "task"],
  ["notice D14, dateReached", "chargeLinks E32", "!closed"]
])

tableOf("BRS-007", processOf("closeDown", "current"), [
  ["", "notice D14", "closing", "closeSupply stopAconto"],
  ["notice D14", "notice D14", "closing"],
  ["notice D14", "notice D14 >2025-06-02", "closing", "moveSupplyEnd"],
  ["notice D14", "dateReached", "closed", "endCustomerRelation creditEverything finalSettlement"]
])

everyStepTaken(["meteringPoint", "closeDown"])
