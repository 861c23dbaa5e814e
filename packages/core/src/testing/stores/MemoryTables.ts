import { Context, Effect, Exit, Layer, Semaphore } from "effect"
import type {
  DeadLetter,
  InboxEntry,
  OutboxEntry,
  ParkedPart,
  ReceivedMessage,
  Statement
} from "../../exchange/index.ts"
import type { AcontoPlan, AcontoShare } from "../../invoicing/index.ts"
import type { MarketProcess } from "../../processes/index.ts"
import type { CorrectionDue } from "../../runs/index.ts"
import { MemoryTable, type Undo } from "./MemoryTable.ts"
import type { Remembered } from "./Remembered.ts"

/** A message as it was first received; while it is being handled it has no entry yet. */
export interface ReceivedRow {
  readonly received: Omit<ReceivedMessage, "body">
  readonly entry?: InboxEntry | undefined
  readonly body?: Uint8Array | undefined
}

/** `messageNo` tells apart what was put in the outbox at one instant. */
export interface OutboxRecord {
  readonly entry: OutboxEntry
  readonly messageNo: number
}

export interface CorrectionRecord {
  readonly correction: CorrectionDue
  readonly isSettled: boolean
}

/** Aconto plans and shares of a metering point, as they were recorded and added. */
export interface AcontoRecord {
  readonly plans: ReadonlyArray<Remembered<AcontoPlan>>
  readonly shares: ReadonlyArray<AcontoShare>
}

/**
 * What the exchange ports in memory share: their tables, and transactions over all of them. One transaction at a time;
 * whoever comes meanwhile waits for its end, and those inside it are part of it.
 */
export class MemoryTables extends Context.Service<
  MemoryTables,
  {
    readonly inbox: MemoryTable<ReceivedRow>
    readonly letters: MemoryTable<DeadLetter>
    readonly parts: MemoryTable<ParkedPart>
    /** By subject. */
    readonly statements: MemoryTable<ReadonlyArray<Statement>>
    readonly outbox: MemoryTable<OutboxRecord>
    /** The message of each transaction id. */
    readonly transactionIds: MemoryTable<string>
    readonly corrections: MemoryTable<CorrectionRecord>
    readonly processes: MemoryTable<MarketProcess>
    /** By metering point. */
    readonly aconto: MemoryTable<AcontoRecord>
    /** Takes back what an effect has changed in these tables when it fails, dies or is interrupted. */
    readonly atomically: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  }
>()("@datahub-settlement/core/testing/MemoryTables") {
  static readonly layer: Layer.Layer<MemoryTables> = Layer.sync(this, () => {
    const journal: Array<Undo> = []
    return {
      inbox: new MemoryTable<ReceivedRow>(journal),
      letters: new MemoryTable<DeadLetter>(journal),
      parts: new MemoryTable<ParkedPart>(journal),
      statements: new MemoryTable<ReadonlyArray<Statement>>(journal),
      outbox: new MemoryTable<OutboxRecord>(journal),
      transactionIds: new MemoryTable<string>(journal),
      corrections: new MemoryTable<CorrectionRecord>(journal),
      processes: new MemoryTable<MarketProcess>(journal),
      aconto: new MemoryTable<AcontoRecord>(journal),
      atomically: atomicallyOn(journal)
    }
  })
}

/** The journals of the transactions that a fiber is in. */
const Inside = Context.Reference<ReadonlySet<object>>("@datahub-settlement/core/testing/MemoryTables/Inside", {
  defaultValue: () => new Set()
})

const atomicallyOn = (journal: Array<Undo>) => {
  const turn = Semaphore.makeUnsafe(1)
  const undoneUnlessDone = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      const begin = journal.length
      return Effect.onExit(effect, (exit) =>
        Effect.sync(() => {
          if (Exit.isFailure(exit)) while (journal.length > begin) journal.pop()!()
        })
      )
    })
  return <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(Inside, (inside) => {
      if (inside.has(journal)) return undoneUnlessDone(effect)
      const done = Effect.onExit(undoneUnlessDone(effect), () => Effect.sync(() => void (journal.length = 0)))
      return turn.withPermit(Effect.provideService(done, Inside, new Set([...inside, journal])))
    })
}
