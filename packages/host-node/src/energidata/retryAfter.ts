import type { Instant } from "@datahub-settlement/core"
import { retryAfterOf } from "@datahub-settlement/datahub-client/http"
import { Duration } from "effect"

/** What the service asks for where it says nothing: one request a minute for each dataset. */
export const MINUTE_MS = 60_000

/** Not even "now" is taken for less: clocks differ. */
const LEAST_MS = 1_000

/** How long the service asks to wait, in milliseconds; a minute where it says nothing that can be understood. */
export const retryAfterMs = (headers: Readonly<Record<string, string | undefined>>, now: Instant): number => {
  const asked = retryAfterOf(headers, now)
  return asked === undefined ? MINUTE_MS : Math.max(LEAST_MS, Duration.toMillis(asked))
}
