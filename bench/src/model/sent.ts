import type { SubmittedRequest } from "@datahub-settlement/core"
import { Effect } from "effect"

/** Ids of what was sent; none where it is refused before it is sent. */
export const sent = <E extends { readonly _tag: string }, R>(
  request: Effect.Effect<Pick<SubmittedRequest, "process" | "transactionId">, E, R>
) =>
  Effect.map(request, ({ process, transactionId }) => ({ processId: process.id, transactionId })).pipe(
    Effect.catchIf(
      ({ _tag }) => _tag !== "StorageError",
      () => Effect.undefined
    )
  )
