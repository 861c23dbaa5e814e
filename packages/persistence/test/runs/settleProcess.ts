import { flushCompileCache } from "node:module"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { resumeSettlement, type RunProgress, runSettlement } from "@datahub-settlement/core"
import { runPeriod } from "@datahub-settlement/core/testing"
import { Effect, Redacted } from "effect"
import { storesAt } from "./runStores.ts"

/*
 * A program that settles, for tests to run and to kill: node settleProcess.ts begin|resume <run id> <as of> <chunk points>
 * The database is that of RUN_DATABASE_URL. It prints a line of JSON when it begins, after each chunk, and when it ends.
 */
const [manner = "", runId = "", asOf = "", chunkPoints = ""] = process.argv.slice(2)
const say = (line: unknown): Effect.Effect<void> =>
  Effect.sync(() => void process.stdout.write(`${JSON.stringify(line)}\n`))

const program = Effect.gen(function* () {
  yield* say({ step: 0 })
  const options = {
    runId,
    chunkPoints: Number(chunkPoints),
    onProgress: ({ chunks }: RunProgress) => say({ step: chunks })
  }
  const { progress } = yield* manner === "begin"
    ? runSettlement({ ...options, period: runPeriod, asOf: Number(asOf) })
    : resumeSettlement(options)
  yield* say({ ended: progress.settled + progress.failed })
}).pipe(
  Effect.provide(storesAt(Redacted.make(process.env["RUN_DATABASE_URL"]!))),
  Effect.catch((error) => say({ problem: error._tag }))
)

// A process that is killed has no end at which it would do so.
flushCompileCache()
NodeRuntime.runMain(program)
