import { Effect, Exit, Option } from "effect"
import type { Handling } from "../../exchange/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import {
  ALL,
  applied,
  changedMyMind,
  exchangeCase,
  type ExchangeCase,
  type ExchangeWorld,
  leaveTraces,
  tracesOf
} from "./exchangeCases.ts"

const reason = { kind: "CimError", text: "MktActivityRecord[0]/mRID: expected text, found 7" }
const unusable: Handling = { outcome: "dead letter", parkedParts: 0, notes: [reason.text], keepBody: false }

/** A message that came, could not be used, and lies among the dead letters. */
const received = ({ inbox, letters, message }: ExchangeWorld, name: string) =>
  inbox.once(message(name), Effect.as(letters.add(message(name), reason), unusable))

/** What every adapter of `DeadLetters` must do. */
export const deadLettersConformance: ReadonlyArray<ExchangeCase> = [
  exchangeCase(720, "a letter keeps bytes and reason; lists leave the bytes out, newest first", (world) =>
    Effect.gen(function* () {
      const { at, id, letters, message, mine } = world
      const first = message("first", { body: Uint8Array.of(0, 255, 34), correlationId: "c-1" })
      yield* letters.add(first, reason)
      yield* letters.add(message("second", { receivedAt: at(1) }), { kind: "BodyTooLarge", text: "æøå" }, true)
      const found = Option.getOrThrow(yield* letters.find(id("first")))
      yield* expectSame("letter", found, { ...first, reason, state: "open", truncated: false })
      yield* expectSame("unknown", yield* letters.find(id("?")), Option.none())
      const listed = mine(yield* letters.list({ limit: ALL }))
      yield* expectSame(
        "list",
        listed.map((one) => [one.messageId, one.truncated, one.bodyBytes, "body" in one, one.correlationId ?? null]),
        [
          [id("second"), true, 15, false, null],
          [id("first"), false, 3, false, "c-1"]
        ]
      )
      yield* expectSame("one", (yield* letters.list({ limit: 1 })).length, 1)
    })
  ),
  exchangeCase(721, "once more replaces the reason of an open letter, and nothing of another", (world) =>
    Effect.gen(function* () {
      const { at, id, letters, message } = world
      const again = message("m", { queue: "other", body: Uint8Array.of(1), receivedAt: at(9) })
      yield* letters.add(message("m"), reason)
      yield* letters.add(again, { kind: "Newer", text: "newer" }, true)
      const open = Option.getOrThrow(yield* letters.find(id("m")))
      const expected = { ...message("m"), reason: { kind: "Newer", text: "newer" }, state: "open", truncated: false }
      yield* expectSame("open", open, expected)
      yield* letters.dismiss(id("m"), at(2), "known fault of the sender")
      yield* letters.add(again, reason)
      const dismissed = { ...expected, state: "dismissed", settledAt: at(2), remark: "known fault of the sender" }
      yield* expectSame("dismissed", yield* letters.find(id("m")), Option.some(dismissed))
    })
  ),
  exchangeCase(722, "a replay has the letter's effects and marks it, in the inbox too; twice is once", (world) =>
    Effect.gen(function* () {
      const { at, id, inbox, letters, message } = world
      yield* received(world, "m")
      let effects = 0
      const handling: Handling = { ...applied, document: "D", createdAt: at(-1), notes: ["mended"], keepBody: true }
      const replay = letters.replay(id("m"), at(5), (letter) =>
        Effect.as(
          expectSame("letter", [letter.state, letter.body, ++effects], ["open", message("m").body, 1]),
          handling
        )
      )
      yield* expectSame("handling", yield* replay, handling)
      const refused = yield* expectFailure("again", replay, "DeadLetterNotOpen")
      yield* expectSame("state", refused.state, "replayed")
      const letter = Option.getOrThrow(yield* letters.find(id("m")))
      yield* expectSame("letter", [letter.state, letter.settledAt, letter.remark], ["replayed", at(5), undefined])
      const entry = Option.getOrThrow(yield* inbox.find(id("m")))
      const { keepBody: _, ...said } = handling
      const { body, ...place } = message("m")
      yield* expectSame("entry", entry, { ...said, ...place })
      yield* expectSame("body", yield* inbox.body(id("m")), Option.some(body))
      yield* expectSame("delivered again", yield* inbox.once(message("m"), Effect.die("again")), Option.none())
      yield* expectSame("open ones", world.mine(yield* letters.list({ state: "open", limit: ALL })), [])
    })
  ),
  exchangeCase(723, "several replay one letter at once: one does it", (world) =>
    Effect.gen(function* () {
      const { at, id, letters, part, parts } = world
      yield* received(world, "m")
      let effects = 0
      const replay = letters.replay(id("m"), at(5), () =>
        Effect.gen(function* () {
          yield* parts.park([part(`by ${++effects}`)])
          yield* Effect.yieldNow
          return applied
        })
      )
      const exits = yield* Effect.all(
        Array.from({ length: 5 }, () => Effect.exit(replay)),
        { concurrency: "unbounded" }
      )
      yield* expectSame("replayed", exits.filter(Exit.isSuccess).length, 1)
      yield* expectSame("effects", [effects, world.mine(yield* parts.list(ALL)).length], [1, 1])
    })
  ),
  exchangeCase(724, "a replay that fails leaves the letter open and nothing else", (world) =>
    Effect.gen(function* () {
      const { at, id, inbox, letters } = world
      yield* received(world, "m")
      const before = [yield* tracesOf(world), yield* letters.find(id("m")), yield* inbox.find(id("m"))]
      const failing = letters.replay(id("m"), at(5), () => Effect.andThen(leaveTraces(world), changedMyMind))
      yield* expectFailure("failed", failing, "ChangedMyMind")
      const after = [yield* tracesOf(world), yield* letters.find(id("m")), yield* inbox.find(id("m"))]
      yield* expectSame("as before", after, before)
      const newer = { kind: "Other", text: "still unusable" }
      yield* letters.replay(id("m"), at(6), (letter) => Effect.as(letters.add(letter, newer), unusable))
      const letter = Option.getOrThrow(yield* letters.find(id("m")))
      yield* expectSame("still a dead letter", [letter.state, letter.reason], ["open", newer])
    })
  ),
  exchangeCase(
    725,
    "a letter whose message is in no inbox is there once it is replayed",
    ({ at, id, inbox, letters, message }) =>
      Effect.gen(function* () {
        yield* letters.add(message("part", { queue: "parked" }), reason)
        yield* letters.replay(id("part"), at(1), () => Effect.succeed(applied))
        const entry = Option.getOrThrow(yield* inbox.find(id("part")))
        yield* expectSame("entry", [entry.queue, entry.outcome, entry.receivedAt], ["parked", "applied", at(0)])
      })
  ),
  exchangeCase(
    726,
    "a letter whose message had its effects another way is not replayed",
    ({ at, id, inbox, letters, message }) =>
      Effect.gen(function* () {
        yield* letters.add(message("m"), reason)
        yield* inbox.once(message("m"), Effect.succeed(applied))
        yield* expectFailure(
          "refused",
          letters.replay(id("m"), at(1), () => Effect.die("again")),
          "StorageError"
        )
        yield* letters.dismiss(id("m"), at(2), "came again and was used")
      })
  ),
  exchangeCase(728, "a replay leaves how and when the message was received", ({ at, id, inbox, letters, message }) =>
    Effect.gen(function* () {
      yield* letters.add(message("m", { queue: "parked", correlationId: "letter" }), reason)
      yield* inbox.once(message("m", { receivedAt: at(3), correlationId: "message" }), Effect.succeed(unusable))
      yield* letters.replay(id("m"), at(5), () => Effect.succeed(applied))
      const entry = Option.getOrThrow(yield* inbox.find(id("m")))
      const { body: _, ...place } = message("m", { receivedAt: at(3), correlationId: "message" })
      yield* expectSame("entry", entry, { ...entry, ...place })
      yield* expectSame("outcome", entry.outcome, "applied")
    })
  ),
  exchangeCase(729, "a replay whose effects dismiss its own letter is refused whole", (world) =>
    Effect.gen(function* () {
      const { at, id, inbox, letters } = world
      yield* received(world, "m")
      const before = [yield* letters.find(id("m")), yield* inbox.find(id("m"))]
      const replay = letters.replay(id("m"), at(5), () => Effect.as(letters.dismiss(id("m"), at(5), "remark"), applied))
      yield* expectFailure("refused", replay, "StorageError")
      yield* expectSame("as before", [yield* letters.find(id("m")), yield* inbox.find(id("m"))], before)
    })
  ),
  exchangeCase(727, "what is not open is neither dismissed nor replayed", ({ at, id, letters, message }) =>
    Effect.gen(function* () {
      const unknown = yield* expectFailure("unknown", letters.dismiss(id("?"), at(1), "why"), "DeadLetterNotOpen")
      yield* expectSame("unknown", [unknown.messageId, unknown.state ?? null], [id("?"), null])
      const none = letters.replay(id("?"), at(1), () => Effect.die("no letter"))
      yield* expectFailure("unknown, replayed", none, "DeadLetterNotOpen")
      yield* letters.add(message("m"), reason)
      yield* letters.dismiss(id("m"), at(1), "")
      const twice = yield* expectFailure("twice", letters.dismiss(id("m"), at(2), "again"), "DeadLetterNotOpen")
      yield* expectSame("twice", twice.state, "dismissed")
      const replay = letters.replay(id("m"), at(3), () => Effect.die("dismissed"))
      yield* expectFailure("replay", replay, "DeadLetterNotOpen")
      const letter = Option.getOrThrow(yield* letters.find(id("m")))
      yield* expectSame("as it was", [letter.settledAt, letter.remark], [at(1), ""])
    })
  )
]
