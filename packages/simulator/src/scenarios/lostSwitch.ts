import { takeSupply } from "../answers/changeOfSupplier.ts"
import { midnightFrom } from "../world/World.ts"
import type { Scenario } from "./Scenario.ts"

/** A customer of ours goes to another supplier. */
export const lostSwitch: Scenario = {
  name: "lost_switch",
  summary: "lost: another supplier takes it over on the third day; RSM-004/E03 tells us when it has.",
  begin: ({ after, desk, now, other, take }) => {
    const lost = take("ours")
    after("P3D", () => takeSupply(desk, lost, { supplier: other, from: midnightFrom(now(), 0), began: "E03" }, "E03"))
    return { lost }
  }
}
