import type { Instant } from "../market/index.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessEvent, ProcessReason } from "./ProcessEvent.ts"

/** An answer of DataHub to one of our requests. */
export interface AnswerFacts {
  readonly at: Instant
  readonly messageId: string
  readonly transactionId?: string | undefined
  /** Transaction id of our request. */
  readonly answers: string
  readonly accepted: boolean
  readonly reasons: ReadonlyArray<ProcessReason>
}

const kinds = {
  sent: ["accepted", "refused"],
  cancellationSent: ["cancellationAccepted", "cancellationRefused"],
  customerDataSent: ["customerDataAccepted", "customerDataRefused"],
  serviceRequestSent: [undefined, "serviceRequestRefused"]
} as const

/**
 * An answer as the event that it is for a process: what was sent with the transaction id decides whether the request
 * itself, its cancellation or its customer data were answered. `undefined` when the process sent no such thing, and for
 * the confirmation of a service request, which says nothing.
 *
 * @example
 * import { Result } from "effect"
 * import { advanceProcess, answerEvent, gsrnOf, LocalDate, MarketCalendar, openProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 * const { process } = advanceProcess(Result.getOrThrow(opened), { kind: "sent", at, messageId: "m-1", transactionId: "t-1" })
 * answerEvent(process, { at, messageId: "m-2", answers: "t-1", accepted: true, reasons: [] })?.kind // => "accepted"
 */
export const answerEvent = (
  { history }: MarketProcess,
  { accepted, answers, at, messageId, reasons, transactionId }: AnswerFacts
): ProcessEvent | undefined => {
  const sent = history.findLast(({ event }) => Object.hasOwn(kinds, event.kind) && event.transactionId === answers)
  if (sent === undefined) return undefined
  const [yes, no] = kinds[sent.event.kind as keyof typeof kinds]
  const came = { at, messageId, answers, ...(transactionId === undefined ? {} : { transactionId }) }
  if (!accepted) return { ...came, kind: no, reasons }
  return yes === undefined ? undefined : { ...came, kind: yes }
}
