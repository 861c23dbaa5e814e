import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { listBenchmarks, loadBenchmark } from "./registry.ts"
import { jsonReport, listReport, tableReport } from "./report.ts"

const Count = Schema.Int.check(Schema.isGreaterThan(0, { expected: "a whole number above 0" }))

const runOne = Effect.fn("bench.runOne")(function* (
  name: string,
  options: { readonly points: Option.Option<number>; readonly runs: Option.Option<number>; readonly json: boolean }
) {
  const benchmark = yield* loadBenchmark(name)
  const result = yield* Effect.promise(() =>
    benchmark.run({
      points: Option.getOrElse(options.points, () => benchmark.defaults.points),
      runs: Option.getOrElse(options.runs, () => benchmark.defaults.runs),
      // Standard output belongs to the result alone.
      progress: (line) => void process.stderr.write(`${line}\n`)
    })
  )
  yield* Console.log(options.json ? jsonReport(result) : tableReport(result))
})

const bench = Command.make(
  "bench",
  {
    name: Argument.String("name").pipe(Argument.withDescription("Which benchmark to run"), Argument.optional),
    points: Flag.Int("points").pipe(
      Flag.withSchema(Count),
      Flag.withDescription("Size of the job, as a rule in metering points"),
      Flag.optional
    ),
    runs: Flag.Int("runs").pipe(
      Flag.withSchema(Count),
      Flag.withDescription("Measured runs, after one that is not counted"),
      Flag.optional
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("bench")(function* ({ name, ...options }) {
    if (Option.isNone(name)) return yield* Console.log(listReport(yield* listBenchmarks))
    yield* runOne(name.value, options).pipe(
      Effect.tapError((error) =>
        Effect.flatMap(listBenchmarks, (listings) => Console.error(`${error.message}\n${listReport(listings)}`))
      )
    )
  })
)

// A run loads its own benchmark only: what others allocate when loaded would count in its peak memory.
const wantsHelp = process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")
const description = "Measures ours beside the floor and an alternative, in one process."

Effect.flatMap(wantsHelp ? listBenchmarks : Effect.succeed([]), (listings) =>
  bench.pipe(
    Command.withDescription(wantsHelp ? `${description}\n\n${listReport(listings)}` : description),
    Command.run({ version: "0.0.0" })
  )
).pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
