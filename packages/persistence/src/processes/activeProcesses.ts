import type { Instant } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Database } from "../database/Database.ts"

/** How many market processes are at work, and when the next of them is due. */
export interface ActiveProcesses {
  readonly open: number
  /** Due before the instant that was asked about. */
  readonly soon: number
  /** Seconds from now; none when nothing runs. */
  readonly nextSeconds: number | null
}

/** Counts them, `soon` until an instant. */
export const activeProcesses = Effect.fnUntraced(function* (now: Instant, soon: Instant) {
  const { sql } = yield* Database
  const [counted] = yield* sql<ActiveProcesses>`
    SELECT (SELECT count(*) FROM process.process WHERE is_active)::int AS open,
      (SELECT count(*) FROM process.process WHERE next_due_at < ${new Date(soon)})::int AS soon,
      (SELECT extract(epoch FROM min(next_due_at) - ${new Date(now)})::float8 FROM process.process
        WHERE next_due_at < 'infinity') AS "nextSeconds"`
  return counted!
})
