import { Database } from "@datahub-settlement/persistence"
import { Effect, Metric } from "effect"
import { deadLettersOpen, outboxWaiting, partsParked } from "./serveMetrics.ts"

/** How much waits for a person, for other messages, or for DataHub. */
export interface ExchangeCounts {
  readonly deadLetters: number
  readonly parkedParts: number
  readonly outbox: number
}

/** Counts what waits, and shows it in the metrics too. */
export const exchangeCounts = Effect.gen(function* () {
  const { sql } = yield* Database
  const [counted] = yield* sql<ExchangeCounts>`
    SELECT (SELECT count(*) FROM datahub.dead_letter WHERE state = 'open') AS "deadLetters",
      (SELECT count(*) FROM datahub.parked_part) AS "parkedParts",
      (SELECT count(*) FROM datahub.outbox WHERE state = 'waiting') AS outbox`
  const counts = counted!
  yield* Metric.update(deadLettersOpen, counts.deadLetters)
  yield* Metric.update(partsParked, counts.parkedParts)
  yield* Metric.update(outboxWaiting, counts.outbox)
  return counts
})
