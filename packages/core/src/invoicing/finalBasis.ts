import { Data, Result } from "effect"
import { endOf, formatPeriod, type Period, type Validity } from "../market/index.ts"
import type { Oere } from "../quantity/index.ts"
import { type AcontoSettlement, finalSettlement, type Totals } from "../settlement/index.ts"
import { uncovered } from "../storage/index.ts"

/** What a period costs: a bill with its corrections (`billedOf`), or a settlement of a part of a month (`settleNow`). */
export interface CostOfPeriod extends Totals {
  readonly period: Period
}

/** What a customer has paid in advance. */
export interface Prepayment {
  /** Whole øre, with VAT. */
  readonly amountOere: Oere
}

/** What a last bill is made from. */
export interface FinalBasisRequest {
  /** From the last aconto settlement, or the beginning of supply, to the day on which the customer is gone. */
  readonly period: Period
  /** Costs that make up the period without gap or overlap, in any order. */
  readonly costs: ReadonlyArray<CostOfPeriod>
  /** Everything paid on account of the period; none where nothing was. */
  readonly prepaid: ReadonlyArray<Prepayment>
}

/** What a last bill says: what the time cost, part by part, and what is still owed or paid back. */
export interface FinalBasis extends Totals, AcontoSettlement {
  readonly period: Period
  /** In time order. */
  readonly costs: ReadonlyArray<CostOfPeriod>
}

/** The costs do not make up the period: a last bill from them would be wrong. */
export class FinalBasisRefused extends Data.TaggedError("FinalBasisRefused")<{
  /** Time that nothing was settled for. */
  readonly missing: ReadonlyArray<Validity>
  /** Time that is settled twice, or lies outside the period. */
  readonly surplus: ReadonlyArray<Validity>
}> {
  override get message(): string {
    const said = (what: string, times: ReadonlyArray<Validity>): ReadonlyArray<string> =>
      times.length === 0 ? [] : [`${what} ${times.map(formatPeriod).join(", ")}`]
    const parts = [
      ...said("nothing was settled for", this.missing),
      ...said("settled twice or outside the period:", this.surplus)
    ]
    return `No last bill can be made: ${parts.join("; ")}`
  }
}

/**
 * The basis of a customer's last bill: every part as it was rounded and taxed when it was settled, less what was prepaid.
 * Nothing is prepaid any more. Fails where the parts do not make up the whole time.
 *
 * @example
 * import { Result } from "effect"
 * import { finalBasis, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const dates = (from: string, to: string) => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
 * const january = { period: dates("2025-01-01", "2025-02-01"), subtotalOere: 63451, vatOere: 15863, totalOere: 79314 }
 * const left = { period: dates("2025-02-01", "2025-02-20"), subtotalOere: 39466, vatOere: 9866, totalOere: 49332 }
 * const request = { period: dates("2025-01-01", "2025-02-20"), costs: [january, left], prepaid: [{ amountOere: 150000 }] }
 * Result.getOrThrow(finalBasis(request)).totalDueOere // => -21354
 * const gap = finalBasis({ ...request, costs: [january] })
 * Result.isFailure(gap) && gap.failure.missing.length // => 1
 */
export const finalBasis = (request: FinalBasisRequest): Result.Result<FinalBasis, FinalBasisRefused> => {
  const { period, prepaid } = request
  const costs = request.costs.toSorted((a, b) => a.period.from - b.period.from)
  const periods = costs.map((cost) => cost.period)
  const missing = uncovered([period], periods)
  const surplus = [...uncovered(periods, [period]), ...overlaps(periods)]
  if (missing.length + surplus.length > 0) return Result.fail(new FinalBasisRefused({ missing, surplus }))
  const sum = (of: (cost: CostOfPeriod) => Oere): Oere => costs.reduce((total, cost) => total + of(cost), 0)
  const totalOere = sum((cost) => cost.totalOere)
  const prepaidOere = prepaid.reduce((total, { amountOere }) => total + amountOere, 0)
  return Result.succeed({
    period,
    costs,
    subtotalOere: sum((cost) => cost.subtotalOere),
    vatOere: sum((cost) => cost.vatOere),
    totalOere,
    ...finalSettlement({ actualOere: totalOere, prepaidOere })
  })
}

/** Time that a later part has in common with those before it; the parts are in time order. */
const overlaps = (periods: ReadonlyArray<Period>): ReadonlyArray<Validity> => {
  const found: Array<Validity> = []
  let end = Number.NEGATIVE_INFINITY
  for (const one of periods) {
    if (one.from < end) found.push({ from: one.from, to: Math.min(end, endOf(one)) })
    end = Math.max(end, endOf(one))
  }
  return found
}
