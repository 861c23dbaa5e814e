import { acontoIntervals, type AcontoPlan, MarketCalendar, type LocalDate, type Oere } from "@datahub-settlement/core"
import { Schema } from "effect"

/** A prepaid amount in DKK with VAT as text: whole øre. */
export const OereText = Schema.String.check(
  Schema.isPattern(/^\d{1,8}(\.\d{1,2})?$/, { expected: 'DKK with VAT as text with at most 2 decimals ("1500.00")' })
)

/** How long one prepayment is for. */
export const AcontoInterval = Schema.Literals(acontoIntervals)

/** What is paid in advance, as files and requests say it. */
export const acontoFields = {
  interval: AcontoInterval.annotateKey({ description: "How long one prepayment is for" }),
  amountDkk: OereText.annotateKey({ description: 'What is paid in advance for each, DKK with VAT as text: "1500.00"' })
}

/** A prepayment without the time for which it holds. */
export const AcontoFields = Schema.Struct(acontoFields).annotate({ identifier: "Aconto" })
export type AcontoFields = typeof AcontoFields.Type

/** The schema has checked the text. */
export const oereOf = (dkk: string): Oere => {
  const [whole = "", cents = ""] = dkk.split(".")
  return Number(whole + cents.padEnd(2, "0"))
}

/** A prepayment as it is agreed. */
export const acontoOf = ({ amountDkk, interval }: AcontoFields): Pick<AcontoPlan, "interval" | "amountOere"> => ({
  interval,
  amountOere: oereOf(amountDkk)
})

/** First day, and the first day no longer meant. */
export interface PlanDates {
  readonly from: LocalDate
  readonly to?: LocalDate | undefined
}

/** A plan from a day on, as somebody agrees it. */
export const planOf = (gsrn: AcontoPlan["gsrn"], aconto: AcontoFields, { from, to }: PlanDates): AcontoPlan => {
  const begins = MarketCalendar.startOfDay(from)
  const plan = { ...acontoOf(aconto), gsrn, from: begins, agreedFrom: begins }
  return to === undefined ? plan : { ...plan, to: MarketCalendar.startOfDay(to) }
}
