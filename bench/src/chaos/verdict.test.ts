import type { MessageLine } from "@datahub-settlement/simulator"
import { describe, expect, it } from "@effect/vitest"
import type { ExchangeState } from "./exchangeState.ts"
import { differences, isOfTheStory, judge } from "./verdict.ts"

const line = (messageId: string, about: Partial<MessageLine> = {}): MessageLine => ({
  event: "message",
  messageId,
  receiver: "5790009990017",
  queue: "measuredata",
  document: "NotifyValidatedMeasureData",
  processType: "E23",
  createdAt: "2023-01-15T11:00:00Z",
  faults: [],
  spoiled: undefined,
  repeats: undefined,
  deliveries: 1,
  firstDeliveredAt: "2023-01-15T11:00:00Z",
  dequeues: 1,
  dequeuedAt: "2023-01-15T11:00:00Z",
  bytes: 100,
  ...about
})

const exchange = (about: Partial<ExchangeState> = {}): ExchangeState => ({
  inbox: new Map(),
  deadLetters: new Map(),
  outbox: new Map(),
  statements: new Map(),
  parked: new Map(),
  doubledRows: [],
  ...about
})

const used = exchange({ inbox: new Map([["m-1", "applied"]]) })

describe("judge", () => {
  it("finds nothing where every message was used or refused as it deserved", () => {
    const messages = [line("m-1"), line("m-2", { faults: ["truncated"] }), line("m-3", { spoiled: "wrong-shape" })]
    const inbox = new Map([
      ["m-1", "stored"],
      ["m-2", "dead letter"],
      ["m-3", "dead letter"]
    ])
    const deadLetters = new Map([
      ["m-2", "NotJson: …"],
      ["m-3", "WrongShape: …"]
    ])
    const verdict = judge({ messages, exchange: exchange({ inbox, deadLetters }), handled: new Map([["m-1", 1]]) })
    expect(verdict).toEqual({ lost: [], doubled: [], deadLettered: 2, misplaced: [] })
  })

  it("finds a message lost that was dequeued and is nowhere, and shows its line of the journal", () => {
    const { lost } = judge({ messages: [line("m-1"), line("m-2")], exchange: used, handled: new Map() })
    expect(lost).toEqual([`dequeued and nowhere: ${JSON.stringify(line("m-2"))}`])
  })

  it("finds a message lost whose outcome nobody stored", () => {
    const inbox = new Map([["m-1", "no outcome"]])
    const messages = [line("m-1", { dequeues: 0 })]
    const { lost, misplaced } = judge({ messages, exchange: exchange({ inbox }), handled: new Map() })
    expect([lost.length, misplaced.length]).toEqual([1, 1])
  })

  it("finds a message doubled that was handled twice, or has two rows of one registration", () => {
    const { doubled } = judge({
      messages: [line("m-1")],
      exchange: { ...used, doubledRows: ["m-1 571313000000000000 2023-01-15 0 t-1: 2 rows"] },
      handled: new Map([["m-1", 2]])
    })
    expect(doubled).toEqual([
      `handled 2 times: ${JSON.stringify(line("m-1"))}`,
      "twice in the ledger: m-1 571313000000000000 2023-01-15 0 t-1: 2 rows"
    ])
  })

  it("finds a good message among the dead letters, and a broken one that was used", () => {
    const inbox = new Map([
      ["good", "dead letter"],
      ["broken", "applied"]
    ])
    const deadLetters = new Map([["good", "Defect: …"]])
    const messages = [line("good"), line("broken", { faults: ["invalid-json"] })]
    const { lost, misplaced } = judge({ messages, exchange: exchange({ inbox, deadLetters }), handled: new Map() })
    expect(lost).toEqual([])
    expect(misplaced.map((text) => text.slice(0, 30))).toEqual([
      "a good message among the dead ",
      'a broken message was used: {"e'
    ])
  })

  it("finds messages that nobody sent", () => {
    const { misplaced } = judge({ messages: [], exchange: used, handled: new Map() })
    expect(misplaced).toEqual(["message m-1 of the inbox was never sent"])
  })
})

it("tells the story from what was added to it", () => {
  expect(isOfTheStory(line("m-1", { spoiled: "truncated", faults: ["reordered"] }))).toBe(true)
  for (const faults of [["late"], ["contradictory"], ["truncated"]]) {
    expect(isOfTheStory(line("m-1", { faults }))).toBe(false)
  }
  expect(isOfTheStory(line("m-1", { repeats: "m-0" }))).toBe(false)
})

it("says where two books differ, by the first line that does", () => {
  const one = new Map([
    ["same", "a"],
    ["links", "first\nsecond"],
    ["missing", "there"],
    ["left out", "1"]
  ])
  const other = new Map([
    ["same", "a"],
    ["links", "first\nthird"],
    ["left out", "2"]
  ])
  expect(differences(["calm", "storm"], one, other, (key) => key === "left out")).toEqual([
    "links: calm says second, storm says third",
    "missing: calm says there, storm says nothing"
  ])
})
