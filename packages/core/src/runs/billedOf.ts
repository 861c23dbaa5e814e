import { Effect } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { ExactDkk, Oere, Wh } from "../quantity/index.ts"
import type { Totals } from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { RunId, StoredLine, StoredResult } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

/** One line of a bill: what a charge, the energy or a subscription comes to over the whole period. */
export interface BilledLine {
  readonly kind: string
  readonly id: string
  readonly pricedGsrn: Gsrn
  readonly vatClass: string
  readonly quantityWh: Wh
  readonly exactUnits: ExactDkk
  readonly amountOere: Oere
}

/** What the runs of a period have billed of a metering point in all. */
export interface Bill extends Totals {
  readonly gsrn: Gsrn
  readonly period: Period
  /** The runs that make it up: a settlement run and the corrections since, in that order; none where nothing was settled. */
  readonly runIds: ReadonlyArray<RunId>
  /** By identity, those that come to nothing left out. */
  readonly lines: ReadonlyArray<BilledLine>
}

/**
 * What has been billed of a metering point for exactly this period, with every correction: the lines of the settlement
 * run on which the newest correction rests and of all corrections between, summed by what they stand for. To the øre it
 * is what a settlement of what was known at the newest run's instant comes to.
 *
 * @example
 * import { Effect } from "effect"
 * import { billedOf, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { memorySettlementRunStore } from "@datahub-settlement/core/testing"
 *
 * const january = MarketCalendar.datePeriod(LocalDate.make("2026-01-01"), LocalDate.make("2026-02-01"))
 * const bill = billedOf(gsrnOf("57131399900000001"), january)
 * Effect.runSync(Effect.provide(bill, memorySettlementRunStore)).totalOere // => 0
 */
export const billedOf: (gsrn: Gsrn, period: Period) => Effect.Effect<Bill, StorageError, SettlementRunStore> =
  Effect.fn("billedOf")(function* (gsrn, period) {
    const store = yield* SettlementRunStore
    const results = chainOf(yield* store.results([gsrn], period))
    const lines = yield* Effect.forEach(results, ({ runId }) => store.lines(runId, { gsrn }))
    const sum = (of: (result: StoredResult) => Oere): Oere => results.reduce((total, result) => total + of(result), 0)
    return {
      gsrn,
      period,
      runIds: results.map(({ runId }) => runId),
      lines: summed(lines.flat()),
      subtotalOere: sum((result) => result.subtotalOere),
      vatOere: sum((result) => result.vatOere),
      totalOere: sum((result) => result.totalOere)
    }
  })

/** From the newest result back, each correction on what it corrected, to the settlement it all began with. */
const chainOf = (results: ReadonlyArray<StoredResult>): ReadonlyArray<StoredResult> => {
  // What was settled at one instant is the same whichever run did it; a settlement needs nothing before it.
  const inTime = results.toSorted((a, b) => a.asOf - b.asOf || (a.kind < b.kind ? -1 : 1))
  const chain: Array<StoredResult> = []
  let at: Instant | undefined = inTime.at(-1)?.asOf
  while (at !== undefined) {
    const result = inTime.findLast(({ asOf }) => asOf === at)!
    chain.unshift(result)
    at = result.kind === "correction" ? result.settledAsOf : undefined
  }
  return chain
}

const summed = (lines: ReadonlyArray<StoredLine>): ReadonlyArray<BilledLine> =>
  [...Map.groupBy(lines, ({ id, kind, pricedGsrn, vatClass }) => `${id} ${pricedGsrn} ${vatClass} ${kind}`).values()]
    .map((same): BilledLine => {
      const { id, kind, pricedGsrn, vatClass } = same[0]!
      const quantityWh = same.reduce((sum, line) => sum + line.quantityWh, 0)
      const exactUnits = same.reduce((sum, line) => sum + line.exactUnits, 0n)
      const amountOere = same.reduce((sum, line) => sum + line.amountOere, 0)
      return { kind, id, pricedGsrn, vatClass, quantityWh, exactUnits, amountOere }
    })
    .filter(({ amountOere, exactUnits, quantityWh }) => amountOere !== 0 || exactUnits !== 0n || quantityWh !== 0)
