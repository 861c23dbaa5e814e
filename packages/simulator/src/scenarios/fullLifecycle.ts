import { dayNumberAt } from "../world/World.ts"
import { correctDay } from "./correction.ts"
import type { Scenario } from "./Scenario.ts"

/** From the first contract to the last invoice. */
export const fullLifecycle: Scenario = {
  name: "full_lifecycle",
  summary:
    "customer: switch, supply, a correction after 40 days, move-out (RSM-005/E66), end of supply (RSM-005/E20) and " +
    "RSM-004/E20 once it is disconnected. All of it waits for our requests.",
  begin: (stage) => {
    const customer = stage.take("other", ({ children }) => children.length > 0)
    stage.after("P40D", () => correctDay(stage, customer, dayNumberAt(stage.now()) - 10, 1050))
    return { customer }
  }
}
