import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Effect, Redacted } from "effect"
import { startEmbeddedPostgres } from "../../src/server/index.ts"

/*
 * A host as small as can be, for tests to run and to kill: node host.ts <data folder> [orderly|plain]
 * Prints one line of JSON when its server is ready, or when it cannot be.
 */
const [dataFolder = "", manner = "orderly"] = process.argv.slice(2)
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const host = Effect.scoped(
  Effect.gen(function* () {
    const server = yield* startEmbeddedPostgres({ dataFolder })
    say({ pid: server.pid, port: server.port, url: Redacted.value(server.url), startedByUs: server.startedByUs })
    return yield* Effect.never
  })
).pipe(Effect.tapError((problem) => Effect.sync(() => say({ problem: problem._tag, message: problem.message }))))

// The plain host has no handler for any signal, like a program that does not know what it embeds.
if (manner === "plain") {
  setInterval(() => undefined, 60_000)
  void Effect.runPromise(host)
} else {
  NodeRuntime.runMain(host, { disableErrorReporting: true })
}
