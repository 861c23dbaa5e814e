import { Clock, Effect, Option } from "effect"
import { firstOfMonth, type Gsrn, type Instant, MarketCalendar, type Period } from "../market/index.ts"
import {
  type AggregatedDataDraft,
  buildAggregatedDataRequest,
  buildHistoricalDataRequest,
  buildWholesaleRequest,
  type HistoricalDataDraft,
  type WholesaleRequestDraft
} from "../messages/index.ts"
import { type MarketProcess, type ProcessOpening, ProcessStore } from "../processes/index.ts"
import { beginProcess, type Build, continueProcess } from "./submitRequest.ts"

/** What was asked for and did not come in time is asked for once more, in the same process. */
const ask = Effect.fnUntraced(function* (opening: Omit<ProcessOpening, "id" | "openedAt">, build: Build) {
  return yield* beginProcess(opening, build).pipe(
    Effect.catchTag("ProcessActive", (active) =>
      Effect.gen(function* () {
        const process = yield* (yield* ProcessStore).find(active.activeId)
        const overdue = Option.filter(process, ({ state }: MarketProcess) => state === "overdue")
        if (Option.isNone(overdue)) return yield* active
        return yield* continueProcess(overdue.value, build, (came) => ({ kind: "sent", ...came }))
      })
    )
  )
})

/**
 * Asks for the readings of a metering point in a period (BRS-025), or its yearly sum (BRS-024): RSM-015. The process ends
 * when every day of the period has come, or DataHub refuses it. What did not come in time can be asked for once more.
 * Fails with every rule that the request breaks, and where the same is asked for already.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, requestHistoricalData } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 * import { TestClock } from "effect/testing"
 *
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
 * const asked = Effect.gen(function* () {
 *   yield* TestClock.setTime(Date.UTC(2025, 2, 3, 9))
 *   const draft = { process: "BRS-025", gsrn: "571313999000000010", period } as const
 *   const { process } = yield* requestHistoricalData(draft)
 *   const again = yield* Effect.flip(requestHistoricalData(draft))
 *   return [process.state, again._tag]
 * })
 * await Effect.runPromise(asked.pipe(Effect.provide([memoryIntake(), TestClock.layer()]))) // => ["sent", "ProcessActive"]
 */
export const requestHistoricalData = Effect.fn("requestHistoricalData")(function* (draft: HistoricalDataDraft) {
  const now = yield* Clock.currentTimeMillis
  const period = draft.process === "BRS-025" ? draft.period : yearTo(now)
  const request = { rsm: "RSM-015", processType: draft.process === "BRS-025" ? "E23" : "E30", period } as const
  return yield* ask(
    {
      kind: "dataRequest",
      role: "requesting",
      // The document is checked before the process is opened, and refuses what is no number.
      gsrn: draft.gsrn as Gsrn,
      effectiveAt: period.from,
      request
    },
    (context) => buildHistoricalDataRequest(draft, context)
  )
})

/** The twelve whole months that are asked for; DataHub counts them itself. */
const yearTo = (now: Instant): Period => {
  const today = MarketCalendar.localDateOf(now)
  return { from: MarketCalendar.startOfDay(firstOfMonth(today, -12)), to: MarketCalendar.startOfDay(today) }
}

/** Asks for our sums by grid area in a period (BRS-026): RSM-016, answered with RSM-014. */
export const requestDetailedAggregation = Effect.fn("requestDetailedAggregation")(function* (
  draft: AggregatedDataDraft
) {
  const { gridArea, period, processType } = draft
  return yield* ask(
    {
      kind: "dataRequest",
      role: "requesting",
      effectiveAt: period.from,
      request: { rsm: "RSM-016", processType, period, ...(gridArea === undefined ? {} : { gridArea }) }
    },
    (context) => buildAggregatedDataRequest(draft, context)
  )
})

/** Asks for what we owe by charge in a month (BRS-028): RSM-017, answered with RSM-019. */
export const requestWholesaleResults = Effect.fn("requestWholesaleResults")(function* (draft: WholesaleRequestDraft) {
  const { gridArea, period, processType } = draft
  return yield* ask(
    {
      kind: "dataRequest",
      role: "requesting",
      effectiveAt: period.from,
      request: { rsm: "RSM-017", processType, period, ...(gridArea === undefined ? {} : { gridArea }) }
    },
    (context) => buildWholesaleRequest(draft, context)
  )
})
