import { Result } from "effect"
import { gsrnOf, LocalDate, MarketCalendar, type Period } from "../src/market/index.ts"
import { oereText } from "../src/quantity/index.ts"
import { settle, type Settlement, type SettlementRequest } from "../src/settlement/index.ts"
import { householdCharges, householdRequest } from "../src/testing/index.ts"

export const gsrn = gsrnOf("57131399900000001")
export const solar = gsrnOf("57131399900000002")
export const { grid, system } = householdCharges

export const dates = (from: string, to: string): Period =>
  MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
export const settled = (changes: Partial<SettlementRequest>): Settlement =>
  Result.getOrThrow(settle(householdRequest(changes)))
export const withoutCharges = { charges: [], links: [] }

/** `id from–to kWh amount` of every line, days as dates. */
export const linesOf = ({ lines }: Settlement): ReadonlyArray<string> =>
  lines.map(
    ({ amountOere, id, kwh, segment }) =>
      `${id} ${MarketCalendar.localDateOf(segment.from)} ${MarketCalendar.localDateOf(segment.to)} ${kwh.toFixed(3)} ${oereText(amountOere)}`
  )
