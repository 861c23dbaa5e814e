import { type LocalDate, MarketCalendar, sendCustomerData, type SignUp, signUp } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { signUpItem } from "../serve/api/processItems.ts"
import { type AcontoFlags, acontoFlags, acontoWished } from "./acontoFlags.ts"
import { askDatahub, type AskFlags, askFlags } from "./askDatahub.ts"
import { customerFlag, readCustomer } from "./customerFile.ts"
import { type PlaceFlags, placeFlags, pointMeant } from "./placeFlags.ts"
import { productFlag, readProduct } from "./productFile.ts"
import { dateFlag, gsrnFlag } from "./requestFlags.ts"

const signUpFlags = {
  ...askFlags,
  ...placeFlags,
  date: dateFlag("First day of our supply"),
  customer: customerFlag,
  product: productFlag,
  ...acontoFlags,
  balanceResponsible: Flag.String("balance-responsible").pipe(Flag.withDescription("GLN of the balance responsible"))
}

interface SignUpFlags extends AskFlags, PlaceFlags, AcontoFlags {
  readonly date: LocalDate
  readonly customer: string
  readonly product: Option.Option<string>
  readonly balanceResponsible: string
}

const signingUp = Effect.fnUntraced(function* (name: string, flags: SignUpFlags, customer: SignUp["customer"]) {
  const { balanceResponsible, date } = flags
  const aconto = yield* acontoWished(`request ${name}`, flags)
  const hasProduct = Option.isSome(flags.product)
  const request = Effect.gen(function* () {
    const { cpr, cvr, name: customerName } = yield* readCustomer(flags.customer)
    const contract = Option.isSome(flags.product) ? yield* readProduct(flags.product.value, date) : undefined
    const gsrn = yield* pointMeant(flags)
    const startAt = MarketCalendar.startOfDay(date)
    const wish = { gsrn, startAt, customer, name: customerName, cvr, cpr, balanceResponsible, contract, aconto }
    return { ...(yield* signUp(wish)), gsrn }
  })
  yield* askDatahub(name, flags, request, {
    item: signUpItem,
    notes: ({ isAcontoRecorded, isContractRecorded }) => [
      ...(hasProduct && !isContractRecorded ? [notRecorded("the product", "import")] : []),
      ...(aconto !== undefined && !isAcontoRecorded ? [notRecorded("the payment in advance", "aconto plan")] : [])
    ]
  })
})

/** What was there before stays until the customer really comes. */
const notRecorded = (what: string, command: string): string =>
  `Not recorded: ${what}, because something else is agreed for that time already. Record it with \`${command}\` when DataHub has accepted.`

export const switchCommand = Command.make(
  "switch",
  signUpFlags,
  Effect.fn("request switch")((flags: SignUpFlags) => signingUp("switch", flags, "lives there"))
).pipe(
  explained({
    what: "Signs up a customer who lives there already (RSM-001/E03, BRS-001)",
    examples: {
      "From March on":
        "--gsrn 571313999000001017 --date 2026-03-01 --customer customer.json --product product.json --balance-responsible 5790009990024"
    }
  })
)

export const moveInCommand = Command.make(
  "move-in",
  {
    ...signUpFlags,
    owner: Flag.Boolean("owner").pipe(
      Flag.withDescription("The owner is registered, where nobody moves in (D29)"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("request move-in")(function* ({ owner, ...flags }) {
    yield* signingUp("move-in", flags, owner ? "is registered as owner" : "moves in")
  })
).pipe(
  explained({
    what: "Signs up a customer who moves in (RSM-001/E65, BRS-009)",
    examples: {
      "By the address, where the metering point was a customer of ours":
        "--postal-code 5000 --street Havnegade --number 12 --floor 1 --suite tv --date 2026-03-01 --customer customer.json --balance-responsible 5790009990024"
    }
  })
)

export const customerDataCommand = Command.make(
  "customer-data",
  {
    ...askFlags,
    gsrn: gsrnFlag,
    date: dateFlag("From when they hold: the date of the switch or the move, or of the update"),
    customer: customerFlag,
    reason: Flag.Literals("reason", ["E03", "E65", "D29", "E34"]).pipe(
      Flag.withDescription("E03 after a switch, E65 or D29 after a move-in, E34 an update")
    )
  },
  Effect.fn("request customer-data")(function* ({ customer: path, date, gsrn, reason, ...flags }) {
    const request = Effect.flatMap(readCustomer(path), (customer) =>
      sendCustomerData({ reason, gsrn, startAt: MarketCalendar.startOfDay(date), customer })
    )
    yield* askDatahub("customer-data", flags, request)
  })
).pipe(
  explained({
    what: "Sends the data of a customer (RSM-027)",
    examples: {
      "A new telephone number": "--gsrn 571313999000001017 --date 2026-03-01 --customer customer.json --reason E34"
    }
  })
)
