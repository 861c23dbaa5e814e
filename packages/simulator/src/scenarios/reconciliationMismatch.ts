import { aggregatedDocument } from "../documents/aggregates.ts"
import { sendSums } from "../answers/measureRequests.ts"
import { dayNumberAt } from "../world/World.ts"
import type { Scenario } from "./Scenario.ts"

const PRELIMINARY = "D03"

/** DataHub's sums hold a registration that we never got. */
export const reconciliationMismatch: Scenario = {
  name: "reconciliation_mismatch",
  summary:
    "deviating: today's readings are registered again, a fifth higher, and never sent. RSM-014 of the day (D03, after " +
    "three days) and of the month (D05) holds them; RSM-015 for the point gives them.",
  begin: ({ after, desk, now, ours, take }) => {
    const deviating = take("ours")
    const day = dayNumberAt(now())
    after("P2D", () =>
      desk.world.register(deviating, day, {
        variant: "scaled",
        permille: 1200,
        registeredAt: now(),
        deliveredAt: undefined
      })
    )
    after("P3D", () => {
      const request = { receiver: ours, processType: PRELIMINARY }
      const write = aggregatedDocument(desk.world, {
        ...request,
        fromDay: day,
        endDay: day + 1,
        asOf: now(),
        version: desk.nextCalculation++,
        gridAreas: [deviating.company.gridArea],
        types: ["E17"]
      })
      if (write !== undefined) sendSums(desk, "NotifyAggregatedMeasureData", request, write)
    })
    return { deviating }
  }
}
