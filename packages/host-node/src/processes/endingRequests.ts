import { cancelRequest, endSupply, MarketCalendar, moveOut } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { askDatahub, askFlags } from "./askDatahub.ts"
import { dateFlag, gsrnFlag, processArgument } from "./requestFlags.ts"

export const moveOutCommand = Command.make(
  "move-out",
  { ...askFlags, gsrn: gsrnFlag, date: dateFlag("First day without the customer") },
  Effect.fn("request move-out")(function* ({ date, gsrn, ...flags }) {
    yield* askDatahub("move-out", flags, moveOut({ gsrn, endAt: MarketCalendar.startOfDay(date) }))
  })
).pipe(Command.withDescription("Reports that a customer moves out (RSM-005/E66, BRS-010)"))

export const endOfSupplyCommand = Command.make(
  "end-of-supply",
  { ...askFlags, gsrn: gsrnFlag, date: dateFlag("The day that is wished for") },
  Effect.fn("request end-of-supply")(function* ({ date, gsrn, ...flags }) {
    yield* askDatahub("end-of-supply", flags, endSupply({ gsrn, desiredEndAt: MarketCalendar.startOfDay(date) }))
  })
).pipe(Command.withDescription("Ends a supply because its contract has ended (RSM-005/E20, BRS-002)"))

export const cancelCommand = Command.make(
  "cancel",
  { ...askFlags, process: processArgument },
  Effect.fn("request cancel")(function* ({ process, ...flags }) {
    yield* askDatahub("cancel", flags, cancelRequest(process))
  })
).pipe(Command.withDescription("Takes back a request that has not taken effect (RSM-024)"))
