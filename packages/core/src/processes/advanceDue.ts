import type { Instant } from "../market/index.ts"
import { type AdvancedProcess, advanceProcess } from "./advanceProcess.ts"
import { dueEvents } from "./deadlinesOf.ts"
import type { MarketProcess } from "./MarketProcess.ts"

/**
 * Takes to a process all that time brings by now, one thing after the other: each outcome is recorded in its turn. What
 * an earlier step made pointless does not come any more. None when nothing is due.
 *
 * @example
 * import { Result } from "effect"
 * import { advanceDue, gsrnOf, LocalDate, MarketCalendar, openProcess, replayProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 * const accepted = replayProcess(Result.getOrThrow(opened), [{ kind: "sent", at }, { kind: "accepted", at }])
 * advanceDue(accepted, effectiveAt - 1).length // => 0
 * advanceDue(accepted, effectiveAt).map(({ process }) => process.state) // => ["effectuated"]
 * advanceDue(accepted, effectiveAt + 70 * 86_400_000).map(({ process }) => process.state) // => ["effectuated", "effectuated", "completed"]
 */
export const advanceDue = (process: MarketProcess, now: Instant): ReadonlyArray<AdvancedProcess> => {
  const steps: Array<AdvancedProcess> = []
  let current = process
  for (;;) {
    const [event] = dueEvents(current, now)
    if (event === undefined) return steps
    const advanced = advanceProcess(current, event)
    // Each event ends the deadline that brought it; one that did not would come for ever.
    if (!advanced.legal || advanced.known) return steps
    steps.push(advanced)
    current = advanced.process
  }
}
