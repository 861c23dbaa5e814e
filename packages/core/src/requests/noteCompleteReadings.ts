import { Clock, Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { takeEvent } from "../intake/index.ts"
import { MarketCalendar, type Period } from "../market/index.ts"
import { MeteringLedger, periodOf } from "../metering/index.ts"
import { advanceProcess, type MarketProcess, ProcessStore } from "../processes/index.ts"

/** Metering points that are given back at one time are few. */
const WAITING_MAX = 500

const kinds = ["erroneousSwitch", "erroneousMove"] as const

/**
 * Tells processes by which we took a metering point back (BRS-003, BRS-011) that readings of every day since then are in
 * the ledger: from the start of what was wrong to the end of yesterday. Gives notes.
 */
export const noteCompleteReadings = Effect.fn("noteCompleteReadings")(function* () {
  const store = yield* ProcessStore
  const { atomically } = yield* Transactions
  const now = yield* Clock.currentTimeMillis
  const notes: Array<string> = []
  for (const kind of kinds) {
    for (const process of yield* store.list({ kind, active: true, limit: WAITING_MAX })) {
      const event = { kind: "readingsComplete", at: now } as const
      if (!isWaiting(process) || !advanceProcess(process, event).legal) continue
      if (!(yield* areComplete(process, now))) continue
      const { reason } = yield* atomically(takeEvent(process, event))
      notes.push(`process ${process.id} (${kind}): ${reason}`)
    }
  }
  return notes
})

const isWaiting = ({ history, role }: MarketProcess): boolean =>
  role === "previous" && !history.some(({ event, legal }) => legal && event.kind === "readingsComplete")

const areComplete = Effect.fnUntraced(function* ({ effectiveAt: from, gsrn }: MarketProcess, now: number) {
  const to = MarketCalendar.localDayOf(now).from
  if (gsrn === undefined || to <= from) return false
  const ledger = yield* MeteringLedger
  const series = yield* ledger.readings({ gsrns: [gsrn], period: { from, to } })
  return isCovered({ from, to }, series.map(periodOf))
})

const isCovered = ({ from, to }: Period, parts: ReadonlyArray<Period>): boolean => {
  let until = from
  for (const part of parts.toSorted((a, b) => a.from - b.from)) if (part.from <= until) until = Math.max(until, part.to)
  return until >= to
}
