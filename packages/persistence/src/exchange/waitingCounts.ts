import { Effect } from "effect"
import { Database } from "../database/Database.ts"

/** How much waits for a person, for other messages, or for DataHub. */
export interface WaitingCounts {
  readonly deadLetters: number
  readonly parkedParts: number
  readonly outbox: number
}

/** Counts what waits. */
export const waitingCounts = Effect.gen(function* () {
  const { sql } = yield* Database
  const [counted] = yield* sql<WaitingCounts>`
    SELECT (SELECT count(*) FROM datahub.dead_letter WHERE state = 'open') AS "deadLetters",
      (SELECT count(*) FROM datahub.parked_part) AS "parkedParts",
      (SELECT count(*) FROM datahub.outbox WHERE state = 'waiting') AS outbox`
  return counted!
})
