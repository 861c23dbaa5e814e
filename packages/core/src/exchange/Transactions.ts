import { Context, type Effect } from "effect"
import type { StorageError } from "../storage/index.ts"

/**
 * Several things recorded through different ports, all or none: a process and the document that begins it. Inside the
 * handling of a message nobody needs this: `Inbox.once` is a transaction already.
 *
 * @example
 * import { Effect } from "effect"
 * import { Outbox, Transactions } from "@datahub-settlement/core"
 * import { memoryExchange } from "@datahub-settlement/core/testing"
 *
 * const message = {
 *   messageId: "m-1", document: "RequestEndOfSupply", process: "BRS-010", processType: "E66", transactionIds: ["t-1"], body: "{}"
 * }
 * const program = Effect.gen(function* () {
 *   const outbox = yield* Outbox
 *   const { atomically } = yield* Transactions
 *   yield* Effect.flip(atomically(Effect.andThen(outbox.enqueue([message], 0), Effect.fail("changed my mind"))))
 *   return (yield* outbox.list({ limit: 10 })).length
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryExchange))) // => 0
 */
export class Transactions extends Context.Service<
  Transactions,
  {
    /** Runs effects; when they fail, nothing of what they recorded stays. Inside another one it is a part of that. */
    readonly atomically: <A, E, R>(effects: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StorageError, R>
  }
>()("@datahub-settlement/core/Transactions") {}
