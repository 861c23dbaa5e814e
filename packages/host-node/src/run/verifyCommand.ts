import { type RunId, SettlementRunStore, verifyRun } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { CommandFailed } from "../store/CommandFailed.ts"
import { withStore } from "../store/openStore.ts"
import { print, printError, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { stderrProgress } from "./runProgress.ts"
import { chunkPointsFlag } from "./settleRunFlags.ts"
import { differsText, sameText, verificationJson } from "./verifyText.ts"

const description = `Makes a run again from what the database knew at the run's instant, and compares every line, every
  reason and every sum with what is stored. Nothing is stored, and it works with a role that may only read.

  The answer is the same in chunks of any size. It ends at the first difference. A run made by other rules than this
  program's cannot be compared.

  Exit codes: 0 the same, 1 not the same or it could not be compared, 2 wrong use, 70 a fault of ours, 130 stopped.`

/** `datahub-settlement runs verify <id>`. */
export const verifyCommand = Command.make(
  "verify",
  {
    ...storeFlags,
    run: Argument.String("run").pipe(Argument.withDescription("Id of the run, as `runs list` shows it")),
    chunkPoints: chunkPointsFlag("settled and compared together; the answer does not depend on it"),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("runs verify")(function* ({ chunkPoints, json, run: runId, ...flags }) {
    yield* withStore("runs verify", flags, "use", () => verify(runId, Option.getOrUndefined(chunkPoints), json))
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Make a run again and compare it with what is stored"),
  Command.withExamples([
    {
      command: "datahub-settlement runs verify 5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1",
      description: "See that an old run still comes out the same"
    }
  ])
)

const verify = Effect.fnUntraced(function* (runId: RunId, chunkPoints: number | undefined, json: boolean) {
  const store = yield* SettlementRunStore
  const told = { run: yield* store.find(runId), progress: yield* store.progress(runId) }
  const line = yield* stderrProgress()
  const onProgress = (done: number, points: number): Effect.Effect<void> => line.at({ done, failed: 0, points })
  const verified = yield* Effect.ensuring(verifyRun(runId, { chunkPoints, onProgress }), line.done)
  const { difference } = verified
  if (json) yield* printJson(verificationJson(told, verified))
  else if (difference === undefined) yield* print(sameText(told, verified))
  else yield* printError(differsText(told, difference))
  if (difference !== undefined) return yield* new CommandFailed({ reason: "the run is not the same" })
})
