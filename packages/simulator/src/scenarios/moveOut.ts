import type { Scenario } from "./Scenario.ts"

/** A customer of ours moves out. */
export const moveOut: Scenario = {
  name: "move_out",
  summary: "leaver: report the move-out with RSM-005/E66; the supply stays ours, with nobody known to pay for it.",
  begin: ({ take }) => ({ leaver: take("ours") })
}
