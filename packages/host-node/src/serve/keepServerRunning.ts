import { startEmbeddedPostgres } from "@datahub-settlement/persistence"
import { Deferred, Effect, Redacted } from "effect"
import type { OpenStore } from "../store/openStore.ts"
import { pauseAfter, type Patience } from "./backoff.ts"

/**
 * Starts the server that comes with this program again whenever it ends, on the port that everything here knows. Without it
 * a crash of the database would need a person. A server of one's own is somebody else's to look after. Ends with its scope,
 * not when a stop is asked for: messages in hand need their database.
 */
export const keepServerRunning = Effect.fnUntraced(function* ({ place, url }: OpenStore, patience: Patience) {
  if (place.kind === "own server") return
  const { dataFolder } = place
  const port = Number(new URL(Redacted.value(url)).port)
  const isWatched = yield* Deferred.make<void>()
  let failures = 0
  const serving = Effect.gen(function* () {
    const server = yield* startEmbeddedPostgres({ dataFolder, port })
    yield* Deferred.succeed(isWatched, undefined)
    if (failures > 0) yield* Effect.logInfo(`PostgreSQL runs again (process ${server.pid}, port ${server.port})`)
    failures = 0
    return yield* server.lost
  })
  const keeping = Effect.scoped(serving).pipe(
    Effect.catch((problem) =>
      Effect.gen(function* () {
        failures++
        if (failures === 1) yield* Effect.logWarning(`${problem.message} It is started again.`)
        yield* Effect.sleep(yield* pauseAfter(failures, problem, patience))
      })
    ),
    Effect.forever
  )
  yield* Effect.forkScoped(keeping)
  yield* Deferred.await(isWatched)
})
