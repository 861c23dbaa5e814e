import { clip, MarketCalendar, type Period, type Validity } from "../market/index.ts"
import { halfEvenDiv, type Oere } from "../quantity/index.ts"

/** What is prepaid for a period that is supplied throughout: a quarter, as a rule. */
export interface AcontoAmount {
  /** Between Danish midnights. */
  readonly period: Period
  /** Whole øre, with VAT. */
  readonly amountOere: Oere
}

/**
 * The part of an aconto amount that falls on the days that we supply: by the local days of the period, rounded half-even to
 * the øre. When a supply begins or ends on another day than was thought (BRS-011), it is reckoned anew from the supply as
 * it is known now; where the supply never was, it comes to 0.
 *
 * @example
 * import { acontoShare, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const day = (text: string) => MarketCalendar.startOfDay(LocalDate.make(text))
 * const quarter = { period: { from: day("2025-01-01"), to: day("2025-04-01") }, amountOere: 270_000 }
 * acontoShare(quarter, [{ from: day("2025-01-16") }]) // => 225000
 * acontoShare(quarter, [{ from: day("2025-01-19") }]) // => 216000
 * acontoShare(quarter, []) // => 0
 */
export const acontoShare = ({ amountOere, period }: AcontoAmount, supply: ReadonlyArray<Validity>): Oere => {
  const supplied = supply.flatMap((one) => clip(one, period) ?? []).reduce((days, part) => days + daysOf(part), 0)
  return Number(halfEvenDiv(BigInt(amountOere) * BigInt(supplied), BigInt(daysOf(period))))
}

/** Local days of a period between Danish midnights. */
export const daysOf = (period: Period): number => MarketCalendar.localDays(period).length
