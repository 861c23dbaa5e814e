import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { answerDeadline, requestAnswers } from "./answers.ts"
import { notStarted } from "./plannedStart.ts"
import { askedInPortal } from "./tasks.ts"

const SOURCE = "BRS-037, 2025-12-08"
const underWay = ["sent", "accepted"]

/**
 * Energinet's charges that we ask to be linked to a metering point, counted otherwise or stopped. What DataHub accepted
 * holds when it tells the links (RSM-031), not before.
 */
export const chargeLinkChange: ProcessDefinition = {
  kind: "chargeLinks",
  role: "requesting",
  title: "Change of charge links",
  source: SOURCE,
  initial: "draft",
  states: {
    draft: { title: "Prepared" },
    sent: { title: "Sent, not answered yet" },
    accepted: { title: "Accepted, links (RSM-031) not here yet" },
    effectuated: { title: "The links are changed", final: true, stands: true },
    rejected: { title: "Refused by DataHub: the links stay as they are", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true }
  },
  deadlines: {
    ...answerDeadline,
    links: {
      title: "The links that were asked for (RSM-031)",
      from: "event",
      runs: { hours: 2 },
      source: `our own measure; ${SOURCE}: within an hour`
    }
  },
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [
        {
          effects: [
            {
              task: "Correct the change of links, and ask for it anew",
              fulfilledBy: [{ on: "sent", in: "chargeLinks", onAnyDate: true }]
            }
          ],
          why: "DataHub refused the change."
        }
      ],
      accepted: [
        {
          guards: ["linksAskedForCame"],
          to: "effectuated",
          effects: ["resettle"],
          why: "The links came before the answer: what was settled from the date on is settled anew."
        },
        {
          to: "accepted",
          starts: ["links"],
          why: "DataHub has changed the links; they count when it tells them."
        }
      ],
      refusedAfterwards: [{ from: ["accepted"] }]
    }),
    {
      from: ["accepted"],
      on: "chargeLinks",
      of: ["D17"],
      guards: ["linksAskedForCame"],
      to: "effectuated",
      effects: ["resettle"],
      meets: ["links"],
      why: "The links are here: what was settled from the date on is settled anew."
    },
    {
      from: underWay,
      on: "chargeLinks",
      of: ["D17"],
      why: "Links of the metering point; not all that were asked for are among them, or they are not accepted yet."
    },
    {
      from: ["accepted"],
      on: "deadlinePassed",
      of: ["links"],
      effects: [askedInPortal.links],
      why: "The change is accepted, and its links have not come."
    }
  ]
}
