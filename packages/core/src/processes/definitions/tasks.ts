import type { Fulfilment, TaskSpec } from "../TaskSpec.ts"

/** Tasks that several processes have in common. */

/** Once sent, DataHub's answer decides; one that refuses them asks anew. */
const customerDataGo: ReadonlyArray<Fulfilment> = [{ on: "customerDataSent" }, { on: "customerDataAccepted" }]

export const correctCustomerData: TaskSpec = {
  task: "Correct the customer data and send them again",
  by: "customerData",
  fulfilledBy: customerDataGo
}

export const sendCustomerDataLate: TaskSpec = {
  task: "Send customer data (RSM-027): they are due 15 days after the move-in",
  by: "customerData",
  fulfilledBy: customerDataGo
}

export const seeWhyNotCancelled: TaskSpec = {
  task: "Look at why the cancellation was refused",
  fulfilledBy: [{ on: "cancellationSent" }, { on: "cancellationAccepted" }]
}

/** The date has come before DataHub's answer did. */
export const cancellationUnanswered = (date: "the start" | "the date"): TaskSpec => ({
  task: `The cancellation was not answered before ${date}: ask DataHub's support`,
  fulfilledBy: [
    { on: "cancellationAccepted" },
    { on: "cancellationRefused" },
    { on: "operator", of: ["toldAccepted", "toldRefused"] }
  ]
})

const unanswered = (what: string, answers: ReadonlyArray<Fulfilment>): TaskSpec => ({
  task: `${what}: see whether it has left the outbox, then ask DataHub's support`,
  fulfilledBy: [...answers, { on: "operator", of: ["toldAccepted", "toldRefused", "sendAgain"] }]
})

/** Sent, and neither answered nor decided about. Besides its answers, `shownBy` shows that DataHub has accepted a request. */
export const requestUnanswered = (shownBy: ReadonlyArray<Fulfilment>): TaskSpec =>
  unanswered("No answer has come", [{ on: "accepted" }, { on: "refused" }, ...shownBy])

export const cancellationNotAnswered: TaskSpec = unanswered("No answer to the cancellation has come", [
  { on: "cancellationAccepted" },
  { on: "cancellationRefused" }
])

/** Who was told so is known to people alone. */
export const tellItWasRefused: TaskSpec = {
  task: "Tell whoever was promised it: DataHub has refused it after all",
  fulfilledBy: []
}

/** A start that came by another way, as by the portal, is no less one of ours. */
export const refusedYetBegun: TaskSpec = {
  task: "See what holds: DataHub has refused the request, and its master data say that the supply begins",
  fulfilledBy: []
}

/** Who asks for other links has seen what fits; whether those that are there do, nobody else can tell. */
export const seeToLinks = (task: string): TaskSpec => ({
  task,
  fulfilledBy: [{ on: "sent", in: "chargeLinks" }],
  lasts: true
})

/** Reported once more, in whichever way. */
export const seeWhyNotReported = (kind: "erroneousSwitch" | "erroneousMove"): TaskSpec => ({
  task: "Look at why DataHub refused the report",
  fulfilledBy: [
    { on: "sent", in: kind },
    { on: "operator", of: ["reportRegistered"], in: kind }
  ]
})

/** Data that DataHub gives on request in its portal; over B2B their requests (RSM-006, RSM-032) are not made here. */
export const askedInPortal = {
  masterData: {
    task: "Ask for master data and customer data in DataHub's portal (RSM-006, BRS-005)",
    fulfilledBy: [{ on: "masterData" }]
  },
  links: {
    task: "Ask for the charge links in DataHub's portal (RSM-032, BRS-038)",
    fulfilledBy: [{ on: "chargeLinks" }]
  }
} as const satisfies Readonly<Record<string, TaskSpec>>
