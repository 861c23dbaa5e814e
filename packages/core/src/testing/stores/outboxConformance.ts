import { Effect } from "effect"
import type { Outbox, OutboxEntry } from "../../exchange/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { ALL, applied, changedMyMind, exchangeCase, type ExchangeCase } from "./exchangeCases.ts"

const idsOf = (entries: ReadonlyArray<OutboxEntry>) => entries.map(({ messageId }) => messageId)

const entryOf = (outbox: Outbox["Service"], messageId: string) =>
  Effect.map(outbox.list({ limit: ALL }), (entries) => entries.find((entry) => entry.messageId === messageId))

/** What every adapter of `Outbox` must do. */
export const outboxConformance: ReadonlyArray<ExchangeCase> = [
  exchangeCase(
    780,
    "the oldest go first, to one sender, and again when their time is over",
    ({ at, id, outbox, outgoing }) =>
      Effect.gen(function* () {
        yield* outbox.enqueue([outgoing("b"), outgoing("a")], at(1))
        yield* outbox.enqueue([outgoing("c", { transactionIds: [], body: '{"æ":"\\u0000"}' })], at(0))
        const claim = (now: number, limit = 10) => outbox.claim({ now: at(now), until: at(now + 5), limit })
        yield* expectSame("not yet", yield* claim(-1), [])
        const first = yield* claim(1, 2)
        yield* expectSame("claimed", first, [
          {
            ...outgoing("c", { transactionIds: [], body: '{"æ":"\\u0000"}' }),
            state: "waiting",
            createdAt: at(0),
            attempts: 1,
            nextAttemptAt: at(6)
          },
          { ...outgoing("b"), state: "waiting", createdAt: at(1), attempts: 1, nextAttemptAt: at(6) }
        ])
        yield* expectSame("the rest", idsOf(yield* claim(5)), [id("a")])
        yield* expectSame("all claimed", yield* claim(5), [])
        const again = yield* claim(6)
        yield* expectSame(
          "due again",
          again.map(({ attempts, messageId }) => [messageId, attempts]),
          [
            [id("c"), 2],
            [id("b"), 2]
          ]
        )
      })
  ),
  exchangeCase(
    781,
    "the same document again changes nothing, not even when it is sent",
    ({ at, id, mine, outbox, outgoing }) =>
      Effect.gen(function* () {
        yield* outbox.enqueue([outgoing("m"), outgoing("m")], at(0))
        yield* outbox.claim({ now: at(0), until: at(1), limit: 1 })
        yield* outbox.sent(id("m"), at(2))
        yield* outbox.enqueue([outgoing("m"), outgoing("n")], at(3))
        const listed = mine(yield* outbox.list({ limit: ALL }))
        yield* expectSame(
          "newest first",
          listed.map((one) => [one.messageId, one.state, one.createdAt]),
          [
            [id("n"), "waiting", at(3)],
            [id("m"), "sent", at(0)]
          ]
        )
        yield* outbox.refused(id("n"), at(4), "no longer wanted")
      })
  ),
  exchangeCase(
    782,
    "ids that are used are refused, and nothing of the call is taken",
    ({ at, id, mine, outbox, outgoing }) =>
      Effect.gen(function* () {
        yield* outbox.enqueue([outgoing("m")], at(0))
        const refusals = {
          "another body": { messages: [outgoing("m", { body: "{}" })], used: id("m") },
          "other transactions": {
            messages: [outgoing("m", { transactionIds: [id("m/1"), id("m/2")] })],
            used: id("m")
          },
          "a transaction of another": {
            messages: [outgoing("x", { transactionIds: [id("x"), id("m/1")] })],
            used: id("m/1")
          },
          "a transaction twice": { messages: [outgoing("x", { transactionIds: [id("x"), id("x")] })], used: id("x") },
          "two of one call": {
            messages: [outgoing("x"), outgoing("y", { transactionIds: [id("x/1")] })],
            used: id("x/1")
          }
        }
        for (const [what, { messages, used }] of Object.entries(refusals)) {
          const refused = outbox.enqueue([outgoing("new"), ...messages], at(1))
          yield* expectSame(what, (yield* expectFailure(what, refused, "OutboxIdUsed")).id, used)
        }
        yield* expectSame("nothing else", idsOf(mine(yield* outbox.list({ limit: ALL }))), [id("m")])
        yield* outbox.enqueue([outgoing("new"), outgoing("x")], at(1))
        yield* expectSame("free ids", mine(yield* outbox.list({ limit: ALL })).length, 3)
      })
  ),
  exchangeCase(
    783,
    "a document waits, was sent or was refused; the first end counts",
    ({ at, id, mine, outbox, outgoing }) =>
      Effect.gen(function* () {
        yield* outbox.enqueue([outgoing("s"), outgoing("r")], at(0))
        yield* outbox.claim({ now: at(0), until: at(1), limit: 2 })
        yield* outbox.postpone(id("s"), at(30), "503 æøå")
        const waiting = yield* entryOf(outbox, id("s"))
        const postponed = { ...outgoing("s"), state: "waiting", createdAt: at(0), attempts: 1, nextAttemptAt: at(30) }
        yield* expectSame("postponed", waiting, { ...postponed, problem: "503 æøå" })
        yield* expectSame("before its time", idsOf(yield* outbox.claim({ now: at(29), until: at(31), limit: 9 })), [
          id("r")
        ])
        yield* outbox.sent(id("s"), at(3))
        yield* outbox.refused(id("s"), at(4), "too late")
        yield* outbox.postpone(id("s"), at(5), "too late")
        const sent = { ...postponed, state: "sent", settledAt: at(3) }
        yield* expectSame("sent", yield* entryOf(outbox, id("s")), sent)
        yield* outbox.refused(id("r"), at(6), "B2B-005")
        yield* outbox.sent(id("r"), at(7))
        const refused = yield* entryOf(outbox, id("r"))
        yield* expectSame(
          "refused",
          [refused?.state, refused?.settledAt, refused?.problem],
          ["refused", at(6), "B2B-005"]
        )
        yield* expectSame("sent ones", mine(yield* outbox.list({ state: "sent", limit: ALL })), [sent])
        yield* expectSame("waiting ones", mine(yield* outbox.list({ state: "waiting", limit: ALL })), [])
        yield* expectSame("never again", yield* outbox.claim({ now: at(999), until: at(1000), limit: 9 }), [])
        for (const change of [
          outbox.sent(id("?"), at(0)),
          outbox.postpone(id("?"), at(0), ""),
          outbox.refused(id("?"), at(0), "")
        ]) {
          yield* expectFailure("unknown", change, "StorageError")
        }
      })
  ),
  exchangeCase(784, "several senders claim at once: each document goes to one", ({ at, id, outbox, outgoing }) =>
    Effect.gen(function* () {
      const names = Array.from({ length: 30 }, (_, index) => `m${index}`)
      yield* outbox.enqueue(
        names.map((name) => outgoing(name)),
        at(0)
      )
      const claim = outbox.claim({ now: at(0), until: at(5), limit: 10 })
      const claimed: Array<string> = []
      for (let round = 0; claimed.length < 30 && round < 10; round++) {
        const some = yield* Effect.all([claim, claim, claim, claim], { concurrency: "unbounded" })
        claimed.push(...some.flatMap(idsOf))
      }
      yield* expectSame("claimed", claimed.sort(), names.map(id).sort())
      yield* Effect.forEach(names, (name) => outbox.sent(id(name), at(1)))
    })
  ),
  exchangeCase(
    787,
    "a refused document is sent once more, with the same ids, when someone says so",
    ({ at, id, outbox, outgoing }) =>
      Effect.gen(function* () {
        yield* outbox.enqueue([outgoing("m")], at(0))
        yield* expectFailure("waiting", outbox.resend(id("m"), at(1)), "OutboxNotRefused")
        yield* expectFailure("unknown", outbox.resend(id("?"), at(1)), "OutboxNotRefused")
        yield* outbox.claim({ now: at(1), until: at(2), limit: 10 })
        yield* outbox.refused(id("m"), at(2), "B2B-005")
        yield* outbox.resend(id("m"), at(3))
        yield* expectSame("not before", idsOf(yield* outbox.claim({ now: at(2), until: at(9), limit: 10 })), [])
        const [again] = yield* outbox.claim({ now: at(3), until: at(9), limit: 10 })
        yield* expectSame("again", [again?.messageId, again?.attempts, again?.settledAt], [id("m"), 2, undefined])
        yield* outbox.sent(id("m"), at(4))
        yield* expectFailure("sent", outbox.resend(id("m"), at(5)), "OutboxNotRefused")
        yield* outbox.resend(id("m"), at(6), true)
        yield* expectFailure("waits already", outbox.resend(id("m"), at(6), true), "OutboxNotRefused")
        yield* expectSame("unanswered", idsOf(yield* outbox.claim({ now: at(6), until: at(9), limit: 10 })), [id("m")])
        yield* outbox.sent(id("m"), at(7))
      })
  ),
  exchangeCase(
    785,
    "documents belong to the transaction of what made them",
    ({ at, inbox, message, mine, outbox, outgoing }) =>
      Effect.gen(function* () {
        const enqueue = outbox.enqueue([outgoing("m")], at(0))
        yield* expectFailure(
          "failed",
          inbox.once(message("in"), Effect.andThen(enqueue, changedMyMind)),
          "ChangedMyMind"
        )
        yield* expectSame("gone", mine(yield* outbox.list({ limit: ALL })), [])
        yield* inbox.once(message("in"), Effect.as(enqueue, applied))
        yield* expectSame("there", mine(yield* outbox.list({ limit: ALL })).length, 1)
      })
  ),
  exchangeCase(786, "the same document from several at once is one", ({ at, mine, outbox, outgoing }) =>
    Effect.gen(function* () {
      const enqueue = outbox.enqueue([outgoing("m")], at(0))
      yield* Effect.all([enqueue, enqueue, enqueue, enqueue], { concurrency: "unbounded" })
      yield* expectSame("entries", mine(yield* outbox.list({ limit: ALL })).length, 1)
    })
  )
]
