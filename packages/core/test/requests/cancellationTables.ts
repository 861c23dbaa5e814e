import { Effect } from "effect"
import { buildCancellation, type CancellationDraft } from "../../src/messages/index.ts"
import { day, gsrn, us } from "../intake/Making.ts"
import { breach, table, today, wrongDigit, wrongGln } from "./RefusalTable.ts"

interface Cancelled {
  readonly gsrn: string
  readonly transactionId: string
  readonly effectiveAt: number
  readonly own: string
  readonly messageId: string
  readonly sender: string
  readonly now: number
}

const idRule = /^must have 1 to 36 characters$/
const long = "x".repeat(37)

/** The document alone: what the service gives it is always right. */
export const cancellationTables = (["E03", "E65", "D29", "E66", "E20"] as const).map((processType) => {
  const process = { E03: "BRS-001", E65: "BRS-009", D29: "BRS-009", E66: "BRS-010", E20: "BRS-002" }[processType]
  return table<Cancelled>({
    name: `cancellation of ${processType}`,
    process,
    now: today,
    ask: ({ effectiveAt, gsrn: point, messageId, now, own, sender, transactionId }) =>
      Effect.fromResult(
        buildCancellation(
          { gsrn: point, cancels: { processType, transactionId, effectiveAt } } satisfies CancellationDraft,
          {
            now,
            sender: sender as typeof us,
            messageId,
            transactionId: own
          }
        )
      ),
    valid: {
      gsrn,
      transactionId: "t-0",
      effectiveAt: day("2025-01-20"),
      own: "t-1",
      messageId: "m-1",
      sender: us,
      now: today
    },
    breaches: [
      breach<Cancelled>({ gsrn: wrongDigit }, "gsrn", `${process} E10`, /check digit/),
      breach<Cancelled>({ transactionId: "" }, "cancels.transactionId", `${process} D06`, idRule),
      breach<Cancelled>({ transactionId: long }, "cancels.transactionId", `${process} D06`, idRule),
      breach<Cancelled>(
        { own: "t-0", transactionId: "t-0" },
        "cancels.transactionId",
        `${process} D06`,
        /^must be that of the request, not/
      ),
      breach<Cancelled>({ own: " " }, "transactionId", "00202, 00205", idRule),
      breach<Cancelled>({ messageId: long }, "messageId", "00201, 00305", idRule),
      breach<Cancelled>({ sender: wrongGln }, "sender", `${process} E16`, /check digit 8, expected 7/),
      breach<Cancelled>({ now: Number.NaN }, "now", undefined, /^must be an instant$/),
      ...(processType === "E20"
        ? []
        : [
            breach<Cancelled>(
              { now: today, effectiveAt: day("2025-01-10") },
              "cancels.effectiveAt",
              `${process} E17`,
              /^the last day for a cancellation was 2025-01-09$/
            ),
            breach<Cancelled>(
              { effectiveAt: day("2025-01-20") + 1 },
              "cancels.effectiveAt",
              `${process} D66`,
              /^must be midnight in Denmark/
            )
          ])
    ]
  })
})
