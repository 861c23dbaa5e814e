import { AcontoPlans, finalBasisOf, Gsrn, LocalDate, MarketCalendar, takeAcontoPlans } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { jsonFlag } from "../exchange/listFlags.ts"
import { lastBillText } from "../processes/lastBillText.ts"
import { byFlag } from "../processes/requestFlags.ts"
import { AcontoInterval, OereText, planOf } from "../product/acontoFields.ts"
import { acontoItem, lastBillItem, shareItem } from "../serve/api/acontoItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { acontoText, sharesText } from "./acontoText.ts"

const gsrnArgument = Argument.String("gsrn").pipe(
  Argument.withSchema(Gsrn),
  Argument.withDescription("Metering point, 18 digits")
)

const dayFlag = (name: string, what: string) =>
  Flag.String(name).pipe(Flag.withSchema(LocalDate), Flag.withDescription(`${what}, 2026-01-01`))

/** What is known of a metering point, after whatever was done. */
const showing = Effect.fnUntraced(function* (gsrn: Gsrn, json: boolean) {
  const item = acontoItem(gsrn, (yield* (yield* AcontoPlans).of([gsrn])).get(gsrn))
  yield* json ? printJson(item) : print(acontoText(item))
})

const planCommand = Command.make(
  "plan",
  {
    ...storeFlags,
    gsrn: gsrnArgument,
    interval: Flag.Literals("interval", AcontoInterval.literals).pipe(
      Flag.withDescription("How long one payment is for, from January on")
    ),
    amount: Flag.String("amount").pipe(
      Flag.withSchema(OereText),
      Flag.withDescription("DKK with VAT for a whole interval, 1500.00")
    ),
    from: dayFlag("from", "First Danish day of it"),
    to: dayFlag("to", "First Danish day no longer meant").pipe(Flag.optional),
    by: byFlag,
    json: jsonFlag
  },
  Effect.fn("aconto plan")(function* ({ amount, by, from, gsrn, interval, json, to, ...flags }) {
    yield* withStore("aconto plan", flags, "use", () =>
      Effect.gen(function* () {
        const plan = planOf(gsrn, { interval, amountDkk: amount }, { from, to: Option.getOrUndefined(to) })
        yield* takeAcontoPlans({ plans: [plan] }, by)
        yield* showing(gsrn, json)
      })
    )
  })
).pipe(
  explained({
    what: "Records what a customer pays in advance from a day on, and reckons what falls on our supply",
    examples: {
      "1,500 DKK a quarter": "571313999000001017 --interval quarter --amount 1500.00 --from 2026-01-01 --by anna"
    }
  })
)

const stopCommand = Command.make(
  "stop",
  {
    ...storeFlags,
    gsrn: gsrnArgument,
    from: dayFlag("from", "First Danish day without it"),
    by: byFlag,
    json: jsonFlag
  },
  Effect.fn("aconto stop")(function* ({ by, from, gsrn, json, ...flags }) {
    yield* withStore("aconto stop", flags, "use", () =>
      Effect.gen(function* () {
        yield* takeAcontoPlans({ removed: [{ gsrn, from: MarketCalendar.startOfDay(from) }] }, by)
        yield* showing(gsrn, json)
      })
    )
  })
).pipe(
  explained({
    what: "Records that nothing is paid in advance from a day on",
    examples: { "From March on": "571313999000001017 --from 2026-03-01 --by anna" }
  })
)

const showCommand = Command.make(
  "show",
  {
    ...storeFlags,
    gsrn: gsrnArgument,
    history: Flag.Boolean("history").pipe(
      Flag.withDescription("Every share as it was reckoned each time, and because of what"),
      Flag.withDefault(false)
    ),
    json: jsonFlag
  },
  Effect.fn("aconto show")(function* ({ gsrn, history, json, ...flags }) {
    yield* withStore("aconto show", flags, "use", () =>
      Effect.gen(function* () {
        if (!history) return yield* showing(gsrn, json)
        const items = (yield* (yield* AcontoPlans).history(gsrn)).map(shareItem)
        yield* json ? printJson(items) : print(sharesText(items))
      })
    )
  })
).pipe(
  explained({
    what: "Shows what is agreed for a metering point, and what of it falls on our supply",
    examples: { "What holds": "571313999000001017", "What was reckoned when, and why": "571313999000001017 --history" }
  })
)

const lastBillCommand = Command.make(
  "last-bill",
  {
    ...storeFlags,
    gsrn: gsrnArgument,
    end: dayFlag("end", "First Danish day that is not on the bill"),
    from: dayFlag("from", "First Danish day of it; the aconto period's without it").pipe(Flag.optional),
    json: jsonFlag
  },
  Effect.fn("aconto last-bill")(function* ({ end, from, gsrn, json, ...flags }) {
    yield* withStore("aconto last-bill", flags, "use", () =>
      Effect.gen(function* () {
        const since = Option.isNone(from) ? {} : { from: MarketCalendar.startOfDay(from.value) }
        const bill = lastBillItem(yield* finalBasisOf({ gsrn, end: MarketCalendar.startOfDay(end), ...since }))
        yield* json ? printJson(bill) : print(lastBillText(bill))
      })
    )
  })
).pipe(
  explained({
    what: "Shows what a last bill on a day would be made from, less what is prepaid",
    examples: { "If the customer left on 20 February": "571313999000001017 --end 2026-02-20" }
  })
)

/** `datahub-settlement aconto`: what customers pay in advance. */
export const acontoCommand = Command.make("aconto").pipe(
  Command.withDescription("What customers pay in advance (aconto), and what of it falls on the time of our supply"),
  Command.withShortDescription("Payment in advance"),
  Command.withSubcommands([planCommand, stopCommand, showCommand, lastBillCommand])
)
