import { MarketCalendar, reportElectricHeating } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { askDatahub, askFlags } from "./askDatahub.ts"
import { dateFlag, gsrnFlag } from "./requestFlags.ts"

export const electricHeatingCommand = Command.make(
  "electric-heating",
  {
    ...askFlags,
    gsrn: gsrnFlag,
    date: dateFlag("From which day: today or at most 21 days back"),
    is: Flag.Literals("is", ["on", "off"]).pipe(Flag.withDescription("on: it is electrically heated; off: no longer"))
  },
  Effect.fn("request electric-heating")(function* ({ date, gsrn, is, ...flags }) {
    const report = { gsrn, startAt: MarketCalendar.startOfDay(date), electricHeating: is === "on" }
    yield* askDatahub("electric-heating", flags, reportElectricHeating(report))
  })
).pipe(
  explained({
    what: "Reports electric heating, or that it has ended (RSM-027/D20, BRS-041)",
    examples: { "A heat pump was put in": "--gsrn 571313999000001017 --date 2026-03-01 --is on" }
  })
)
