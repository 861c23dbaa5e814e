import { failurePages, SettlementRunStore } from "@datahub-settlement/core"
import { Effect, Schema, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { withStore } from "../store/openStore.ts"
import { print, printEach, printJson, printJsonList } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { runJson, runsText } from "./runText.ts"
import { showCommand } from "./showCommand.ts"
import { verifyCommand } from "./verifyCommand.ts"

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
).pipe(
  explained({
    what: "Lists settlement runs, the newest first",
    examples: { "The newest": "", "Many, for a program": "--limit 1000 --json" }
  })
)

const NONE_FAILED = "Every metering point was settled.\n"
const NONE_FAILED_YET = "Every metering point that the run has reached was settled.\n"

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
        if (json) return yield* printJsonList(failurePages(runId))
        const { failed, finishedAt } = yield* store.progress(runId)
        if (failed === 0) return yield* print(finishedAt === undefined ? NONE_FAILED_YET : NONE_FAILED)
        yield* printEach(Stream.map(failurePages(runId), ({ message, problem }) => `${problem}: ${message}\n`))
      })
    )
  })
).pipe(
  explained({
    what: "Lists every reason why metering points of a run could not be settled",
    examples: {
      "What kept metering points from being settled": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11",
      "The same for a program, with metering point and time": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --json"
    }
  })
)

/** `datahub-settlement runs`: what settlement runs came to. */
export const runsCommand = Command.make("runs").pipe(
  Command.withDescription("Settlement runs in the database: what they came to, and why"),
  Command.withShortDescription("Look at settlement runs"),
  Command.withSubcommands([listCommand, showCommand, failuresCommand, verifyCommand])
)
