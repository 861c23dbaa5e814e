import { Effect, Exit, Fiber, Option, Ref, Scope } from "effect"
import type { HostConfig } from "../config/index.ts"
import { openStore, type OpenStore } from "../store/openStore.ts"
import { placeText } from "../store/placeText.ts"
import type { StorePlace } from "../store/storePlace.ts"
import { hostApp } from "./api/hostApp.ts"
import { boundHere, listen } from "./api/listen.ts"
import { startingApp } from "./api/startingApp.ts"
import { awaitStore } from "./awaitStore.ts"
import { keepServerRunning } from "./keepServerRunning.ts"
import { keepCountingTasks } from "./processCounts.ts"
import { stopOnSignal } from "./runMain.ts"
import { steadily } from "./steadily.ts"
import { StopRequest } from "./StopRequest.ts"
import { patienceOf, workersOf } from "./workers.ts"

/**
 * Runs the host until somebody asks it to stop, by SIGTERM or SIGINT: health, metrics and the API from the first moment
 * on, and every worker on its own as soon as the database is there. A stop lets every message in hand go its whole way.
 */
export const serve = Effect.fnUntraced(function* (config: HostConfig, place: StorePlace) {
  const stop = yield* StopRequest
  yield* stopOnSignal(stop.ask)
  const reason = yield* Ref.make("The database has only just been asked for")
  // Nobody is answered any more while the database is closed.
  const listening = yield* Scope.make()
  yield* Effect.addFinalizer((exit) => Scope.close(listening, exit))
  const http = yield* Scope.provide(listening)(listen(config, yield* boundHere(startingApp(Ref.get(reason)))))
  const opened = yield* awaitStore(openStore(place, "fill"), {
    patience: patienceOf(config, 0),
    limitMs: config.startTimeoutMs,
    waitsFor: (text) => Ref.set(reason, text)
  })
  if (Option.isNone(opened)) return yield* Effect.logInfo("Stopped while waiting for the database: nothing was in hand")
  const { store } = opened.value
  yield* Effect.gen(function* () {
    yield* keepServerRunning(store, patienceOf(config, 0))
    yield* http.answerBy(yield* hostApp(config))
    yield* work(config, store)
    yield* Scope.close(listening, Exit.void)
  }).pipe(Effect.provideContext(opened.value.context), Effect.provideContext(http.context))
  yield* Effect.logInfo("Stopped")
})

/** Every worker, until a stop is asked for and what is in hand is done. */
const work = Effect.fnUntraced(function* (config: HostConfig, store: OpenStore) {
  const stop = yield* StopRequest
  const workers = workersOf(config, store)
  yield* Effect.forkScoped(keepCountingTasks)
  const fibers = yield* Effect.forEach(workers, (worker) => Effect.forkScoped(steadily(worker)))
  yield* Effect.logInfo(
    `Serving as ${config.gln}: ${workers.map(({ name }) => name).join(", ")}; database ${placeText(store)}`
  )
  yield* stop.asked
  yield* Effect.logInfo("Asked to stop: finishing what is in hand")
  yield* Fiber.awaitAll(fibers).pipe(
    Effect.timeoutOrElse({
      duration: config.stopTimeoutMs,
      orElse: () =>
        Effect.logWarning(`Not finished after ${config.stopTimeoutMs} ms: broken off, what was in hand will come again`)
    })
  )
})
