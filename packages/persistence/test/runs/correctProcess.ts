import { randomUUID } from "node:crypto"
import { flushCompileCache } from "node:module"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { runCorrections } from "@datahub-settlement/core"
import { Effect, Redacted } from "effect"
import { storesAt } from "./runStores.ts"

/*
 * A program that settles corrections, for tests to run and to kill: node correctProcess.ts <chunk points>
 * The database is that of RUN_DATABASE_URL. It prints a line of JSON when it begins, after each chunk, and when it ends.
 */
const [chunkPoints = ""] = process.argv.slice(2)
const say = (line: unknown): Effect.Effect<void> =>
  Effect.sync(() => void process.stdout.write(`${JSON.stringify(line)}\n`))

const program = Effect.gen(function* () {
  let step = 0
  yield* say({ step })
  const { settled } = yield* runCorrections({
    drawRunId: randomUUID,
    chunkPoints: Number(chunkPoints),
    onProgress: () => say({ step: ++step })
  })
  yield* say({ ended: settled })
}).pipe(
  Effect.provide(storesAt(Redacted.make(process.env["RUN_DATABASE_URL"]!))),
  Effect.catch((error) => say({ problem: error._tag }))
)

// A process that is killed has no end at which it would do so.
flushCompileCache()
NodeRuntime.runMain(program)
