import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Data, Effect, Option, Runtime, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import type { Figures } from "./Figures.ts"
import { inDatabase } from "./inDatabase.ts"
import { jsonText, summaryText } from "./modelReport.ts"
import { runModel } from "./modelRun.ts"
import { sabotageNames, sabotages } from "./sabotages.ts"
import { inMemory } from "./storage.ts"

/** An invariant is broken: the run says how, this only ends the process with 1. */
class InvariantBroken extends Data.TaggedError("InvariantBroken") {
  override readonly [Runtime.errorReported] = false
}

const Count = Schema.Int.check(Schema.isGreaterThan(0, { expected: "a whole number above 0" }))

const SEQUENCES = 200
const STEPS = 60
const PROGRESS_EVERY = 25

const description = `Model-based tests: a supplier's life in any order, and what has to hold after every step.

  Random sequences of steps (customers sign up, other suppliers take over and give back, customers move in and out, switches
  and moves turn out to be errors, supplies are ended and points taken back, requests are answered late or by DataHub's
  support, customers pay in advance, days pass, readings and prices and charge links
  come and are corrected, months and corrections are settled, messages come late, out of order and again, the program crashes
  at any call of a port) are played on the real services.
  A small model, which knows nothing of their rules, says what is true. After every step: at most one supplier for each point
  and instant, and the one that DataHub says; everything known is what was told; what is billed is a fresh settlement of what
  is known, to the øre, or a correction is due; nothing is settled outside supply; a repeat changes nothing; runs that were
  stored never change; processes stand where answers, notices and time have put them; shares of what is paid in advance are
  the supplied days of what is agreed, none is kept twice, and last bills are what was settled less what is prepaid.

  A sequence that breaks one of these is shortened as far as it goes and printed in words. The same seed plays the same.

  Exit codes: 0 all is well, 1 an invariant is broken, or the command line is wrong.`

const model = Command.make(
  "model",
  {
    sequences: Flag.Int("sequences").pipe(
      Flag.withSchema(Count),
      Flag.withDescription(`Sequences to play, ${SEQUENCES} without it`),
      Flag.withDefault(SEQUENCES)
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withSchema(Count),
      Flag.withDescription("What all chance comes from; drawn without it"),
      Flag.optional
    ),
    steps: Flag.Int("steps").pipe(
      Flag.withSchema(Count),
      Flag.withDescription(`Steps of a sequence at most, ${STEPS} without it; those that cannot be are left out`),
      Flag.withDefault(STEPS)
    ),
    store: Flag.Literals("store", ["memory", "postgres"]).pipe(
      Flag.withDescription("Where everything is kept: in memory, or in a PostgreSQL of its own, which is far slower"),
      Flag.withDefault("memory" as const)
    ),
    fault: Flag.Literals("fault", sabotageNames).pipe(
      Flag.withDescription("Put this fault into the program on purpose, to see it found"),
      Flag.optional
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("model")(function* ({ fault, json, seed: given, sequences, steps, store }) {
    const seed = Option.getOrElse(given, () => 1 + Math.floor(Math.random() * 999_999))
    const say = (line: string): void => void process.stderr.write(`${line}\n`)
    say(`seed ${seed}`)
    const progress = ({ sequences: done, steps: played }: Figures): void => {
      if (done % PROGRESS_EVERY === 0) say(`${done} sequences, ${played} steps`)
    }
    const onFailure = (failure: string): void => say(`${failure}\n\nAn invariant is broken: the sequence is shortened.`)
    const storage = store === "memory" ? inMemory : yield* inDatabase
    const sabotage = Option.getOrUndefined(Option.map(fault, (name) => sabotages[name]()))
    const options = { sequences, seed, steps, storage, progress, onFailure, sabotage }
    const report = yield* Effect.promise(() => runModel(options))
    if (report.failure !== undefined) say(report.failure)
    yield* Console.log(json ? jsonText(report) : summaryText(report))
    if (report.failure !== undefined) return yield* new InvariantBroken()
  }, Effect.scoped)
)

model.pipe(
  Command.withDescription(description),
  Command.withShortDescription("What has to hold after every step, in any order of steps"),
  Command.run({ version: "0.0.0" }),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
