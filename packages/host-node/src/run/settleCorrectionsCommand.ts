import { type CorrectionsOutcome, oereText, runCorrections } from "@datahub-settlement/core"
import { Data, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { randomUUID } from "node:crypto"
import { NotSettled } from "../exitCodes.ts"
import { holdItem } from "../serve/api/processItems.ts"
import { type OpenStore, withStore } from "../store/openStore.ts"
import { print, printError, printJson } from "../store/print.ts"
import { reasonOf } from "../store/reasonOf.ts"
import { storeFlags } from "../store/storePlace.ts"
import { holdsBefore, holdsText } from "./billingHoldText.ts"
import { stderrProgress } from "./runProgress.ts"
import { periodText } from "../output/periodText.ts"
import { runJson, runsText } from "./runText.ts"
import { untilChunkEnd } from "./untilChunkEnd.ts"

const description = `Settles what readings, links, prices and supply that came later have changed about time that was settled already,
  and stores the exact differences as correction runs: one for each period, beside the run that they correct.

  \`serve\` does the same by itself. Whatever stops it, the next call finishes what was begun first, and nothing is billed
  twice. Corrections of a period whose settlement run has not finished wait for its end.

  Exit codes: 0 all settled, 1 some metering points are not, or it stopped, 2 wrong use, 70 a fault of ours,
  130 stopped by Ctrl-C or SIGTERM.`

/** A dry run takes up everything at once: nothing would be different the next time. */
const DRY_RUN_CORRECTIONS_MAX = 1_000_000

/** `datahub-settlement settle corrections`. */
export const settleCorrectionsCommand = Command.make(
  "corrections",
  {
    ...storeFlags,
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Settle everything and store nothing"),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("settle corrections")(function* ({ dryRun, json, ...flags }) {
    yield* withStore("settle corrections", flags, "use", (store) =>
      Effect.gen(function* () {
        const outcome = yield* correctToldly(dryRun, store)
        const holds = yield* holdsBefore(Math.max(...outcome.runs.map(({ run }) => run.period.to)))
        yield* json
          ? printJson({ ...outcomeJson(outcome, dryRun), holds: holds.map(holdItem) })
          : print(outcomeText(outcome, dryRun) + holdsText(holds))
        yield* tellFailures(outcome, dryRun)
      })
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Settle what was changed after it was settled"),
  Command.withExamples([
    { command: "datahub-settlement settle corrections", description: "Store every difference that is due" },
    { command: "datahub-settlement settle corrections --dry-run", description: "See what they come to" }
  ])
)

/** It stopped before its end; the message says why. */
class CorrectionsStopped extends Data.TaggedError("CorrectionsStopped")<{ readonly message: string }> {}

const correctToldly = Effect.fnUntraced(function* (dryRun: boolean, store: OpenStore) {
  const line = yield* stderrProgress()
  return yield* untilChunkEnd((goOn) =>
    allCorrections({
      drawRunId: randomUUID,
      dryRun,
      correctionsMax: dryRun ? DRY_RUN_CORRECTIONS_MAX : undefined,
      onProgress: ({ failed, settled }, points) =>
        Effect.andThen(line.at({ done: settled + failed, failed, points }), goOn)
    })
  ).pipe(
    Effect.ensuring(line.done),
    Effect.mapError((error) => new CorrectionsStopped({ message: reasonOf(error, store.url) })),
    Effect.onInterrupt(() =>
      Effect.ignore(printError("Stopped. Whatever is stored stays; the next call goes on from there.\n"))
    )
  )
})

/** Round after round, until nothing is left to take up. */
const allCorrections = Effect.fnUntraced(function* (options: Parameters<typeof runCorrections>[0]) {
  let all = yield* runCorrections(options)
  while (all.hasMore && options.dryRun !== true) {
    const next = yield* runCorrections(options)
    all = { ...next, runs: [...all.runs, ...next.runs], settled: all.settled + next.settled }
  }
  return all
})

const totalOf = ({ runs }: CorrectionsOutcome): number =>
  runs.reduce((sum, { progress }) => sum + progress.totalOere, 0)

const waitingText = (waiting: number): string =>
  waiting === 0
    ? ""
    : `${waiting} correction(s) wait for a settlement run that has not finished: go on with it by settle run --resume.\n`

const outcomeText = (outcome: CorrectionsOutcome, dryRun: boolean): string => {
  const { runs, settled, waiting } = outcome
  if (runs.length === 0 && settled === 0) return waiting === 0 ? "No corrections are due.\n" : waitingText(waiting)
  const head = dryRun
    ? `${settled} correction(s) are due; dry run: nothing was stored.\n`
    : `${settled} correction(s) settled.\n`
  const table = dryRun
    ? runs.map(({ progress, run }) => `${periodText(run.period)}: ${oereText(progress.totalOere)} DKK\n`).join("")
    : runs.length === 0
      ? ""
      : runsText(runs)
  return `${head}${table}Total with VAT  ${oereText(totalOf(outcome))} DKK\n${waitingText(waiting)}`
}

const outcomeJson = (outcome: CorrectionsOutcome, dryRun: boolean) => ({
  dryRun,
  settled: outcome.settled,
  waiting: outcome.waiting,
  total: oereText(totalOf(outcome)),
  runs: outcome.runs.map(runJson)
})

const tellFailures = Effect.fnUntraced(function* ({ runs }: CorrectionsOutcome, dryRun: boolean) {
  const failing = runs.filter(({ progress }) => progress.failed > 0)
  if (failing.length === 0) return
  const problemCount = failing.reduce((sum, { progress }) => sum + progress.failed, 0)
  yield* printError(`${problemCount} metering point(s) could not be settled; what was billed of them stands.\n`)
  if (!dryRun) {
    for (const { run } of failing) yield* printError(`- datahub-settlement runs failures ${run.runId}\n`)
  }
  return yield* new NotSettled({ problemCount })
})
