import { startProcess } from "../answers/Desk.ts"
import { takeSupply } from "../answers/changeOfSupplier.ts"
import { midnightFrom } from "../world/World.ts"
import { addCustomer } from "../world/WorldPoint.ts"
import type { Scenario } from "./Scenario.ts"

/** A supplier that nobody plays, and that has nothing at the start. */
const THIRD_SUPPLIER = "5790009990031"

/** Others want the same point from the same day on. */
export const sameDay: Scenario = {
  name: "same_day",
  summary:
    "outrun: a third supplier's switch for the third day is registered already, and ours for that day is refused (E22). " +
    "overtaken: on the second day it reports a move-in for the third one, and RSM-004/E01 ends our switch for that day.",
  begin: ({ after, desk, now, take }) => {
    const [outrun, overtaken] = [take("other"), take("other")]
    const from = midnightFrom(now(), 3)
    const supplied = { supplier: THIRD_SUPPLIER, from } as const
    startProcess(
      desk,
      {
        kind: "switch",
        transactionId: desk.engine.nextMessageId(),
        sender: THIRD_SUPPLIER,
        point: outrun,
        startAt: from,
        processType: "E03",
        hasCustomerData: true,
        state: "open"
      },
      () => takeSupply(desk, outrun, { ...supplied, began: "E03" }, "E03")
    )
    after("P2D", () => {
      addCustomer(overtaken, { from, name: "Signe Samtidig", cpr: "0404040000" })
      takeSupply(desk, overtaken, { ...supplied, began: "E65" }, "E01")
    })
    return { outrun, overtaken }
  }
}
