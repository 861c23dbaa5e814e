import { startEmbeddedPostgres } from "@datahub-settlement/persistence"
import { Clock, Deferred, Effect, Redacted } from "effect"
import type { OpenStore } from "../store/openStore.ts"
import { pauseAfter, type Patience } from "./backoff.ts"
import { DATABASE, DISK } from "./causeOf.ts"
import { type Cause, Notices } from "./Notices.ts"

const KEEPER = "PostgreSQL"

/** A server that ended is what the workers tell of when they cannot reach it: whoever notices first, it is told once. */
const causeOfEnd = ({ _tag: kind }: { readonly _tag: string }): Cause => ({
  kind: kind === "ServerLost" ? "DatabaseUnavailable" : kind,
  what: kind === "DiskFull" ? DISK : DATABASE
})

/**
 * Starts the server that comes with this program again whenever it ends, on the port that everything here knows. Without it
 * a crash of the database would need a person. A server of one's own is somebody else's to look after. Ends with its scope,
 * not when a stop is asked for: messages in hand need their database.
 */
export const keepServerRunning = Effect.fnUntraced(function* ({ place, url }: OpenStore, patience: Patience) {
  if (place.kind === "own server") return
  const { dataFolder } = place
  const notices = yield* Notices
  const port = Number(new URL(Redacted.value(url)).port)
  const isWatched = yield* Deferred.make<void>()
  let failures = 0
  const serving = Effect.gen(function* () {
    const server = yield* startEmbeddedPostgres({ dataFolder, port })
    yield* Deferred.succeed(isWatched, undefined)
    if (failures > 0) {
      yield* Effect.logInfo(`PostgreSQL runs again (process ${server.pid}, port ${server.port})`)
      yield* notices.recovered(KEEPER)
    }
    failures = 0
    return yield* server.lost
  })
  const keeping = Effect.scoped(serving).pipe(
    Effect.catch((problem) =>
      Effect.gen(function* () {
        failures++
        const begunAt = yield* Clock.currentTimeMillis
        const text = `${problem.message} It is started again.`
        yield* notices.failed({ worker: KEEPER, cause: causeOfEnd(problem), text, begunAt })
        yield* Effect.sleep(yield* pauseAfter(failures, problem, patience))
      })
    ),
    Effect.forever
  )
  yield* Effect.forkScoped(keeping)
  yield* Deferred.await(isWatched)
})
