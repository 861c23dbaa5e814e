import { Effect, Option } from "effect"
import type { OutgoingMessage } from "../exchange/index.ts"
import { takeEvent } from "../intake/index.ts"
import type { Instant } from "../market/index.ts"
import { answerEvent, definitionOf, type ProcessReason, ProcessStore } from "../processes/index.ts"

/**
 * Tells the process that a document belongs to that DataHub found the document wrong and kept nothing of it, so that no
 * answer will come: as if it had been refused with these codes. Gives notes; none for what belongs to no process.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, noteRefusedDocument, requestHistoricalData } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 * import { TestClock } from "effect/testing"
 *
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
 * const told = Effect.gen(function* () {
 *   const now = Date.UTC(2025, 2, 3, 9)
 *   yield* TestClock.setTime(now)
 *   const asked = yield* requestHistoricalData({ process: "BRS-025", gsrn: "571313999000000010", period })
 *   const sent = { messageId: asked.messageId, transactionIds: [asked.transactionId] }
 *   yield* noteRefusedDocument(sent, now, [{ code: "00402", text: "process type" }])
 *   const again = yield* requestHistoricalData({ process: "BRS-025", gsrn: "571313999000000010", period })
 *   return again.process.state
 * })
 * await Effect.runPromise(told.pipe(Effect.provide([memoryIntake(), TestClock.layer()]))) // => "sent"
 */
export const noteRefusedDocument = Effect.fn("noteRefusedDocument")(function* (
  { messageId, transactionIds }: Pick<OutgoingMessage, "messageId" | "transactionIds">,
  at: Instant,
  reasons: ReadonlyArray<ProcessReason>
) {
  const store = yield* ProcessStore
  const notes: Array<string> = []
  for (const answers of transactionIds) {
    const found = yield* store.findByRequest(answers)
    if (Option.isNone(found)) continue
    const event = answerEvent(found.value, { at, messageId, answers, accepted: false, reasons })
    if (event === undefined) continue
    const { process } = yield* takeEvent(found.value, event)
    const { states, title } = definitionOf(process)
    notes.push(`process ${process.id} (${title}): ${states[process.state]?.title ?? process.state}`)
  }
  return notes
})
