import type { Scenario } from "./Scenario.ts"

/** As much as DataHub sends a supplier of 80,000 metering points. */
export const load: Scenario = {
  name: "load",
  summary:
    "80,000 metering points (or --points), all of them ours: their master data at the start, readings every day.",
  world: { points: 80_000, oursShare: 1 },
  // Sums of so many readings take longer than the answer to a call may.
  hasMonthlySums: false,
  begin: () => ({})
}
