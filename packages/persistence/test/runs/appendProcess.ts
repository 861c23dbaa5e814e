import { flushCompileCache } from "node:module"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { MeteringLedger } from "@datahub-settlement/core"
import { settlementRunWorld } from "@datahub-settlement/core/testing"
import { Effect, Redacted } from "effect"
import { storesAt } from "./runStores.ts"

/*
 * A program that appends readings, for tests to run and to kill: node appendProcess.ts <points> <seed> <first message>
 * The database is that of RUN_DATABASE_URL. It prints a line of JSON when it begins and after each message.
 */
const [points = "", seed = "", first = ""] = process.argv.slice(2)
const say = (line: unknown): Effect.Effect<void> =>
  Effect.sync(() => void process.stdout.write(`${JSON.stringify(line)}\n`))

const program = Effect.gen(function* () {
  const { messages } = settlementRunWorld(Number(points), Number(seed))
  const ledger = yield* MeteringLedger
  yield* say({ step: 0 })
  for (let next = Number(first); next < messages.length; next++) {
    yield* ledger.append([messages[next]!])
    yield* say({ step: next + 1 })
  }
  yield* say({ ended: messages.length })
}).pipe(
  Effect.provide(storesAt(Redacted.make(process.env["RUN_DATABASE_URL"]!))),
  Effect.catch((error) => say({ problem: error._tag }))
)

// A process that is killed has no end at which it would do so.
flushCompileCache()
NodeRuntime.runMain(program)
