import type { Scenario } from "./Scenario.ts"

/** A world for stories of one's own: `POST /admin/readings` says what is used, and nothing else is registered anew. */
export const steady: Scenario = {
  name: "steady",
  summary: "Nothing is estimated, missing or corrected by chance, and no sums are sent: what happens is up to you.",
  world: { readings: { missing: 0, estimated: 0, wrong: 0 } },
  hasMonthlySums: false,
  begin: () => ({})
}
