import { Effect, Layer } from "effect"
import {
  type DeadLetters,
  type Inbox,
  type Outbox,
  OutgoingIds,
  type ParkedParts,
  type Statements,
  Transactions
} from "../../exchange/index.ts"
import type { AcontoPlans } from "../../invoicing/index.ts"
import type { ProcessStore } from "../../processes/index.ts"
import type { CorrectionsDue } from "../../runs/index.ts"
import { memoryAcontoPlans } from "./memoryAcontoPlans.ts"
import { memoryCorrectionsDue } from "./memoryCorrectionsDue.ts"
import { memoryDeadLetters } from "./memoryDeadLetters.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { memoryInbox } from "./memoryInbox.ts"
import { memoryOutbox } from "./memoryOutbox.ts"
import { memoryParkedParts } from "./memoryParkedParts.ts"
import { memoryProcesses } from "./memoryProcessStore.ts"
import { memorySettlementRunStore } from "./memorySettlementRunStore.ts"
import { memoryStatements } from "./memoryStatements.ts"

const memoryTransactions: Layer.Layer<Transactions, never, MemoryTables> = Layer.effect(
  Transactions,
  Effect.map(MemoryTables, ({ atomically }) => ({ atomically }))
)

/** `id-1`, `id-2`: the same every time. */
const countedIds: Layer.Layer<OutgoingIds> = Layer.sync(OutgoingIds, () => {
  let made = 0
  return { next: Effect.sync(() => `id-${++made}`) }
})

/**
 * What comes from DataHub and goes there, the processes that it belongs to and what is prepaid, in memory, empty, with
 * transactions over all of it: effects that fail leave these ports as they were. They do not take back what was recorded elsewhere: readings, portfolio, charges, spot
 * prices and runs of other stores in memory stay. Only a database has one transaction for everything.
 *
 * Corrections ask `memorySettlementRunStore` for finished runs; provided beside it in one layer, both are the same store.
 *
 * @example
 * import { Effect } from "effect"
 * import { Inbox, ParkedParts } from "@datahub-settlement/core"
 * import { memoryExchange } from "@datahub-settlement/core/testing"
 *
 * const message = { messageId: "m-1", queue: "measuredata", body: new Uint8Array(), receivedAt: 0 }
 * const part = { messageId: "m-1", part: "1", waitsFor: "point/1", reason: "", document: "{}", createdAt: 0, parkedAt: 0 }
 * const program = Effect.gen(function* () {
 *   const inbox = yield* Inbox
 *   const parked = yield* ParkedParts
 *   const effects = Effect.andThen(parked.park([part]), Effect.fail("changed my mind"))
 *   yield* Effect.flip(inbox.once(message, effects))
 *   return yield* parked.count
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryExchange))) // => 0
 */
export const memoryExchange: Layer.Layer<
  | AcontoPlans
  | CorrectionsDue
  | DeadLetters
  | Inbox
  | Outbox
  | OutgoingIds
  | ParkedParts
  | ProcessStore
  | Statements
  | Transactions
> = Layer.mergeAll(
  memoryAcontoPlans,
  memoryInbox,
  memoryDeadLetters,
  memoryParkedParts,
  memoryStatements,
  memoryOutbox,
  memoryCorrectionsDue,
  memoryProcesses,
  memoryTransactions,
  countedIds
).pipe(Layer.provide([MemoryTables.layer, memorySettlementRunStore]))
