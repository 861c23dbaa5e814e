import { StorageError } from "@datahub-settlement/core"
import { Data, Effect } from "effect"
import type { Around, PortCall } from "./ports.ts"

/** Where a program stops: at which call of a port, counted from 1, before or after it, and how. */
export interface CrashPlan {
  readonly at: number
  /** Whether the store says that it failed, or the program just ends. */
  readonly isStorageError: boolean
}

/** The program ended. */
export class Crashed extends Data.TaggedError("Crashed")<{ readonly call: string }> {}

/** What is one transaction of a store: all of it stays, or nothing. */
const transactions: ReadonlySet<PortCall> = new Set<PortCall>(["Inbox.once", "Transactions.atomically"])

/** Counts calls of ports, and has the program crash at one of them. */
export class Crashes {
  private plan: CrashPlan | undefined = undefined
  private moments = 0
  private depth = 0
  private crash: { readonly call: string; readonly isInside: boolean } | undefined = undefined

  /** From now on calls are counted anew. */
  arm(plan: CrashPlan | undefined): void {
    this.plan = plan
    this.moments = 0
    this.depth = 0
    this.crash = undefined
  }

  /** Where it crashed since, and whether that was inside a transaction, of which nothing stays then. */
  get happened(): { readonly call: string; readonly isInside: boolean } | undefined {
    return this.crash
  }

  readonly around: Around = (call, effect) => {
    const isTransaction = transactions.has(call)
    return Effect.gen({ self: this }, function* () {
      yield* this.moment(`before ${call}`)
      if (isTransaction) this.depth += 1
      const answer = yield* Effect.ensuring(
        effect,
        Effect.sync(() => {
          if (isTransaction) this.depth -= 1
        })
      )
      yield* this.moment(`after ${call}`)
      return answer
    })
  }

  private moment(call: string): Effect.Effect<void, StorageError> {
    return Effect.suspend(() => {
      this.moments += 1
      if (this.plan === undefined || this.moments !== this.plan.at) return Effect.void
      this.crash = { call, isInside: this.depth > 0 }
      return this.plan.isStorageError
        ? Effect.fail(new StorageError({ operation: call, reason: "the connection is gone", retryable: true }))
        : Effect.die(new Crashed({ call }))
    })
  }
}
