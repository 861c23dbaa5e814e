import { Clock, Effect, Option } from "effect"
import { Transactions } from "../exchange/index.ts"
import { noteFulfilled, takeEvent } from "../intake/index.ts"
import { MarketCalendar } from "../market/index.ts"
import {
  advanceProcess,
  type AdvancedProcess,
  dueEvents,
  type MarketProcess,
  ProcessStore
} from "../processes/index.ts"
import { requestHistoricalData } from "./requestData.ts"

/** So many at a time, so that a round ends. */
const ROUND_MAX = 200

/** What time did to processes. */
export interface DueOutcome {
  /** In words: `process p-1: In effect`. */
  readonly notes: ReadonlyArray<string>
  /** Whether there may be more. */
  readonly isMore: boolean
}

/**
 * Takes to every process what time has brought by now: effective dates and deadlines. Each process is a transaction of its
 * own; what a deadline asks to be sent and needs no person is sent with it (RSM-015).
 */
export const advanceDueProcesses = Effect.fn("advanceDueProcesses")(function* (limit = ROUND_MAX) {
  const store = yield* ProcessStore
  const now = yield* Clock.currentTimeMillis
  const due = yield* store.due(now, limit)
  const notes: Array<string> = []
  for (const process of due) {
    const taken = yield* advance(process, now).pipe(
      Effect.catchIf(
        (failure) => failure._tag !== "StorageError",
        ({ message }) => Effect.as(Effect.logWarning(`process ${process.id} cannot be taken further: ${message}`), [])
      )
    )
    notes.push(...taken)
  }
  return { notes, isMore: due.length === limit && notes.length > 0 } satisfies DueOutcome
})

const advance = Effect.fnUntraced(function* (process: MarketProcess, now: number) {
  const { atomically } = yield* Transactions
  const notes: Array<string> = []
  let current = process
  for (;;) {
    const [event] = dueEvents(current, now)
    // An event that would not end its deadline would come for ever.
    if (event === undefined || !advanceProcess(current, event).legal) return notes
    const advanced = yield* atomically(Effect.tap(takeEvent(current, event), (step) => sendAsked(step, now)))
    if (!advanced.legal || advanced.known) return notes
    notes.push(`process ${process.id} (${process.kind}): ${advanced.reason}`)
    current = advanced.process
  }
})

/** Readings of the time that was taken back, where they have not come by themselves. */
const sendAsked = Effect.fnUntraced(function* (
  { effects, process: { effectiveAt, gsrn } }: AdvancedProcess,
  now: number
) {
  const asks = effects.some((effect) => effect.kind === "send" && effect.rsm === "RSM-015")
  const period = { from: effectiveAt, to: MarketCalendar.localDayOf(now).from }
  if (!asks || gsrn === undefined || period.to <= period.from) return
  yield* requestHistoricalData({ process: "BRS-025", gsrn, period }).pipe(
    // Too far back to be asked for: the task for a person stays.
    Effect.catchTags({
      ProcessActive: ({ activeId }) => isUnderWay(activeId),
      RequestRefused: () => Effect.void,
      StepRefused: () => Effect.void
    })
  )
})

/** The same is asked for already: that it was sent is what was asked for here. */
const isUnderWay = Effect.fnUntraced(function* (id: string) {
  const request = yield* (yield* ProcessStore).find(id)
  const sent = Option.map(request, ({ history }) =>
    history.findLast(({ event, legal }) => legal && event.kind === "sent")
  )
  if (Option.isSome(request) && Option.isSome(sent) && sent.value !== undefined) {
    yield* noteFulfilled(request.value, sent.value.event)
  }
})
