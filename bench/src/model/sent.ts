import type { SubmittedRequest } from "@datahub-settlement/core"
import { Effect } from "effect"

/** Ids of what was sent; none where it is refused before it is sent. */
export const sent = <E extends { readonly _tag: string }, R>(request: Effect.Effect<Asked, E, R>) =>
  Effect.map(request, ({ isAcontoRecorded = false, process, transactionId }) => ({
    processId: process.id,
    transactionId,
    isAcontoRecorded
  })).pipe(
    Effect.catchIf(
      ({ _tag }) => _tag !== "StorageError",
      () => Effect.undefined
    )
  )

interface Asked extends Pick<SubmittedRequest, "process" | "transactionId"> {
  readonly isAcontoRecorded?: boolean
}

/** A decision that cannot be taken is none: it was taken before a crash, or something has come in between. */
export const decided = <E extends { readonly _tag: string }, R>(decision: Effect.Effect<unknown, E, R>) =>
  Effect.asVoid(decision).pipe(
    Effect.catchIf(
      ({ _tag }) => _tag !== "StorageError",
      () => Effect.void
    )
  )
