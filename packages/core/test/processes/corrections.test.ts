import { processOf } from "@datahub-settlement/core/testing"
import { everyStepTaken, type Row, tableOf } from "./tableOf.ts"

const undoing = "annulSupply annulCustomerRelation creditEverything stopAconto expectReset undoProcess releaseBilling"
const gap = "resettle recomputeAconto RSM-027/E34 task undoProcess"

tableOf("BRS-003, the supplier that took the metering point", processOf("erroneousSwitch", "current"), [
  ["", "operator reportRegistered @2025-06-10", "correctionRequested", "holdBilling"],
  ["", "sent @2025-06-10", "correctionRequested", "holdBilling"],
  ["", "operator reportRegistered @2025-05-31", "!supplying"],
  ["", "operator reportRegistered @2025-07-31", "correctionRequested", "holdBilling"],
  ["", "operator reportRegistered @2025-08-01", "!supplying"],
  ["sent @2025-06-10", "accepted @2025-06-10", "correctionRequested"],
  ["sent @2025-06-10", "refused E17", "refused", "releaseBilling task"],
  ["sent @2025-06-10", "notice D34", "corrected", undoing],
  ["sent @2025-06-10", "notice D34 >2025-06-02", "!correctionRequested", "task"],
  ["sent @2025-06-10", "notice D35", "refused", "releaseBilling"],
  ["", "notice D34", "corrected", undoing],
  ["sent @2025-06-10", "deadlinePassed answer", "correctionRequested", "task"],
  ["sent @2025-06-10, deadlinePassed answer", "notice D34", "corrected", undoing],
  ["sent @2025-06-10, deadlinePassed answer", "operator outcomeCorrected @2025-07-10", "corrected", `${undoing} task`],
  ["sent @2025-06-10, deadlinePassed answer", "operator outcomeRefused @2025-07-10", "refused", "releaseBilling"],
  ["sent @2025-06-10", "operator outcomeRefused @2025-06-11", "!correctionRequested"],
  ["sent @2025-06-10, notice D34", "readingsComplete", "corrected"],
  ["sent @2025-06-10, notice D34", "notice D35", "!corrected", "task"],
  ["sent @2025-06-10, notice D35", "notice D34", "corrected", `${undoing} task`],
  ["sent @2025-06-10, refused E17", "notice D34", "corrected", `${undoing} task`],
  ["", "withdrawn", "withdrawn"],
  ["sent @2025-06-10", "operator replyDateTold 2025-06-20 @2025-06-11", "correctionRequested"],
  ["sent @2025-06-10, notice D34", "chargeLinks D07", "corrected"]
])

const resumedRows = (type: "D07" | "D33", waiting: string, restoring: string): ReadonlyArray<Row> => [
  ["resumptionRequested, resumptionRefused", "resumptionRequested", "resumeRequested", `task RSM-003/${type}`],
  [
    "resumptionRequested, resumptionRefused",
    `masterData ${type} @2025-06-12`,
    restoring,
    "reopenSupply restoreCustomerRelation task"
  ],
  [
    "resumptionRequested, resumptionAccepted",
    "operator toldDone",
    "supplying",
    `reopenSupply restoreCustomerRelation ${gap}`
  ],
  [`resumptionRequested, resumptionAccepted, masterData ${type}`, "operator toldDone", "supplying", gap],
  ["resumptionRequested, resumptionAccepted", "operator outcomeRefused", "refused"],
  [
    `resumptionRequested, resumptionAccepted, masterData ${type}`,
    "operator outcomeRefused",
    `!${type === "D07" ? waiting : restoring}`
  ]
]

tableOf("BRS-003, the supplier before it", processOf("erroneousSwitch", "previous"), [
  ["", "resumptionRequested", "resumeRequested", "task RSM-003/D07"],
  ["resumptionRequested", "resumptionAccepted", "resuming"],
  ["resumptionRequested", "resumptionRefused", "refused"],
  ["resumptionRequested", "resumptionRefused bound", "!resumeRequested"],
  ["resumptionRequested", "deadlinePassed reply", "resuming"],
  ["resumptionRequested", "masterData D07", "resuming", "reopenSupply restoreCustomerRelation"],
  ["resumptionRequested, resumptionAccepted, masterData D07", "readingsComplete", "supplying", gap],
  [
    "resumptionRequested, resumptionAccepted, readingsComplete",
    "masterData D07",
    "supplying",
    `reopenSupply restoreCustomerRelation ${gap}`
  ],
  ["resumptionRequested, resumptionAccepted", "chargeLinks D07", "resuming"],
  ...resumedRows("D07", "resuming", "resuming"),
  ["resumptionRequested, resumptionAccepted", "customerData D07", "resuming"],
  ["resumptionRequested", "operator replyDateTold 2025-05-20", "resumeRequested"],
  ["resumptionRequested", "readingsComplete", "resumeRequested"],
  ["resumptionRequested, resumptionAccepted", "deadlinePassed data", "resuming", "RSM-015/E23 task task task"]
])

const opened = "operator openCase @2025-06-10"
const reported = `${opened}, operator reportRegistered @2025-06-10`
const awaiting = `${reported}, operator simple @2025-06-10`

tableOf("BRS-011, the supplier that reported the move", processOf("erroneousMove", "reporting"), [
  ["", "operator openCase @2025-07-31", "caseDraft", "task"],
  ["", "operator openCase @2025-08-01", "!effectuated"],
  ["", "operator openCase @2025-05-31", "!effectuated"],
  [opened, "operator reportRegistered @2025-06-10", "reported", "holdBilling"],
  [opened, "sent @2025-06-10", "reported", "holdBilling"],
  [opened, "withdrawn", "withdrawn"],
  [`${opened}, sent @2025-06-10`, "accepted @2025-06-10", "awaitReply"],
  [`${opened}, sent @2025-06-10`, "refused E17", "refused", "releaseBilling task"],
  [reported, "operator simple @2025-06-10", "awaitReply"],
  [reported, "operator simple 2025-06-16 @2025-06-10", "awaitReply"],
  [reported, "operator simple 2025-06-01 @2025-06-10", "awaitReply", "task"],
  [reported, "operator complex @2025-06-10", "withSupport", "task"],
  [reported, "notice D34", "corrected", undoing],
  [awaiting, "notice D34", "corrected", undoing],
  [awaiting, "notice D34 >2025-06-02", "!awaitReply", "task"],
  [awaiting, "notice D35", "refused", "releaseBilling"],
  [awaiting, "deadlinePassed answer", "awaitReply"],
  [`${awaiting}, deadlinePassed answer`, "deadlinePassed overdue", "overdue", "task"],
  [`${awaiting}, deadlinePassed answer, deadlinePassed overdue`, "notice D34", "corrected", undoing],
  [`${reported}, operator complex @2025-06-10`, "operator outcomeRefused @2025-07-10", "refused", "releaseBilling"],
  [
    `${reported}, operator complex @2025-06-10`,
    "operator outcomeCorrected @2025-07-10",
    "corrected",
    `${undoing} task task task`
  ],
  [awaiting, "operator outcomeCorrected @2025-07-10", "!awaitReply"],
  [`${awaiting}, notice D35`, "notice D34", "corrected", `${undoing} task`],
  [`${awaiting}, notice D34`, "chargeLinks D33", "corrected"],
  [`${awaiting}, notice D34`, "readingsComplete", "corrected"]
])

tableOf("BRS-011, a wrong move-out", processOf("erroneousMove", "reporting", { corrects: "moveOut" }), [
  [
    `${awaiting}, notice D35`,
    "notice D34",
    "corrected",
    "restoreCustomerRelation resettle recomputeAconto undoProcess releaseBilling task"
  ],
  [awaiting, "notice D34", "corrected", "restoreCustomerRelation resettle recomputeAconto undoProcess releaseBilling"],
  [
    `${reported}, operator complex @2025-06-10`,
    "operator outcomeCorrected @2025-07-10",
    "corrected",
    "restoreCustomerRelation resettle recomputeAconto undoProcess releaseBilling task task task"
  ]
])

const later = Date.UTC(2025, 5, 8, 22)
const earlier = Date.UTC(2025, 4, 27, 22)

tableOf("BRS-011 with a later date", processOf("erroneousMove", "reporting", { correctedAt: later }), [
  [
    awaiting,
    "notice D34",
    "corrected",
    "moveSupplyStart creditEverything resettle expectReset recomputeAconto releaseBilling"
  ]
])

tableOf("BRS-011 with an earlier date", processOf("erroneousMove", "reporting", { correctedAt: earlier }), [
  [awaiting, "notice D34", "corrected", "moveSupplyStart resettle expectReset recomputeAconto releaseBilling"],
  [
    `${awaiting}, notice D35`,
    "notice D34",
    "corrected",
    "moveSupplyStart resettle expectReset recomputeAconto releaseBilling task"
  ],
  [
    `${reported}, operator complex @2025-06-10`,
    "operator outcomeCorrected @2025-07-10",
    "corrected",
    "moveSupplyStart resettle expectReset recomputeAconto releaseBilling task task task"
  ]
])

tableOf(
  "BRS-011, a move-out with another date",
  processOf("erroneousMove", "reporting", { corrects: "moveOut", correctedAt: later }),
  [
    [
      `${awaiting}, notice D35`,
      "notice D34",
      "corrected",
      "moveCustomerRelationEnd resettle recomputeAconto undoProcess releaseBilling task"
    ],
    [
      awaiting,
      "notice D34",
      "corrected",
      "moveCustomerRelationEnd resettle recomputeAconto undoProcess releaseBilling"
    ],
    [
      `${reported}, operator complex @2025-06-10`,
      "operator outcomeCorrected @2025-07-10",
      "corrected",
      "moveCustomerRelationEnd resettle recomputeAconto undoProcess releaseBilling task task task"
    ]
  ]
)

const takenBack = "resumptionRequested, resumptionAccepted"

tableOf("BRS-011, the supplier before it", processOf("erroneousMove", "previous"), [
  ["", "resumptionRequested", "resumeRequested", "task RSM-003/D33"],
  ["resumptionRequested", "resumptionAccepted", "awaitData"],
  ["resumptionRequested", "resumptionRefused", "refused"],
  ["resumptionRequested", "deadlinePassed reply", "awaitData"],
  [takenBack, "masterData D33", "restoring", "reopenSupply restoreCustomerRelation"],
  [takenBack, "chargeLinks D33", "awaitData"],
  ...resumedRows("D33", "awaitData", "restoring"),
  [`${takenBack}, masterData D33`, "customerData D33", "restoring"],
  [`${takenBack}, masterData D33`, "chargeLinks D33", "restoring"],
  [`${takenBack}, masterData D33`, "readingsComplete", "supplying", gap],
  [
    `${takenBack}, readingsComplete, chargeLinks D33`,
    "masterData D33",
    "supplying",
    `reopenSupply restoreCustomerRelation ${gap}`
  ],
  [`${takenBack}, masterData D33`, "deadlinePassed data", "restoring", "RSM-015/E23 task task task"],
  [
    "resumptionRequested",
    "operator supportInforms",
    "restoring",
    "reopenSupply restoreCustomerRelation task task RSM-015/E23"
  ],
  [takenBack, "masterData E02", "!awaitData", "task"],
  ["resumptionRequested", "operator replyDateTold 2025-05-20", "resumeRequested"],
  ["resumptionRequested", "masterData D33", "restoring", "reopenSupply restoreCustomerRelation"],
  ["resumptionRequested", "readingsComplete", "resumeRequested"],
  ["operator supportInforms", "masterData E0G", "restoring"],
  ["operator supportInforms", "customerData E0G", "restoring"],
  ["operator supportInforms", "chargeLinks E0G", "restoring"],
  ["operator supportInforms, masterData E0G", "readingsComplete", "supplying", gap],
  [
    "operator supportInforms, readingsComplete",
    "masterData E0G",
    "supplying",
    "resettle recomputeAconto RSM-027/E34 undoProcess"
  ]
])

everyStepTaken(["erroneousSwitch", "erroneousMove"])
