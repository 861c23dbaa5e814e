import { Effect } from "effect"
import { endOf, type Gsrn, MarketCalendar, type Validity } from "../market/index.ts"
import { type CorrectionCause, CorrectionsDue } from "../runs/index.ts"
import type { Applying } from "./PreparedMessage.ts"

/** A time of a metering point of which something is known anew. */
export interface Touched extends Validity {
  readonly gsrn: Gsrn
}

/** Notes what was touched of the time that some run has settled already, in whole local days. */
export const noteCorrections = Effect.fnUntraced(function* (
  cause: CorrectionCause,
  touched: ReadonlyArray<Touched>,
  { messageId, now }: Applying
) {
  const corrections = yield* CorrectionsDue
  const settledUntil = yield* corrections.settledUntil
  if (settledUntil === undefined) return
  const due = touched.flatMap((one) => {
    const from = MarketCalendar.localDayOf(one.from).from
    const to = Math.min(wholeDaysUntil(endOf(one)), settledUntil)
    return from < to ? [{ gsrn: one.gsrn, period: { from, to }, cause, messageId, notedAt: now }] : []
  })
  if (due.length > 0) yield* corrections.note(due)
})

const wholeDaysUntil = (end: number): number => (Number.isFinite(end) ? MarketCalendar.localDayOf(end - 1).to : end)
