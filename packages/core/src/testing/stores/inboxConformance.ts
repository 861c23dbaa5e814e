import { Cause, Deferred, Effect, Exit, Fiber, Option } from "effect"
import type { Handling } from "../../exchange/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { ALL, applied, changedMyMind, exchangeCase, type ExchangeCase, leaveTraces, tracesOf } from "./exchangeCases.ts"

const NO_TRACES = [0, 0, 0, 0, 0, 0]

/** What every adapter of `Inbox` must do. */
export const inboxConformance: ReadonlyArray<ExchangeCase> = [
  exchangeCase(700, "a message has its effects once, however often it comes", ({ id, inbox, message }) =>
    Effect.gen(function* () {
      let effects = 0
      const handle = Effect.sync(() => ({ ...applied, parkedParts: ++effects }))
      const first = yield* inbox.once(message("m"), handle)
      yield* expectSame("first", first, Option.some({ ...applied, parkedParts: 1 }))
      const otherBytes = message("m", { queue: "masterdata", body: new Uint8Array(3) })
      yield* expectSame("again, with other bytes", yield* inbox.once(otherBytes, handle), Option.none())
      yield* expectSame("effects", effects, 1)
      const entry = Option.getOrThrow(yield* inbox.find(id("m")))
      yield* expectSame("entry", [entry.queue, entry.parkedParts], ["measuredata", 1])
    })
  ),
  exchangeCase(
    701,
    "all that handling says is kept, the bytes only when they are to be",
    ({ at, id, inbox, message }) =>
      Effect.gen(function* () {
        const handling: Handling = {
          outcome: "stored",
          document: "NotifyChangeOfSupplier «ny»",
          processType: "E03",
          createdAt: at(-5) + 123,
          parkedParts: 3,
          notes: ["kode Z99, æøå", "", 'a "quoted", {strange} note\n'],
          keepBody: true
        }
        const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
        const received = message("m", { body, correlationId: "c-1", receivedAt: at(0) + 7 })
        yield* inbox.once(received, Effect.succeed(handling))
        const { body: _, ...place } = received
        const { keepBody, ...said } = handling
        yield* expectSame("keeps", keepBody, true)
        yield* expectSame("entry", yield* inbox.find(id("m")), Option.some({ ...said, ...place }))
        yield* expectSame("body", yield* inbox.body(id("m")), Option.some(body))
        yield* inbox.once(message("bare"), Effect.succeed(applied))
        const bare = Option.getOrThrow(yield* inbox.find(id("bare")))
        const absent = [bare.document, bare.processType, bare.createdAt, bare.correlationId]
        yield* expectSame(
          "absent",
          absent.every((field) => field === undefined),
          true
        )
        yield* expectSame("no body", yield* inbox.body(id("bare")), Option.none())
        yield* inbox.once(message("empty", { body: new Uint8Array() }), Effect.succeed(handling))
        yield* expectSame("empty body", yield* inbox.body(id("empty")), Option.some([]))
        yield* expectSame(
          "unknown",
          [yield* inbox.find(id("?")), yield* inbox.body(id("?"))],
          [Option.none(), Option.none()]
        )
      })
  ),
  exchangeCase(702, "effects that fail leave nothing, in no port, and the message counts as not handled", (world) =>
    Effect.gen(function* () {
      const { id, inbox, message } = world
      const traces = leaveTraces(world)
      yield* expectFailure("failed", inbox.once(message("m"), Effect.andThen(traces, changedMyMind)), "ChangedMyMind")
      yield* expectSame("after a failure", yield* tracesOf(world), NO_TRACES)
      const died = yield* Effect.exit(inbox.once(message("m"), Effect.andThen(traces, Effect.die("a fault of ours"))))
      yield* expectSame("died", Exit.isFailure(died) && Cause.hasDies(died.cause), true)
      yield* expectSame("after a defect", yield* tracesOf(world), NO_TRACES)
      yield* expectSame("not handled", yield* inbox.find(id("m")), Option.none())
      const done = yield* inbox.once(message("m"), Effect.as(traces, applied))
      yield* expectSame("handled", Option.isSome(done), true)
      yield* expectSame("traces", yield* tracesOf(world), [1, 1, 1, 1, 1, 2])
    })
  ),
  exchangeCase(703, "interrupted effects leave nothing", (world) =>
    Effect.gen(function* () {
      const { inbox, message } = world
      const begun = yield* Deferred.make<void>()
      const effects = leaveTraces(world).pipe(
        Effect.andThen(Deferred.succeed(begun, undefined)),
        Effect.andThen(Effect.never)
      )
      const fiber = yield* Effect.forkChild(inbox.once(message("m"), effects))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      yield* expectSame("traces", yield* tracesOf(world), NO_TRACES)
      yield* expectSame("handled", Option.isSome(yield* inbox.once(message("m"), Effect.succeed(applied))), true)
    })
  ),
  exchangeCase(704, "inside effects, what they did is seen; what fails in them and is caught stays out", (world) =>
    Effect.gen(function* () {
      const { id, inbox, message, part, parts } = world
      const effects = Effect.gen(function* () {
        yield* parts.park([part("kept")])
        yield* expectSame("seen", world.mine(yield* parts.list(ALL)).length, 1)
        yield* expectSame("not handled yet", yield* inbox.find(id("m")), Option.none())
        yield* expectSame("itself", yield* inbox.once(message("m"), Effect.succeed(applied)), Option.none())
        const inner = Effect.andThen(parts.park([part("dropped")]), changedMyMind)
        yield* expectFailure("inner", inbox.once(message("inner"), inner), "ChangedMyMind")
        yield* inbox.once(message("with it"), Effect.succeed(applied))
        return applied
      })
      yield* inbox.once(message("m"), effects)
      const kept = world.mine(yield* parts.list(ALL)).map((one) => one.part)
      yield* expectSame("parts", kept, ["kept"])
      const handled = world.mine(yield* inbox.messages({ limit: ALL })).map(({ messageId }) => messageId)
      yield* expectSame("messages", handled, [id("m"), id("with it")])
    })
  ),
  exchangeCase(705, "the same message to several at once: one handles it", (world) =>
    Effect.gen(function* () {
      const { id, inbox, message, part, parts } = world
      let effects = 0
      const handle = Effect.gen(function* () {
        effects++
        yield* parts.park([part(`by ${effects}`)])
        yield* Effect.yieldNow
        return applied
      })
      const all = Array.from({ length: 6 }, () => inbox.once(message("m"), handle))
      const handled = yield* Effect.all(all, { concurrency: "unbounded" })
      yield* expectSame("handled", handled.filter(Option.isSome).length, 1)
      yield* expectSame("effects", [effects, world.mine(yield* parts.list(ALL)).length], [1, 1])
      yield* expectSame("find", Option.isSome(yield* inbox.find(id("m"))), true)
    })
  ),
  exchangeCase(706, "who waits for another that fails handles the message", ({ inbox, message }) =>
    Effect.gen(function* () {
      const [begun, go] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const failing = Deferred.succeed(begun, undefined).pipe(
        Effect.andThen(Deferred.await(go)),
        Effect.andThen(changedMyMind)
      )
      const first = yield* Effect.forkChild(Effect.flip(inbox.once(message("m"), failing)))
      yield* Deferred.await(begun)
      const second = yield* Effect.forkChild(inbox.once(message("m"), Effect.succeed(applied)))
      yield* Effect.yieldNow
      yield* Deferred.succeed(go, undefined)
      yield* expectSame("first", (yield* Fiber.join(first))._tag, "ChangedMyMind")
      yield* expectSame("second", Option.isSome(yield* Fiber.join(second)), true)
    })
  ),
  exchangeCase(707, "messages come newest first, by outcome and document", ({ at, id, inbox, message }) =>
    Effect.gen(function* () {
      const document = id("Document")
      const handle = (name: string, minutes: number, more: Partial<Handling>) =>
        inbox.once(message(name, { receivedAt: at(minutes) }), Effect.succeed({ ...applied, document, ...more }))
      yield* handle("b", 1, {})
      yield* handle("a", 1, { outcome: "stored" })
      yield* handle("c", 2, {})
      yield* handle("d", 0, { outcome: "dead letter" })
      yield* handle("e", 3, { document: id("Other") })
      const names = (query: Parameters<typeof inbox.messages>[0]) =>
        Effect.map(inbox.messages(query), (entries) => entries.map(({ messageId }) => messageId.slice(id("").length)))
      yield* expectSame("all", yield* names({ document, limit: 10 }), ["c", "a", "b", "d"])
      yield* expectSame("newest", yield* names({ document, limit: 2 }), ["c", "a"])
      yield* expectSame("applied", yield* names({ document, outcome: "applied", limit: 10 }), ["c", "b"])
      yield* expectSame("dead letters", yield* names({ document, outcome: "dead letter", limit: 10 }), ["d"])
      const found = yield* names({ limit: ALL })
      yield* expectSame("without a document", found.includes("e"), true)
    })
  )
]
