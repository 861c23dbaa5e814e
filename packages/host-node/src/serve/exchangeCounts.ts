import { waitingCounts } from "@datahub-settlement/persistence"
import { Effect, Metric } from "effect"
import { deadLettersOpen, outboxWaiting, partsParked } from "./serveMetrics.ts"

/** Counts what waits, and shows it in the metrics too. */
export const exchangeCounts = Effect.tap(waitingCounts, ({ deadLetters, outbox, parkedParts }) =>
  Effect.all([
    Metric.update(deadLettersOpen, deadLetters),
    Metric.update(partsParked, parkedParts),
    Metric.update(outboxWaiting, outbox)
  ])
)
