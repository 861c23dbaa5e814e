import { MarketCalendar, type SettlementRun } from "@datahub-settlement/core"

/** `2026-01` for a whole month, else both days, the last one included. */
export const periodText = ({ from, to }: SettlementRun["period"]): string => {
  const first = MarketCalendar.localDateOf(from)
  const month = MarketCalendar.monthPeriod(first)
  if (month.from === from && month.to === to) return first.slice(0, 7)
  return `${first} to ${MarketCalendar.localDateOf(to - 1)}`
}
