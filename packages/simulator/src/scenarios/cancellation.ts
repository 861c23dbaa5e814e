import type { Scenario } from "./Scenario.ts"

/** Switches that do not come about. */
export const cancellation: Scenario = {
  name: "cancellation",
  summary:
    "withdraws: cancel the switch with RSM-024 before its date. forgotten: send no RSM-027, and RSM-004/D11 cancels it.",
  begin: ({ desk, take }) => {
    const forgotten = take("other")
    desk.needCustomerData.add(forgotten.gsrn)
    return { withdraws: take("other"), forgotten }
  }
}
