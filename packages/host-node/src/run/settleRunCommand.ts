import {
  resumeSettlement,
  type RunId,
  type RunOutcome,
  type RunProgress,
  runSettlement,
  SettlementRunStore
} from "@datahub-settlement/core"
import { Clock, Data, Effect, Option, Result } from "effect"
import { Command } from "effect/cli"
import { randomUUID } from "node:crypto"
import { NotSettled } from "../exitCodes.ts"
import { holdItem } from "../serve/api/processItems.ts"
import { type OpenStore, withStore } from "../store/openStore.ts"
import { print, printError, printJson, wrongUse } from "../store/print.ts"
import { reasonOf } from "../store/reasonOf.ts"
import { holdsBefore, holdsText } from "./billingHoldText.ts"
import { stderrProgress } from "./runProgress.ts"
import { runJson, summaryText } from "./runText.ts"
import { type RunRequest, runRequest, settleRunFlags } from "./settleRunFlags.ts"
import { untilChunkEnd } from "./untilChunkEnd.ts"

const description = `Settles every metering point that the portfolio in the database supplies, and stores lines, sums and reasons
  as a run that never changes: what it saw is what the database knew at its instant, so that it can be made again.

  A metering point that cannot be settled is stored with every reason, and the others go on. Ctrl-C stops after the
  chunk in work; the run goes on with --resume, also after a crash.

  Exit codes: 0 all settled, 1 some metering points are not, or the run stopped, 2 wrong use, 70 a fault of ours,
  130 stopped by Ctrl-C or SIGTERM.`

/** `datahub-settlement settle run`. */
export const settleRunCommand = Command.make(
  "run",
  settleRunFlags,
  Effect.fn("settle run")(function* ({ chunkPoints, json, ...flags }) {
    const request = runRequest(flags)
    if (Result.isFailure(request)) return yield* wrongUse("settle run", request.failure)
    const resumeText = (runId: RunId): string =>
      `datahub-settlement settle run --resume ${runId}${Option.match(flags.dataFolder, {
        onNone: () => "",
        onSome: (folder) => ` --data-folder ${folder}`
      })}`
    yield* withStore("settle run", flags, "use", (store) =>
      Effect.gen(function* () {
        yield* tellUnfinished(request.success)
        const outcome = yield* runToldly(request.success, Option.getOrUndefined(chunkPoints), store, resumeText)
        const dryRun = request.success.kind === "new" && request.success.dryRun
        const holds = yield* holdsBefore(outcome.run.period.to)
        yield* json
          ? printJson({ ...runJson(outcome), dryRun, holds: holds.map(holdItem) })
          : print(summaryText(outcome, dryRun) + holdsText(holds))
        yield* tellFailures(outcome, dryRun)
      })
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Settle the portfolio in the database"),
  Command.withExamples([
    { command: "datahub-settlement settle run --period 2026-01", description: "Settle January 2026" },
    {
      command: "datahub-settlement settle run --period 2026-01 --grid-area 791 --dry-run",
      description: "See what one grid area comes to, and store nothing"
    },
    {
      command: "datahub-settlement settle run --resume 5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1",
      description: "Go on with a run that was stopped"
    }
  ])
)

/** A month to come, or a year mistyped, is settled as it was asked for: nobody would see why nothing of it could be. */
const tellUnfinished = Effect.fnUntraced(function* (request: RunRequest) {
  if (request.kind === "resume" || request.period.to <= (yield* Clock.currentTimeMillis)) return
  const stored = request.dryRun ? "" : ", and corrections settle what is stored as not settled once it has come"
  yield* printError(`note: the period is not over yet. Readings and prices of days to come are missing${stored}.\n`)
})

/** The run stopped before its end; the message says why, and how to go on. */
class RunStopped extends Data.TaggedError("RunStopped")<{ readonly message: string }> {}

/** Runs with a progress line; however it stops, it says how to go on. */
const runToldly = Effect.fnUntraced(function* (
  request: RunRequest,
  chunkPoints: number | undefined,
  store: OpenStore,
  resumeText: (runId: RunId) => string
) {
  const runId = request.kind === "resume" ? request.runId : randomUUID()
  let done = request.kind === "resume" ? yield* doneBefore(runId) : 0
  const line = yield* stderrProgress(done)
  const isStored = request.kind === "resume" || !request.dryRun
  const howToGoOn = (): string =>
    isStored && done > 0
      ? `${done} metering point(s) are done and stored. Go on with:\n  ${resumeText(runId)}`
      : "Nothing was stored."
  const run = (goOn: Effect.Effect<void>) => {
    const onProgress = ({ failed, settled }: RunProgress, points: number): Effect.Effect<void> => {
      done = settled + failed
      return Effect.andThen(line.at({ done, failed, points }), goOn)
    }
    return request.kind === "resume"
      ? resumeSettlement({ runId, chunkPoints, onProgress })
      : runSettlement({ ...request, runId, chunkPoints, onProgress })
  }
  return yield* untilChunkEnd(run).pipe(
    Effect.ensuring(line.done),
    Effect.mapError((error) => {
      const reason = reasonOf(error, store.url)
      return new RunStopped({ message: done === 0 ? reason : `${reason}\n${howToGoOn()}` })
    }),
    Effect.onInterrupt(() => Effect.ignore(printError(`Stopped. ${howToGoOn()}\n`)))
  )
})

const doneBefore = Effect.fnUntraced(function* (runId: RunId) {
  const runs = yield* SettlementRunStore
  yield* runs.find(runId)
  const { failed, settled } = yield* runs.progress(runId)
  return settled + failed
})

/** Reasons that are told at once; `runs failures` has them all. */
const TOLD_FAILURES_MAX = 10

const tellFailures = Effect.fnUntraced(function* ({ progress, run }: RunOutcome, dryRun: boolean) {
  if (run.points === 0) yield* printError("note: no metering point is supplied in that period and scope\n")
  if (progress.failed === 0) return
  const head = `${progress.failed} metering point(s) could not be settled`
  if (dryRun) yield* printError(`${head}; a run that is stored keeps the reasons.\n`)
  else {
    const store = yield* SettlementRunStore
    const failures = yield* store.failures(run.runId, { points: TOLD_FAILURES_MAX + 1 })
    const told = failures.slice(0, TOLD_FAILURES_MAX).map(({ message }) => `- ${message}\n`)
    const more = failures.length > told.length ? `and more: datahub-settlement runs failures ${run.runId}\n` : ""
    yield* printError(`${head}:\n${told.join("")}${more}`)
  }
  return yield* new NotSettled({ problemCount: progress.failed })
})
