import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Console, Data, Effect, Option, Runtime, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { jsonText, summaryText, wrongText } from "./chaosReport.ts"
import { runChaos } from "./chaosRun.ts"

/** Something was lost, doubled or different: the run says what, this only ends the process with 1. */
class ChaosFound extends Data.TaggedError("ChaosFound")<{ readonly count: number }> {
  override readonly [Runtime.errorReported] = false
}

const Count = Schema.Int.check(Schema.isGreaterThan(0, { expected: "a whole number above 0" }))
const NotNegative = Schema.Int.check(Schema.isGreaterThan(-1, { expected: "a whole number from 0" }))
const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

const MESSAGES = 1000
const RATE = 0.08
const MESSAGES_PER_KILL = 25

const description = `Nothing lost, nothing doubled: a DataHub that lies on purpose, real hosts, a real database.

  Plays the same story twice with \`datahub-settlement serve\`: once undisturbed, once with faults of every kind while hosts
  and the database are killed (SIGKILL) and started again. Then every message of the simulator's journal must be found once,
  and everything recorded must be the same in both, and what the simulator says is true. A message that was spoiled on its
  way is sent again as a true copy; a day with two registrations that contradict each other is not compared.

  The same seed makes the same decisions: story, mischief, kills. When they meet what, real time decides, so that a second
  run is alike and not the same.

  Exit codes: 0 all is well, 1 something is not, or the command line is wrong.`

const chaos = Command.make(
  "chaos",
  {
    messages: Flag.Int("messages").pipe(
      Flag.withSchema(Count),
      Flag.withDescription(`Messages of the story, ${MESSAGES} without it; faults add to them`),
      Flag.withDefault(MESSAGES)
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withSchema(Count),
      Flag.withDescription("What all decisions come from; drawn without it"),
      Flag.optional
    ),
    kills: Flag.Int("kills").pipe(
      Flag.withSchema(NotNegative),
      Flag.withDescription(`How often something is killed; once in ${MESSAGES_PER_KILL} messages without it`),
      Flag.optional
    ),
    rate: Flag.Finite("rate").pipe(
      Flag.withSchema(Share),
      Flag.withDescription(`How probable a fault is for each call and each message, ${RATE} without it`),
      Flag.withDefault(RATE)
    ),
    keep: Flag.Boolean("keep").pipe(
      Flag.withDescription("Leave the databases and the hosts' logs in the temporary folder"),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("chaos")(function* ({ json, keep, kills, messages, rate, seed: given }) {
    const seed = Option.getOrElse(given, () => 1 + Math.floor(Math.random() * 999_999))
    const progress = (line: string): void => void process.stderr.write(`${line}\n`)
    progress(`seed ${seed}`)
    const report = yield* runChaos({
      messages,
      seed,
      kills: Option.getOrElse(kills, () => Math.ceil(messages / MESSAGES_PER_KILL)),
      rate,
      keep,
      progress
    })
    if (report.wrong.length > 0) progress(wrongText(report))
    yield* Console.log(json ? jsonText(report) : summaryText(report))
    if (report.wrong.length > 0) return yield* new ChaosFound({ count: report.wrong.length })
  })
)

chaos.pipe(
  Command.withDescription(description),
  Command.withShortDescription("Nothing lost, nothing doubled, whatever fails"),
  Command.run({ version: "0.0.0" }),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
