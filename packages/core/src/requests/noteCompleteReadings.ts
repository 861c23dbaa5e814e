import { Clock, Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { takeEvent } from "../intake/index.ts"
import { firstOfMonth, type Instant, MarketCalendar, type Period } from "../market/index.ts"
import { MeteringLedger, periodOf } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { advanceProcess, type MarketProcess, ProcessStore } from "../processes/index.ts"

/** How many processes are read at a time. */
const PAGE = 500

/** For so long after it began a process is looked at: whose readings never come is found by settlement. */
const WATCHED_MS = 200 * 86_400_000

type Waiting = Pick<MarketProcess, "kind" | "role"> & { readonly states: ReadonlyArray<string> }

/** Who waits for readings: of what was taken back or transferred all since then, of what was lost the last ones. */
const waiting: ReadonlyArray<Waiting> = [
  { kind: "erroneousSwitch", role: "previous", states: ["resumeRequested", "resuming"] },
  { kind: "erroneousMove", role: "previous", states: ["resumeRequested", "awaitData", "restoring"] },
  { kind: "forcedSwitch", role: "new", states: ["supplying"] },
  { kind: "changeOfSupplier", role: "losing", states: ["stopped"] },
  { kind: "moveIn", role: "previous", states: ["stopped", "customerLeft"] }
]

/**
 * Tells processes that readings are complete in the ledger. Of what we took back (BRS-003, BRS-011) or were given
 * (BRS-044): of every day from its start to the end of yesterday. Of what we lost (BRS-001, BRS-009): of every day of ours
 * in the month of the last one, which the last bill is of. Gives notes.
 */
export const noteCompleteReadings = Effect.fn("noteCompleteReadings")(function* () {
  const { atomically } = yield* Transactions
  const now = yield* Clock.currentTimeMillis
  const notes: Array<string> = []
  for (const one of waiting) {
    for (const process of yield* waitingOnes(one, now)) {
      const event = { kind: "readingsComplete", at: now } as const
      if (!advanceProcess(process, event).legal || !(yield* areComplete(process, now))) continue
      const { reason } = yield* atomically(takeEvent(process, event))
      notes.push(`process ${process.id} (${process.kind}): ${reason}`)
    }
  }
  return notes
})

const waitingOnes = Effect.fnUntraced(function* ({ kind, role, states }: Waiting, now: Instant) {
  const store = yield* ProcessStore
  const found: Array<MarketProcess> = []
  for (const state of states) {
    let after: MarketProcess | undefined
    do {
      const page: ReadonlyArray<MarketProcess> = yield* store.list({ kind, state, after, limit: PAGE })
      found.push(...page.filter((process) => process.role === role && isWatched(process, now)))
      const last = page.at(-1)
      after = page.length < PAGE || last === undefined || last.openedAt < now - WATCHED_MS ? undefined : last
    } while (after !== undefined)
  }
  return found
})

const isWatched = ({ history, openedAt }: MarketProcess, now: Instant): boolean =>
  openedAt >= now - WATCHED_MS && !history.some(({ event, legal }) => legal && event.kind === "readingsComplete")

/** The days of which readings are waited for; none where they have not begun. */
const waitedFor = Effect.fnUntraced(function* ({ effectiveAt, gsrn, kind, role }: MarketProcess, now: Instant) {
  const today = MarketCalendar.localDayOf(now).from
  if (role === "new" || (role === "previous" && kind !== "moveIn")) return { from: effectiveAt, to: today }
  const month = MarketCalendar.startOfDay(firstOfMonth(MarketCalendar.localDateOf(effectiveAt - 1)))
  const point = gsrn === undefined ? undefined : (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
  // The supply may have begun in that month; where nothing is known of it, the whole month is waited for.
  const began = point?.supply.filter(({ from }) => from < effectiveAt).at(-1)?.from
  return { from: Math.max(month, began ?? month), to: effectiveAt }
})

const areComplete = Effect.fnUntraced(function* (process: MarketProcess, now: Instant) {
  const { gsrn } = process
  const period = yield* waitedFor(process, now)
  if (gsrn === undefined || period.to <= period.from) return false
  const ledger = yield* MeteringLedger
  const series = yield* ledger.readings({ gsrns: [gsrn], period })
  return isCovered(period, series.map(periodOf))
})

const isCovered = ({ from, to }: Period, parts: ReadonlyArray<Period>): boolean => {
  let until = from
  for (const part of parts.toSorted((a, b) => a.from - b.from)) if (part.from <= until) until = Math.max(until, part.to)
  return until >= to
}
