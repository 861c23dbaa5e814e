import { SettlementRunStore } from "@datahub-settlement/core"
import { Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { runJson, runsText } from "./runText.ts"
import { showCommand } from "./showCommand.ts"

const LIST_MAX = 20

const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON and nothing else on standard output"),
  Flag.withDefault(false)
)

const listCommand = Command.make(
  "list",
  {
    ...storeFlags,
    limit: Flag.Int("limit").pipe(
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
      Flag.withDescription(`How many, the newest first; ${LIST_MAX} without it`),
      Flag.withDefault(LIST_MAX)
    ),
    json: jsonFlag
  },
  Effect.fn("runs list")(function* ({ json, limit, ...flags }) {
    yield* withStore("runs list", flags, "use", () =>
      Effect.gen(function* () {
        const store = yield* SettlementRunStore
        const told = yield* Effect.forEach(yield* store.list(limit), (run) =>
          Effect.map(store.progress(run.runId), (progress) => ({ run, progress }))
        )
        if (json) return yield* printJson(told.map(runJson))
        yield* print(told.length === 0 ? "No settlement runs yet.\n" : runsText(told))
      })
    )
  })
).pipe(Command.withDescription("Lists settlement runs, the newest first"))

const failuresCommand = Command.make(
  "failures",
  {
    ...storeFlags,
    run: Argument.String("run").pipe(Argument.withDescription("Id of the run, as `runs list` shows it")),
    json: jsonFlag
  },
  Effect.fn("runs failures")(function* ({ json, run: runId, ...flags }) {
    yield* withStore("runs failures", flags, "use", () =>
      Effect.gen(function* () {
        const store = yield* SettlementRunStore
        yield* store.find(runId)
        const failures = yield* store.failures(runId)
        if (json) return yield* printJson(failures)
        const text = failures.map(({ message, problem }) => `${problem}: ${message}\n`).join("")
        yield* print(failures.length === 0 ? "Every metering point was settled.\n" : text)
      })
    )
  })
).pipe(Command.withDescription("Lists every reason why metering points of a run could not be settled"))

/** `datahub-settlement runs`: what settlement runs came to. */
export const runsCommand = Command.make("runs").pipe(
  Command.withDescription("Settlement runs in the database: what they came to, and why"),
  Command.withShortDescription("Look at settlement runs"),
  Command.withSubcommands([listCommand, showCommand, failuresCommand])
)
