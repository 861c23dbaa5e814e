import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { answerDeadline, requestAnswers } from "./answers.ts"
import { notStarted } from "./plannedStart.ts"

const SOURCE = "BRS-015 4.2.6, 2025-12-08"

/** New data of a customer of ours, inside the relation. */
export const customerDataUpdate: ProcessDefinition = {
  kind: "customerData",
  role: "current",
  title: "Update of customer data",
  source: SOURCE,
  initial: "draft",
  states: {
    draft: { title: "Prepared" },
    sent: { title: "Sent, not answered yet" },
    waiting: { title: "An earlier update is still pending" },
    effectuated: { title: "In effect", final: true },
    rejected: { title: "Refused by DataHub", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true }
  },
  deadlines: {
    ...answerDeadline,
    retry: { title: "Send it again", from: "event", runs: { days: 0 }, source: `${SOURCE}: D40` }
  },
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [
        {
          of: ["D40"],
          to: "waiting",
          starts: ["retry"],
          why: "An update with an earlier date is pending: it is sent again the day after."
        },
        {
          effects: [
            {
              task: "Correct the customer's data and send them with the date of today or yesterday",
              fulfilledBy: [{ on: "sent", in: "customerData", onAnyDate: true }]
            }
          ],
          why: "DataHub refused the update."
        }
      ],
      accepted: [
        { to: "effectuated", why: "The customer's data are updated; there is no way back but another update." }
      ],
      refusedAfterwards: []
    }),
    {
      from: ["waiting"],
      on: "deadlinePassed",
      of: ["retry"],
      effects: [{ send: "RSM-027/E34" }],
      why: "The pending update may have taken effect: once more."
    },
    { from: ["waiting"], on: "sent", to: "sent", meets: ["retry"], starts: ["answer"], why: "It was sent once more." },
    { from: ["waiting"], on: "withdrawn", to: "withdrawn", why: "It was withdrawn." }
  ]
}
