import {
  acontoSettlement,
  correct,
  finalSettlement,
  LocalDate,
  MarketCalendar,
  oereText,
  type Period,
  resettle,
  reverse,
  settle,
  type Settlement,
  type SettlementRefused
} from "@datahub-settlement/core"
import { Result } from "effect"
import type { Case } from "./Case.ts"
import type { CaseKind } from "./CaseKind.ts"
import { monthNames } from "./Expected.ts"
import { type Figures, figuresOf } from "./figures.ts"
import { requestOf, yearOf } from "./request.ts"

type Calculated = Result.Result<Figures, SettlementRefused>

/** Everything that a case comes to, through the engine's public functions alone. */
export const calculate = (one: Case, does: CaseKind): Calculated => {
  switch (does.kind) {
    case "settlement":
      return Result.map(settle(requestOf(one, does)), figuresOf)
    case "aconto":
      return Result.map(settle(requestOf(one, does)), (settlement) => acontoFigures(settlement, does))
    case "correction":
      return Result.map(
        correct({
          before: requestOf(one, { period: does.period, changes: { list: does.changes, apply: false } }),
          after: requestOf(one, { period: does.period, changes: { list: does.changes, apply: true } })
        }),
        figuresOf
      )
    case "reversal":
      return Result.map(settleInTurn(one, does.periods), reversalFigures)
    case "resettlement":
      return resettlementFigures(one, does.original, does.corrected)
  }
}

const acontoFigures = (
  settlement: Settlement,
  { nextOere, prepaidOere }: Extract<CaseKind, { kind: "aconto" }>
): Figures => {
  const actualOere = settlement.totalOere
  const aconto =
    nextOere === undefined
      ? finalSettlement({ actualOere, prepaidOere })
      : acontoSettlement({ actualOere, prepaidOere, nextOere })
  return {
    ...figuresOf(settlement),
    actual: oereText(aconto.actualOere),
    difference: oereText(aconto.differenceOere),
    totalDue: oereText(aconto.totalDueOere)
  }
}

/** Settles periods one after the other: what each uses of a year's heating threshold is used before the next. */
const settleInTurn = (
  one: Case,
  periods: ReadonlyArray<Period>
): Result.Result<ReadonlyArray<Settlement>, SettlementRefused> =>
  Result.gen(function* () {
    const settlements: Array<Settlement> = []
    const usedWhByYear = new Map([[yearOf(periods[0]!.from), one.electricHeating?.kwhBeforePeriod ?? 0]])
    for (const period of periods) {
      const heatingUsedWh = usedWhByYear.get(yearOf(period.from)) ?? 0
      settlements.push(yield* settle(requestOf(one, { period, heatingUsedWh })))
      if (one.electricHeating === undefined) continue
      for (const part of partsByYear(period)) {
        const { netConsumptionWh } = yield* settle(requestOf(one, { period: part }))
        usedWhByYear.set(yearOf(part.from), (usedWhByYear.get(yearOf(part.from)) ?? 0) + netConsumptionWh)
      }
    }
    return settlements
  })

const partsByYear = (period: Period): ReadonlyArray<Period> => {
  const parts: Array<Period> = []
  for (let from = period.from; from < period.to;) {
    const nextYear = MarketCalendar.startOfDay(LocalDate.make(`${yearOf(from) + 1}-01-01`))
    const to = Math.min(nextYear, period.to)
    parts.push({ from, to })
    from = to
  }
  return parts
}

/** A month's name stands for its period as long as no other period begins in a month of that name. */
const reversalFigures = (settlements: ReadonlyArray<Settlement>): Figures => {
  const creditedOere = settlements.map((settlement) => -reverse(settlement).totalOere)
  const months = Map.groupBy(settlements, (settlement) => monthOf(settlement.period))
  return {
    creditNotes: creditedOere.map(oereText),
    totalCredited: oereText(creditedOere.reduce((sum, oere) => sum + oere, 0)),
    ...Object.fromEntries(
      Array.from(months).flatMap(([month, same]) => (same.length === 1 ? [[month, figuresOf(same[0]!)]] : []))
    )
  }
}

const monthOf = ({ from }: Period): string => monthNames[Number(MarketCalendar.localDateOf(from).slice(5, 7)) - 1]!

const resettlementFigures = (one: Case, original: Period, corrected: Period): Calculated => {
  const billed = settle(requestOf(one, { period: original }))
  if (Result.isFailure(billed)) return Result.fail(billed.failure)
  return Result.map(
    resettle({ billed: [billed.success], request: requestOf(one, { period: corrected }) }),
    ({ netOere, reversals, settlement }) => ({
      credited: oereText(-reversals.reduce((sum, { totalOere }) => sum + totalOere, 0)),
      resettled: figuresOf(settlement),
      net: oereText(netOere)
    })
  )
}
