import { changeChargeLinks, energinet, MarketCalendar } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { askDatahub, askFlags } from "./askDatahub.ts"
import { dateFlag, gsrnFlag } from "./requestFlags.ts"

export const chargeLinkCommand = Command.make(
  "charge-link",
  {
    ...askFlags,
    gsrn: gsrnFlag,
    date: dateFlag("From when"),
    type: Flag.Literals("type", ["D01", "D02", "D03"]).pipe(
      Flag.withDescription("D01 subscription, D02 fee, D03 tariff")
    ),
    code: Flag.String("code").pipe(Flag.withDescription("Id of the charge of Energinet, EA-001")),
    quantity: Flag.Int("quantity").pipe(
      Flag.withDescription("Pieces of a subscription or fee; 1 without it"),
      Flag.optional
    ),
    stop: Flag.Boolean("stop").pipe(
      Flag.withDescription("The charge applies no longer from then on"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("request charge-link")(function* ({ code, date, gsrn, quantity, stop, type, ...flags }) {
    const change = {
      charge: { owner: energinet, type, code },
      from: MarketCalendar.startOfDay(date),
      stop,
      quantity: Option.getOrUndefined(quantity)
    }
    yield* askDatahub("charge-link", flags, changeChargeLinks({ gsrn, changes: [change] }))
  })
).pipe(
  explained({
    what: "Links a charge of Energinet to a metering point, or stops that (RSM-030, BRS-037)",
    examples: {
      "The electricity tax no longer applies":
        "--gsrn 571313999000001017 --date 2026-03-01 --type D03 --code EA-001 --stop"
    }
  })
)
