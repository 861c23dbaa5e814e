import type { ProcessDefinition, Transition } from "../ProcessDefinition.ts"
import { answerDeadline, requestAnswers } from "./answers.ts"

const SOURCE = "BRS-041 4.3.0, 2025-12-05"

/** What the grid company did, or will not do, and no message says. */
const withoutMessages = (waiting: string, done: string): ReadonlyArray<Transition> => [
  {
    from: [waiting],
    on: "operator",
    of: ["toldDone"],
    to: done,
    effects: ["resettle"],
    meets: ["childPoint"],
    why: "The grid company or DataHub's support says that it is done."
  },
  {
    from: [waiting],
    on: "operator",
    of: ["abandon"],
    to: "abandoned",
    why: "Nobody waits for it any longer."
  }
]

/** A metering point that is to be marked as electrically heated. */
export const addHeating: ProcessDefinition = {
  kind: "electricHeating",
  role: "adding",
  title: "Electric heating, marked",
  source: SOURCE,
  initial: "noHeating",
  states: {
    noHeating: { title: "No electric heating" },
    addSent: { title: "Sent, not answered yet" },
    awaitD14: { title: "Accepted, child point D14 not made yet" },
    heating: { title: "Electric heating", final: true },
    rejected: { title: "Refused: no electric heating", final: true },
    abandoned: { title: "Given up: no electric heating", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true }
  },
  deadlines: {
    ...answerDeadline,
    childPoint: {
      title: "Child point D14 with its links, from the grid company",
      from: "event",
      runs: { workingDays: 2 },
      source: `our own measure; ${SOURCE}: one working day`
    }
  },
  transitions: [
    { from: ["noHeating"], on: "withdrawn", to: "withdrawn", why: "It was withdrawn before it was sent." },
    {
      from: ["noHeating"],
      on: "sent",
      to: "addSent",
      starts: ["answer"],
      why: "The request left the house; the building register says so too."
    },
    ...requestAnswers({
      sent: "addSent",
      refused: [{ why: "DataHub refused the request." }],
      accepted: [
        {
          to: "awaitD14",
          starts: ["childPoint"],
          why: "The grid company has a working day to make the child point."
        }
      ],
      refusedAfterwards: [{ from: ["awaitD14"] }]
    }),
    ...withoutMessages("awaitD14", "heating"),
    {
      from: ["awaitD14"],
      on: "masterData",
      of: ["E02"],
      guards: ["linksCame"],
      to: "heating",
      effects: ["resettle"],
      meets: ["childPoint"],
      why: "Child point and links are there: tax is settled anew from the date on."
    },
    {
      from: ["addSent", "awaitD14"],
      on: "masterData",
      of: ["E02"],
      why: "The child point is made, its links are to come."
    },
    {
      from: ["awaitD14"],
      on: "chargeLinks",
      of: ["E02", "D17", "D20"],
      guards: ["masterDataCame"],
      to: "heating",
      effects: ["resettle"],
      meets: ["childPoint"],
      why: "Child point and links are there: tax is settled anew from the date on."
    },
    {
      from: ["addSent", "awaitD14"],
      on: "chargeLinks",
      of: ["E02", "D17", "D20"],
      why: "Links came before the child point."
    },
    {
      from: ["awaitD14"],
      on: "deadlinePassed",
      of: ["childPoint"],
      effects: [
        { task: "Ask the grid company for the child point D14", fulfilledBy: [{ on: "masterData", of: ["E02"] }] }
      ],
      why: "The child point was to be there within a working day."
    }
  ]
}

/** A metering point whose mark is to be taken away. */
export const removeHeating: ProcessDefinition = {
  kind: "electricHeating",
  role: "removing",
  title: "Electric heating, mark removed",
  source: SOURCE,
  initial: "heating",
  states: {
    heating: { title: "Electric heating" },
    removeSent: { title: "Sent, not answered yet" },
    removing: { title: "Accepted, child point D14 not closed yet" },
    noHeating: { title: "No electric heating", final: true },
    rejected: { title: "Refused: electric heating stays", final: true },
    abandoned: { title: "Given up: electric heating stays", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true }
  },
  deadlines: {
    ...answerDeadline,
    childPoint: {
      title: "Child point D14 closed by the grid company",
      from: "event",
      runs: { workingDays: 2 },
      source: `our own measure; ${SOURCE}`
    }
  },
  transitions: [
    { from: ["heating"], on: "withdrawn", to: "withdrawn", why: "It was withdrawn before it was sent." },
    { from: ["heating"], on: "sent", to: "removeSent", starts: ["answer"], why: "The request left the house." },
    {
      from: ["heating"],
      on: "notice",
      of: ["E20"],
      to: "noHeating",
      effects: ["resettle"],
      why: "An end of supply takes the mark away, unless the same customer moves in with us within two days."
    },
    ...requestAnswers({
      sent: "removeSent",
      refused: [{ why: "DataHub refused the request." }],
      accepted: [{ to: "removing", starts: ["childPoint"], why: "The grid company closes the child point." }],
      refusedAfterwards: [{ from: ["removing"] }]
    }),
    ...withoutMessages("removing", "noHeating"),
    {
      from: ["removing"],
      on: "chargeLinks",
      of: ["D20", "D17"],
      guards: ["noticeCame"],
      to: "noHeating",
      effects: ["resettle"],
      meets: ["childPoint"],
      why: "Child point and links are gone: tax is settled anew from the date on."
    },
    {
      from: ["removeSent", "removing"],
      on: "chargeLinks",
      of: ["D20", "D17"],
      why: "Links changed, the child point is not closed yet."
    },
    {
      from: ["removing"],
      on: "notice",
      of: ["D14"],
      guards: ["linksCame"],
      to: "noHeating",
      effects: ["resettle"],
      meets: ["childPoint"],
      why: "Child point and links are gone: tax is settled anew from the date on."
    },
    {
      from: ["removeSent", "removing"],
      on: "notice",
      of: ["D14"],
      why: "The child point is closed, links are to come."
    },
    {
      from: ["removing"],
      on: "deadlinePassed",
      of: ["childPoint"],
      effects: [
        { task: "Ask the grid company to close the child point D14", fulfilledBy: [{ on: "notice", of: ["D14"] }] }
      ],
      why: "The child point was to be closed."
    }
  ]
}
