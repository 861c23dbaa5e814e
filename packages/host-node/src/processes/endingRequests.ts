import { cancelRequest, endSupply, MarketCalendar, moveOut } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { explained } from "../command/explained.ts"
import { askDatahub, askFlags } from "./askDatahub.ts"
import { dateFlag, gsrnFlag, processArgument } from "./requestFlags.ts"

export const moveOutCommand = Command.make(
  "move-out",
  { ...askFlags, gsrn: gsrnFlag, date: dateFlag("First day without the customer") },
  Effect.fn("request move-out")(function* ({ date, gsrn, ...flags }) {
    yield* askDatahub("move-out", flags, moveOut({ gsrn, endAt: MarketCalendar.startOfDay(date) }))
  })
).pipe(
  explained({
    what: "Reports that a customer moves out (RSM-005/E66, BRS-010)",
    examples: { "The last day is 28 February": "--gsrn 571313999000001017 --date 2026-03-01" }
  })
)

export const endOfSupplyCommand = Command.make(
  "end-of-supply",
  { ...askFlags, gsrn: gsrnFlag, date: dateFlag("The day that is wished for") },
  Effect.fn("request end-of-supply")(function* ({ date, gsrn, ...flags }) {
    yield* askDatahub("end-of-supply", flags, endSupply({ gsrn, desiredEndAt: MarketCalendar.startOfDay(date) }))
  })
).pipe(
  explained({
    what: "Ends a supply because its contract has ended (RSM-005/E20, BRS-002)",
    examples: { "On 1 March": "--gsrn 571313999000001017 --date 2026-03-01" }
  })
)

export const cancelCommand = Command.make(
  "cancel",
  { ...askFlags, process: processArgument },
  Effect.fn("request cancel")(function* ({ process, ...flags }) {
    yield* askDatahub("cancel", flags, cancelRequest(process))
  })
).pipe(
  explained({
    what: "Takes back a request that has not taken effect (RSM-024)",
    examples: { "By the id of the process": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11" }
  })
)
