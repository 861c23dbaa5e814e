import type { Scenario } from "./Scenario.ts"

/** A customer whose supplier ends the supply, and who comes to us in time. */
export const putForward: Scenario = {
  name: "put_forward",
  summary:
    "ending: the other supplier's end of supply is under way; switch it to us within seven days, and RSM-004/D46 says that " +
    "the supply begins today.",
  begin: ({ desk, take }) => {
    const ending = take("other")
    desk.endingElsewhere.add(ending.gsrn)
    return { ending }
  }
}
