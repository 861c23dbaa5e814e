import { Effect } from "effect"
import { endOf, type Gsrn, MarketCalendar, type Validity } from "../market/index.ts"
import { correctableFrom, type CorrectionCause, CorrectionsDue } from "../runs/index.ts"
import type { Applying } from "./PreparedMessage.ts"

/** A time of a metering point of which something is known anew. */
export interface Touched extends Validity {
  readonly gsrn: Gsrn
  /** The message that says so, where it is another one than the one that is applied. */
  readonly messageId?: string
}

/**
 * Notes what was touched of the time that some run has settled already, in whole local days. News of a time before
 * {@link correctableFrom} is recorded like any other, and corrects no bill any more.
 */
export const noteCorrections = Effect.fnUntraced(function* (
  cause: CorrectionCause,
  touched: ReadonlyArray<Touched>,
  { messageId, now }: Applying
) {
  const corrections = yield* CorrectionsDue
  const settledUntil = yield* corrections.settledUntil
  if (settledUntil === undefined) return
  const earliest = correctableFrom(now)
  const due = touched.flatMap((one) => {
    const from = Math.max(MarketCalendar.localDayOf(one.from).from, earliest)
    const to = Math.min(wholeDaysUntil(endOf(one)), settledUntil)
    const due = { gsrn: one.gsrn, cause, messageId: one.messageId ?? messageId, notedAt: now }
    return from < to ? [{ ...due, period: { from, to } }] : []
  })
  if (due.length > 0) yield* corrections.note(due)
})

const wholeDaysUntil = (end: number): number => (Number.isFinite(end) ? MarketCalendar.localDayOf(end - 1).to : end)
