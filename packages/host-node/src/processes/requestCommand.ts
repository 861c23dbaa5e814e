import {
  answerResumption,
  cancelRequest,
  type CorrectionForm,
  endSupply,
  type IntakeSettings,
  LocalDate,
  MarketCalendar,
  moveOut,
  type OutgoingIds,
  reportErroneousMove,
  reportErroneousSwitch,
  RequestRefused,
  requestDetailedAggregation,
  requestHistoricalData,
  sendCustomerData,
  signUp,
  signUpWords,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Effect, Option, type Stdio } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { configFlag, loadConfig, storeFlagsOf } from "../config/index.ts"
import { jsonFlag } from "../exchange/listFlags.ts"
import { requestItem } from "../serve/api/processItems.ts"
import { intakeSettings } from "../serve/intakeSettings.ts"
import { type Stores, withStore } from "../store/openStore.ts"
import { print, printError, printJson } from "../store/print.ts"
import { type StoreFlags, storeFlags } from "../store/storePlace.ts"
import { customerFlag, readCustomer } from "./customerFile.ts"
import { dateFlag, gsrnFlag, periodFlags } from "./requestFlags.ts"

const common = { ...storeFlags, config: configFlag, json: jsonFlag }

interface Common extends StoreFlags {
  readonly config: Option.Option<string>
  readonly json: boolean
}

/** Makes a request and tells what it has become; `serve` sends it. */
const ask = Effect.fnUntraced(function* <E extends { readonly message: string }>(
  name: string,
  { config: path, json, ...flags }: Common,
  request: Effect.Effect<SubmittedRequest, E, Stores | IntakeSettings | OutgoingIds | Stdio.Stdio>
) {
  const config = yield* loadConfig(path)
  yield* withStore(`request ${name}`, storeFlagsOf(config, flags), "use", () =>
    Effect.gen(function* () {
      const submitted = yield* request.pipe(Effect.provide(intakeSettings(config)))
      if (json) return yield* printJson(requestItem(submitted))
      yield* print(
        `Process ${submitted.process.id}: document ${submitted.messageId} waits in the outbox, \`serve\` sends it.\n`
      )
    })
  )
})

const start = MarketCalendar.startOfDay

const historyCommand = Command.make(
  "history",
  { ...common, gsrn: gsrnFlag, ...periodFlags },
  Effect.fn("request history")(function* ({ from, gsrn, to, ...flags }) {
    const period = { from: start(from), to: start(to) }
    yield* ask("history", flags, requestHistoricalData({ process: "BRS-025", gsrn, period }))
  })
).pipe(Command.withDescription("Asks for the readings of a metering point (RSM-015, BRS-025)"))

const yearlySumCommand = Command.make(
  "yearly-sum",
  { ...common, gsrn: gsrnFlag },
  Effect.fn("request yearly-sum")(function* ({ gsrn, ...flags }) {
    yield* ask("yearly-sum", flags, requestHistoricalData({ process: "BRS-024", gsrn }))
  })
).pipe(Command.withDescription("Asks for the sum of the latest twelve months of a metering point (RSM-015, BRS-024)"))

const aggregationCommand = Command.make(
  "aggregation",
  {
    ...common,
    ...periodFlags,
    run: Flag.Literals("run", ["D03", "D04", "D05", "D32"]).pipe(
      Flag.withDescription("D03 preliminary, D04 balance fixing, D05 wholesale fixing, D32 correction")
    ),
    gridArea: Flag.String("grid-area").pipe(Flag.withDescription("Three digits; all without it"), Flag.optional),
    type: Flag.Literals("type", ["E17", "E18"]).pipe(
      Flag.withDescription("E17 consumption, E18 production; all without it"),
      Flag.optional
    ),
    method: Flag.Literals("method", ["D01", "E02"]).pipe(
      Flag.withDescription("With E17: D01 flex, E02 non-profiled"),
      Flag.optional
    )
  },
  Effect.fn("request aggregation")(function* ({ from, gridArea, method, run, to, type, ...flags }) {
    const draft = {
      processType: run,
      period: { from: start(from), to: start(to) },
      gridArea: Option.getOrUndefined(gridArea),
      meteringPointType: Option.getOrUndefined(type),
      settlementMethod: Option.getOrUndefined(method)
    }
    yield* ask("aggregation", flags, requestDetailedAggregation(draft))
  })
).pipe(Command.withDescription("Asks for our sums by grid area (RSM-016, BRS-026)"))

const signUpFlags = {
  ...common,
  gsrn: gsrnFlag,
  date: dateFlag("First day of our supply"),
  customer: customerFlag,
  balanceResponsible: Flag.String("balance-responsible").pipe(Flag.withDescription("GLN of the balance responsible"))
}

interface SignUpFlags extends Common {
  readonly gsrn: string
  readonly date: LocalDate
  readonly customer: string
  readonly balanceResponsible: string
}

const signingUp = Effect.fnUntraced(function* (
  name: string,
  { balanceResponsible, customer: path, date, gsrn, ...flags }: SignUpFlags,
  customer: "lives there" | "moves in" | "is registered as owner"
) {
  const wish = Effect.map(readCustomer(path), ({ contacts: _, cpr, cvr, name: customerName }) => ({
    gsrn,
    startAt: start(date),
    customer,
    name: customerName,
    cvr,
    cpr,
    balanceResponsible
  }))
  const request = Effect.flatMap(wish, signUp).pipe(
    Effect.tapError((error) =>
      error instanceof RequestRefused
        ? Effect.ignore(
            printError(
              signUpWords(error)
                .map((line) => `${line}\n`)
                .join("")
            )
          )
        : Effect.void
    )
  )
  yield* ask(name, flags, request)
})

const switchCommand = Command.make(
  "switch",
  signUpFlags,
  Effect.fn("request switch")((flags: SignUpFlags) => signingUp("switch", flags, "lives there"))
).pipe(Command.withDescription("Signs up a customer who lives there already (RSM-001/E03, BRS-001)"))

const moveInCommand = Command.make(
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
).pipe(Command.withDescription("Signs up a customer who moves in (RSM-001/E65, BRS-009)"))

const customerDataCommand = Command.make(
  "customer-data",
  {
    ...common,
    gsrn: gsrnFlag,
    date: dateFlag("From when they hold: the date of the switch or the move, or of the update"),
    customer: customerFlag,
    reason: Flag.Literals("reason", ["E03", "E65", "D29", "E34"]).pipe(
      Flag.withDescription("E03 after a switch, E65 or D29 after a move-in, E34 an update")
    )
  },
  Effect.fn("request customer-data")(function* ({ customer: path, date, gsrn, reason, ...flags }) {
    const request = Effect.flatMap(readCustomer(path), (customer) =>
      sendCustomerData({ reason, gsrn, startAt: start(date), customer })
    )
    yield* ask("customer-data", flags, request)
  })
).pipe(Command.withDescription("Sends the data of a customer (RSM-027)"))

const moveOutCommand = Command.make(
  "move-out",
  { ...common, gsrn: gsrnFlag, date: dateFlag("First day without the customer") },
  Effect.fn("request move-out")(function* ({ date, gsrn, ...flags }) {
    yield* ask("move-out", flags, moveOut({ gsrn, endAt: start(date) }))
  })
).pipe(Command.withDescription("Reports that a customer moves out (RSM-005/E66, BRS-010)"))

const endOfSupplyCommand = Command.make(
  "end-of-supply",
  { ...common, gsrn: gsrnFlag, date: dateFlag("The day that is wished for") },
  Effect.fn("request end-of-supply")(function* ({ date, gsrn, ...flags }) {
    yield* ask("end-of-supply", flags, endSupply({ gsrn, desiredEndAt: start(date) }))
  })
).pipe(Command.withDescription("Ends a supply because its contract has ended (RSM-005/E20, BRS-002)"))

const processArgument = Argument.String("process").pipe(
  Argument.withDescription("Id of the process, as `processes list` shows it")
)

const cancelCommand = Command.make(
  "cancel",
  { ...common, process: processArgument },
  Effect.fn("request cancel")(function* ({ process, ...flags }) {
    yield* ask("cancel", flags, cancelRequest(process))
  })
).pipe(Command.withDescription("Takes back a request that has not taken effect (RSM-024)"))

const resumptionCommand = Command.make(
  "resumption",
  {
    ...common,
    process: processArgument,
    answer: Flag.Literals("answer", ["yes", "no"]).pipe(
      Flag.withDescription("No only where we ended the contract ourselves (D29)")
    )
  },
  Effect.fn("request resumption")(function* ({ answer, process, ...flags }) {
    yield* ask("resumption", flags, answerResumption(process, answer === "yes"))
  })
).pipe(Command.withDescription("Answers whether we take a metering point back (RSM-003)"))

const erroneousSwitchCommand = Command.make(
  "erroneous-switch",
  { ...common, gsrn: gsrnFlag, date: dateFlag("First day of the switch that was wrong") },
  Effect.fn("request erroneous-switch")(function* ({ date, gsrn, ...flags }) {
    yield* ask("erroneous-switch", flags, reportErroneousSwitch({ gsrn, switchAt: start(date) }))
  })
).pipe(Command.withDescription("Reports a switch by which we took a metering point wrongly (BRS-003)"))

const forms: Readonly<Record<"RSM-003" | "RSM-005", CorrectionForm>> = {
  "RSM-003": { document: "RequestReallocateChangeOfSupplier", processType: "D33" },
  "RSM-005": { document: "RequestEndOfSupply", processType: "D33" }
}

const erroneousMoveCommand = Command.make(
  "erroneous-move",
  {
    ...common,
    gsrn: gsrnFlag,
    date: dateFlag("Date of the move that was wrong"),
    corrected: Flag.String("corrected-date").pipe(
      Flag.withSchema(LocalDate),
      Flag.withDescription("Day on which it really took place; without it the move is undone"),
      Flag.optional
    ),
    out: Flag.Boolean("move-out").pipe(
      Flag.withDescription("It was a move-out; a move-in without it"),
      Flag.withDefault(false)
    ),
    by: Flag.String("by").pipe(Flag.withDescription("Who reports it; kept with the process")),
    form: Flag.Literals("form", ["RSM-003", "RSM-005"]).pipe(
      Flag.withDescription("The document that it is reported with"),
      Flag.withDefault("RSM-005" as const)
    )
  },
  Effect.fn("request erroneous-move")(function* ({ by, corrected, date, form, gsrn, out, ...flags }) {
    const correctedAt = Option.map(corrected, (day) => start(day))
    const report = {
      gsrn,
      moveAt: start(date),
      by,
      corrects: out ? ("moveOut" as const) : ("moveIn" as const),
      ...(Option.isSome(correctedAt) ? { correctedAt: correctedAt.value } : {})
    }
    yield* ask("erroneous-move", flags, reportErroneousMove(report, forms[form]))
  })
).pipe(Command.withDescription("Reports a move of ours that was wrong, or had another date (BRS-011)"))

/** `datahub-settlement request`: what we ask of DataHub. */
export const requestCommand = Command.make("request").pipe(
  Command.withDescription(`Asks DataHub for something: begins the process, and puts its document into the outbox.

  It needs the configuration of \`serve\`, which then sends it. What DataHub would refuse is refused here, with every reason,
  and nothing is stored.`),
  Command.withShortDescription("Ask DataHub for a switch, a move, an end of supply, data …"),
  Command.withSubcommands([
    switchCommand,
    moveInCommand,
    customerDataCommand,
    cancelCommand,
    moveOutCommand,
    endOfSupplyCommand,
    erroneousSwitchCommand,
    erroneousMoveCommand,
    resumptionCommand,
    historyCommand,
    yearlySumCommand,
    aggregationCommand
  ])
)
