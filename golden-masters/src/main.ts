import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Data, Effect, Option, Path, Runtime } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type Report, tableOf } from "./report.ts"
import { reportFolder } from "./reportFolder.ts"

/** The report has said it all; what is left to tell is the exit code. */
class NotAsExpected extends Data.TaggedError("NotAsExpected") {
  override readonly [Runtime.errorExitCode] = 1
  override readonly [Runtime.errorReported] = false
}

const defaultFolder = Effect.flatMap(Path.Path, (path) => path.fromFileUrl(new URL("../cases", import.meta.url)))

const print = Effect.fnUntraced(function* (report: Report, json: boolean) {
  yield* Console.log(json ? JSON.stringify(report) : tableOf(report))
  if (!report.passed) return yield* new NotAsExpected()
})

const goldenMasters = Command.make(
  "golden-masters",
  {
    folder: Argument.String("folder").pipe(
      Argument.withDescription(
        "Folder with common.json and one file for each case; the project's own cases without it"
      ),
      Argument.optional
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("goldenMasters")(function* ({ folder, json }) {
    const chosen = Option.isSome(folder) ? folder.value : yield* defaultFolder
    yield* print(yield* reportFolder(chosen), json)
  })
)

goldenMasters.pipe(
  Command.withDescription(
    "Settles every case of a folder and compares every figure that it expects. Exit code 1 when any differs."
  ),
  Command.withExamples([
    { command: "golden-masters", description: "The project's own golden masters" },
    { command: "golden-masters my-cases --json", description: "Cases of your own, for a machine to read" }
  ]),
  Command.run({ version: "0.0.0" }),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
