import { takeSupply } from "../answers/changeOfSupplier.ts"
import { midnightFrom } from "../world/World.ts"
import { addCustomer } from "../world/WorldPoint.ts"
import type { Scenario } from "./Scenario.ts"

/** People move in: with us, and with another supplier where we supply. */
export const moveIn: Scenario = {
  name: "move_in",
  summary:
    "newcomer: report a move-in with RSM-001/E65. leaving: after five days another supplier reports one for three " +
    "days before, and RSM-004/E01 ends our supply back in time.",
  begin: ({ after, desk, now, other, take }) => {
    const leaving = take("ours")
    after("P5D", () => {
      const from = midnightFrom(now(), -3)
      addCustomer(leaving, { from, name: "Nynne Nyborger", cpr: "0202020000" })
      takeSupply(desk, leaving, { supplier: other, from, began: "E65" }, "E01")
    })
    return { newcomer: take("other"), leaving }
  }
}
