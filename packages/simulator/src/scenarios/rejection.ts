import { gsrnOf } from "@datahub-settlement/core"
import { addCustomer, UNKNOWN_CUSTOMER } from "../world/WorldPoint.ts"
import { midnightFrom } from "../world/World.ts"
import { startProcess } from "../answers/Desk.ts"
import type { Scenario } from "./Scenario.ts"

/** Switches that DataHub refuses. */
export const rejection: Scenario = {
  name: "rejection",
  summary: "Each part of the cast has RSM-001/E03 rejected for its own reason; with wrongCustomer send another number.",
  begin: ({ desk, now, other, take }) => {
    const noCustomer = take("other")
    addCustomer(noCustomer, { from: now(), name: UNKNOWN_CUSTOMER })
    const moveOngoing = take("other")
    const startAt = midnightFrom(now(), 1)
    startProcess(
      desk,
      {
        kind: "moveIn",
        transactionId: desk.engine.nextMessageId(),
        sender: other,
        point: moveOngoing,
        startAt,
        processType: "E65",
        hasCustomerData: true,
        state: "open"
      },
      () => addCustomer(moveOngoing, { from: startAt, name: "Tilde Nyflyt", cpr: "0101010000" })
    )
    return {
      unknown: gsrnOf("57131399999999999"),
      alreadyOurs: take("ours"),
      wrongCustomer: take("other"),
      noCustomer,
      moveOngoing
    }
  }
}
