import { assert, describe, it } from "@effect/vitest"
import {
  advanceDueProcesses,
  definitionOf,
  listOpenTasks,
  Outbox,
  possibleDecisions,
  type ProcessKind,
  ProcessStore,
  reportErroneousSwitch,
  signUp,
  takeDecision
} from "@datahub-settlement/core"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn } from "../intake/Making.ts"
import { type Act, cancel, later, movingIn, newest, standing, Story, switching, world } from "./answerStory.ts"

const START = "RequestChangeOfSupplier"
const CANCEL = "RequestCancellation"

const stateOf = (kind: ProcessKind) =>
  ProcessStore.use((store) => Effect.map(store.list({ kind, limit: 9 }), (found) => found.map(({ state }) => state)))

const decide = (decision: Parameters<typeof takeDecision>[1]): Act =>
  Effect.flatMap(newest, ({ id }) => takeDecision(id, decision, { by: "anna" }))

/** What people have to do, in words. */
const tasks = Effect.map(listOpenTasks({ kinds: ["task"] }), (found) =>
  found.map(({ effect }) => (effect.kind === "task" ? effect.what : ""))
)

const told = (name: string, tell: (story: Story) => Effect.Effect<void, unknown, Effect.Services<Act>>) =>
  it.effect(name, () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
      yield* tell(new Story())
    }).pipe(Effect.provide(world()))
  )

const begun = (story: Story): Act =>
  Effect.all([signUp(switching), story.answer(START), story.masterData("E03"), later("2025-02-02")])

describe("a switch that was reported as erroneous on the last day", () => {
  told("does not stand while the answer may come, and is undone by it", (story) =>
    Effect.gen(function* () {
      yield* begun(story)
      yield* TestClock.setTime(Date.parse("2025-04-02T09:00:00Z"))
      yield* reportErroneousSwitch({ gsrn, switchAt: day("2025-02-01") })
      yield* later("2025-04-07")
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["effectuated"])
      yield* story.notice("D34")
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["corrected"])
      assert.deepInclude(yield* standing, { supply: "", contracts: "" })
    })
  )

  told("is undone when it had been taken for standing, and a person sees to it", (story) =>
    Effect.gen(function* () {
      yield* begun(story)
      yield* TestClock.setTime(Date.parse("2025-04-02T09:00:00Z"))
      yield* reportErroneousSwitch({ gsrn, switchAt: day("2025-02-01") })
      yield* later("2025-06-01")
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["completed"])
      yield* story.notice("D34")
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["corrected"])
      assert.deepInclude(yield* standing, { supply: "", contracts: "" })
      assert.include(yield* tasks, "See what was done since it stood: it is undone after all")
    })
  )

  told("that had been refused and is put right after all", (story) =>
    Effect.gen(function* () {
      yield* begun(story)
      yield* TestClock.setTime(Date.parse("2025-03-02T09:00:00Z"))
      yield* reportErroneousSwitch({ gsrn, switchAt: day("2025-02-01") })
      yield* story.notice("D35")
      assert.deepStrictEqual(yield* stateOf("erroneousSwitch"), ["refused"])
      yield* story.notice("D34")
      assert.deepStrictEqual(yield* stateOf("erroneousSwitch"), ["corrected"])
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["corrected"])
      assert.deepInclude(yield* standing, { supply: "", contracts: "" })
    })
  )
})

describe("a request that is never answered", () => {
  told("is a task when the hour has passed, and can be sent once more", () =>
    Effect.gen(function* () {
      const { messageId } = yield* signUp(switching)
      const outbox = yield* Outbox
      const now = yield* Clock.currentTimeMillis
      yield* outbox.claim({ now, until: now + 1, limit: 1 })
      yield* outbox.sent(messageId, now)
      yield* TestClock.adjust("119 minutes")
      yield* advanceDueProcesses()
      assert.deepStrictEqual(yield* tasks, [])
      yield* TestClock.adjust("1 minute")
      yield* advanceDueProcesses()
      const asked = "No answer has come: see whether it has left the outbox, then ask DataHub's support"
      assert.deepStrictEqual(yield* tasks, [asked])
      const process = yield* newest
      assert.deepStrictEqual(
        possibleDecisions(process, yield* Clock.currentTimeMillis).map(({ decision }) => decision),
        ["cancelledByOther", "toldAccepted", "toldRefused", "sendAgain"]
      )
      yield* decide("sendAgain")
      assert.deepStrictEqual(
        (yield* outbox.list({ state: "waiting", limit: 9 })).map((entry) => entry.messageId),
        [messageId]
      )
      const refused = yield* Effect.flip(takeDecision(process.id, "sendAgain", { by: "anna" }))
      assert.include(refused.message, "waits to be sent already")
      assert.strictEqual((yield* newest).history.length, 3)
      assert.deepStrictEqual(yield* tasks, [])
      yield* TestClock.adjust("2 hours")
      yield* advanceDueProcesses()
      assert.deepStrictEqual(yield* tasks, [asked])
    })
  )

  told("was refused, as support says: another can be sent, and DataHub's late yes does not displace it", (story) =>
    Effect.gen(function* () {
      const { transactionId } = yield* signUp(switching)
      yield* decide("toldRefused")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "", state: "toldRefused" })
      yield* TestClock.adjust("1 hour")
      const again = yield* signUp(switching)
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "02-01", state: "sent" })
      story.made.answer(START, "E03", transactionId)
      yield* story.handle
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["sent", "toldRefused"])
      assert.include(story.said, `process ${again.process.id} of the same kind is at work in its place`)
      assert.deepStrictEqual(yield* tasks, ["See what holds: Request accepted"])
      story.made.answer(START, "E03", transactionId, [{ code: "E22" }])
      yield* story.handle
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["sent", "rejected"])
      assert.deepInclude(yield* standing, { contracts: "02-01" })
    })
  )

  told("was refused, as support says, and is accepted after all: it goes on", (story) =>
    Effect.gen(function* () {
      yield* signUp(switching)
      yield* decide("toldRefused")
      yield* story.answer(START)
      yield* story.masterData("E03")
      assert.deepStrictEqual(yield* standing, { supply: "02-01", contracts: "", state: "dataDue" })
      assert.include(yield* tasks, "Record what was agreed with the customer once more: the sign-up holds after all")
      yield* later("2025-02-02")
      assert.deepStrictEqual(yield* stateOf("changeOfSupplier"), ["effectuated"])
    })
  )

  told("was accepted, as support says, and is refused after all: it falls away", (story) =>
    Effect.gen(function* () {
      yield* signUp(switching)
      yield* decide("toldAccepted")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "02-01", state: "dataDue" })
      yield* TestClock.adjust("1 day")
      yield* advanceDueProcesses()
      assert.deepStrictEqual(yield* tasks, [])
      yield* story.answer(START, "E22")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "", state: "rejected" })
      assert.include(yield* tasks, "Tell whoever was promised it: DataHub has refused it after all")
    })
  )

  told("a cancellation that was accepted, as support says, and refused after all: the supply begins", (story) =>
    Effect.gen(function* () {
      yield* signUp(switching)
      yield* story.answer(START)
      yield* story.masterData("E03")
      yield* cancel
      yield* decide("toldAccepted")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "", state: "toldCancelled" })
      yield* story.answer(CANCEL, "E17")
      assert.deepInclude(yield* standing, { supply: "02-01", state: "dataDue" })
      yield* later("2025-02-02")
      assert.deepInclude(yield* standing, { supply: "02-01", state: "effectuated" })
    })
  )
})

describe("what DataHub says of a process that has ended", () => {
  told("a start of a sign-up that it had refused is a task", (story) =>
    Effect.gen(function* () {
      yield* signUp(switching)
      yield* story.answer(START, "E22")
      assert.notInclude(yield* tasks, "E03")
      yield* story.masterData("E03")
      yield* story.masterData("E03")
      assert.deepInclude(yield* standing, { supply: "02-01", state: "rejected" })
      const seen = (yield* tasks).filter((what) => what.startsWith("See what holds"))
      assert.deepStrictEqual(seen, ["See what holds: Master data (RSM-022) E03, 2025-01-31T23:00:00Z"])
    })
  )

  told("master data that were outrun by the end of the process are no news", (story) =>
    Effect.gen(function* () {
      yield* signUp(switching)
      story.made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      const [late] = story.made.messages
      yield* story.answer(START)
      yield* cancel
      yield* story.answer(CANCEL)
      story.made.messages.push(late!)
      yield* story.handle
      assert.deepInclude(yield* standing, { supply: "", state: "cancelled" })
      assert.deepStrictEqual(yield* tasks, [])
    })
  )

  told("an end of supply of which no process of ours knows is a task", (story) =>
    Effect.gen(function* () {
      yield* story.masterData("E03", "2025-01-01")
      yield* story.notice("E20", "2025-01-08")
      assert.match(
        story.said,
        /^task: Find the process that notice E20 of .* belongs to\. None that is open fits it\.$/m
      )
      yield* begun(story)
      yield* story.notice("E20", "2025-02-20")
      assert.deepInclude(yield* standing, { state: "effectuated" })
      assert.include(yield* tasks, "See what holds: Notice (RSM-004) E20, 2025-02-19T23:00:00Z")
    })
  )
})

describe("another's move after a start of ours", () => {
  for (const [name, ask, type] of [
    ["a move-in", movingIn, "E65"],
    ["a switch", switching, "E03"]
  ] as const) {
    for (const notice of ["E01", "E03"]) {
      told(
        `${name} begins and ends with notice ${notice} of a later day, also when its master data come last`,
        (story) =>
          Effect.gen(function* () {
            yield* signUp(ask)
            yield* story.answer(START)
            story.made.masterData(type, { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
            const masterData = story.made.messages.at(-1)!
            yield* story.notice(notice, "2025-02-10")
            const { kind } =
              ask.customer === "moves in" ? { kind: "moveIn" as const } : { kind: "changeOfSupplier" as const }
            assert.include(yield* stateOf(kind), "dataDue")
            assert.include(yield* stateOf(notice === "E01" ? "moveIn" : "changeOfSupplier"), "stopping")
            story.made.messages.push(masterData)
            yield* story.handle
            assert.deepInclude(yield* standing, { supply: "02-01–02-10", contracts: "02-01" })
            yield* later("2025-02-11")
            assert.include(yield* stateOf(kind), "effectuated")
            assert.include(yield* stateOf(notice === "E01" ? "moveIn" : "changeOfSupplier"), "stopped")
          })
      )
    }
  }

  told("on the same day takes its place", (story) =>
    Effect.gen(function* () {
      // Before the first message is made: what DataHub tells of knows of the sign-up.
      yield* TestClock.setTime(Date.parse("2025-01-01T05:00:00Z"))
      yield* signUp(movingIn)
      yield* story.answer(START)
      yield* story.notice("E01")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "", state: "cancelled" })
      const process = yield* newest
      assert.strictEqual(definitionOf(process).states[process.state]?.final, true)
    })
  )

  told("on the same day that was told before the sign-up and comes late is looked at by a person", (story) =>
    Effect.gen(function* () {
      yield* signUp(movingIn)
      yield* story.answer(START)
      yield* story.notice("E01")
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "02-01", state: "dataDue" })
      assert.match(story.said, /^task: Find the process that notice E01 of .* belongs to/m)
    })
  )
})
