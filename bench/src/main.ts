import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Console, Data, Effect, Option, Runtime, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type Benchmark, targetOutcomes } from "./Benchmark.ts"
import { listBenchmarks, loadBenchmark } from "./registry.ts"
import { jsonReport, listReport, tableReport } from "./report.ts"
import { givenServer } from "./store/givenServer.ts"
import { type Mix, mixes, MONTHS_MAX } from "./store/worldSize.ts"

const Count = Schema.Int.check(Schema.isGreaterThan(0, { expected: "a whole number above 0" }))
const Months = Schema.Int.check(
  Schema.isBetween({ minimum: 1, maximum: MONTHS_MAX }, { expected: `a whole number from 1 to ${MONTHS_MAX}` })
)

/** A target was missed, and whoever asked wants to know by the exit code: 1. The report has said which. */
class TargetMissed extends Data.TaggedError("TargetMissed") {
  override readonly [Runtime.errorReported] = false
}

/** The benchmark has no such option, or cannot do with it what it does. The process ends with 2. */
class OptionRefused extends Data.TaggedError("OptionRefused")<{ readonly reason: string }> {
  override readonly [Runtime.errorExitCode] = 2
  override readonly [Runtime.errorReported] = false
  override get message(): string {
    return this.reason
  }
}

interface Asked {
  readonly points: Option.Option<number>
  readonly runs: Option.Option<number>
  readonly months: Option.Option<number>
  readonly mix: Option.Option<Mix>
  readonly explain: boolean
  readonly json: boolean
  readonly check: boolean
}

const refusalOf = ({ name, takes }: Benchmark, { explain, mix, months }: Asked): string | undefined => {
  const given = { months: Option.isSome(months), mix: Option.isSome(mix), explain }
  const strange = (["months", "mix", "explain"] as const).find((option) => given[option] && !takes.includes(option))
  if (strange !== undefined) return `Benchmark "${name}" has no --${strange}.`
  return explain && givenServer() !== undefined
    ? "--explain reads the log of the embedded server: leave BENCH_DATABASE_URL out."
    : undefined
}

const runOne = Effect.fn("bench.runOne")(function* (name: string, asked: Asked) {
  const benchmark = yield* loadBenchmark(name)
  const refusal = refusalOf(benchmark, asked)
  if (refusal !== undefined) return yield* new OptionRefused({ reason: refusal })
  const result = yield* Effect.promise(() =>
    benchmark.run({
      points: Option.getOrElse(asked.points, () => benchmark.defaults.points),
      runs: Option.getOrElse(asked.runs, () => benchmark.defaults.runs),
      months: Option.getOrElse(asked.months, () => 1),
      mix: Option.getOrElse(asked.mix, () => "plain" as const),
      explain: asked.explain,
      // Standard output belongs to the result alone.
      progress: (line) => void process.stderr.write(`${line}\n`)
    })
  )
  const outcomes = targetOutcomes(benchmark.targets, result)
  yield* Console.log(asked.json ? jsonReport(result, outcomes) : tableReport(result, outcomes))
  if (asked.check && outcomes.some(({ isMet }) => !isMet)) return yield* new TargetMissed()
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
    months: Flag.Int("months").pipe(
      Flag.withSchema(Months),
      Flag.withDescription(
        "Months of readings from January 2026 on, of which the last is settled or read; 1 without it"
      ),
      Flag.optional
    ),
    mix: Flag.Literals("mix", mixes).pipe(
      Flag.withDescription(
        "plain: hourly households, what targets are set for; real: 6 % quarter-hourly, 3 % solar, 1 % electric heating and 0.2 % faulty points among them"
      ),
      Flag.optional
    ),
    explain: Flag.Boolean("explain").pipe(
      Flag.withDescription(
        "Show how the server carried out every statement of the job, once more after it was measured"
      ),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    ),
    check: Flag.Boolean("check").pipe(
      Flag.withDescription(
        "End with 1 when a target is missed; they are set for the size that is run without --points"
      ),
      Flag.withDefault(false)
    )
  },
  Effect.fn("bench")(function* ({ name, ...asked }) {
    if (Option.isNone(name)) return yield* Console.log(listReport(yield* listBenchmarks))
    yield* runOne(name.value, asked).pipe(
      Effect.tapError((error) =>
        error._tag === "TargetMissed"
          ? Effect.void
          : Effect.flatMap(listBenchmarks, (listings) => Console.error(`${error.message}\n${listReport(listings)}`))
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
