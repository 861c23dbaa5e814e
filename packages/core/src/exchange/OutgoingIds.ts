import { Context, type Effect } from "effect"

/** Ids of documents that we send and of their records: at most 36 characters, and never the same one twice. */
export class OutgoingIds extends Context.Service<OutgoingIds, { readonly next: Effect.Effect<string> }>()(
  "@datahub-settlement/core/OutgoingIds"
) {}
