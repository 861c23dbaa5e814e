import { addDays, MarketCalendar, WorkingDays } from "@datahub-settlement/core"
import type { Desk } from "./answers/Desk.ts"
import { sendSums } from "./answers/measureRequests.ts"
import { aggregatedDocument, allGridAreas, wholesaleDocument } from "./documents/aggregates.ts"
import { dayNumberAt } from "./world/World.ts"

const FIXING = "D05"
const WORKING_DAYS_AFTER = 6
const EIGHT_HOURS_MS = 8 * 3_600_000

/** RSM-014 and RSM-019 of each month (D05), at eight on the sixth working day after it, to every actor. */
export const beginMonthlySums = (desk: Desk, monthIndex: number): void => {
  const month = MarketCalendar.monthPeriodOf(monthIndex)
  const lastDay = addDays(MarketCalendar.localDateOf(month.to), -1)
  const sentOn = WorkingDays.addWorkingDays(lastDay, WORKING_DAYS_AFTER)
  desk.engine.clock.schedule(MarketCalendar.startOfDay(sentOn) + EIGHT_HOURS_MS, () => {
    beginMonthlySums(desk, monthIndex + 1)
    for (const { gln } of desk.engine.clients) sendMonth(desk, gln, month)
  })
}

const sendMonth = (desk: Desk, receiver: string, month: { readonly from: number; readonly to: number }): void => {
  const request = {
    receiver,
    processType: FIXING,
    fromDay: dayNumberAt(month.from),
    endDay: dayNumberAt(month.to),
    asOf: desk.engine.clock.now(),
    gridAreas: allGridAreas
  }
  const energy = aggregatedDocument(desk.world, {
    ...request,
    version: desk.nextCalculation++,
    types: ["E17", "E18"]
  })
  if (energy !== undefined) sendSums(desk, "NotifyAggregatedMeasureData", request, energy)
  for (const monthly of [false, true]) {
    const version = desk.nextCalculation++
    const amounts = wholesaleDocument(desk.world, { ...request, version, monthly, wants: () => true })
    if (amounts !== undefined) sendSums(desk, "NotifyWholesaleServices", request, amounts)
  }
}
