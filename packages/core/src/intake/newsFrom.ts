import { Clock, Effect } from "effect"
import { formatInstant } from "../market/index.ts"
import type { Applying } from "./PreparedMessage.ts"

/** News without a message of its own, from a file, a service or a person: the same source may tell more than once. */
export const newsFrom = (source: string): Effect.Effect<Applying> =>
  Effect.map(Clock.currentTimeMillis, (now) => ({ messageId: `${source}, ${formatInstant(now)}`, now }))
