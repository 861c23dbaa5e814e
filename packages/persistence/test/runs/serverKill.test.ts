import {
  MeteringLedger,
  resumeSettlement,
  type RunProgress,
  runSettlement,
  SettlementRunStore,
  verifyRun
} from "@datahub-settlement/core"
import { recordRunWorld, runIdOf, runPeriod, seededRandom, settlementRunWorld } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { migrate } from "../../src/database/migrate.ts"
import { startEmbeddedPostgres } from "../../src/server/index.ts"
import { temporaryFolder } from "../server/hostProcess.ts"
import { testSeed } from "./testSeed.ts"
import { ledgerBytes, runBytes, runStores, storesAt } from "./runStores.ts"

const patience = 600_000
const KILLS = 2
const seed = testSeed()

/** A durable server that is killed, and started again on the same folder. */
const mortalServer = Effect.map(temporaryFolder, (dataFolder) =>
  Effect.gen(function* () {
    const scope = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const server = yield* startEmbeddedPostgres({ dataFolder, durability: "durable" }).pipe(Scope.provide(scope))
    return {
      url: server.url,
      kill: Effect.sync(() => process.kill(server.pid, "SIGKILL")),
      gone: Scope.close(scope, Exit.void)
    }
  })
)

describe(`a server that is killed, seed ${seed}`, () => {
  it.live(
    "in the middle of a run leaves it to be resumed, to the same bytes",
    () =>
      Effect.gen(function* () {
        const random = seededRandom(seed)
        const start = yield* mortalServer
        let server = yield* start
        const { asOf, world } = yield* Effect.andThen(migrate(), recordRunWorld(settlementRunWorld(120, seed))).pipe(
          Effect.provide(storesAt(server.url))
        )
        const runId = runIdOf(1)
        const options = { runId, period: runPeriod, asOf, chunkPoints: 4 }
        let chunks = 0
        for (let kill = 0; kill < KILLS; kill++) {
          const killAt = chunks + random.int(1, 8)
          const delayMs = random.int(0, 12)
          const { kill: end } = server
          const onProgress = (progress: RunProgress) =>
            progress.chunks === killAt ? Effect.forkDetach(Effect.delay(end, delayMs)).pipe(Effect.asVoid) : Effect.void
          const attempt =
            kill === 0
              ? runSettlement({ ...options, onProgress })
              : resumeSettlement({ runId, chunkPoints: 4, onProgress })
          // Expected, with a reason, and not a defect.
          const error = yield* Effect.flip(attempt).pipe(Effect.provide(storesAt(server.url)))
          expect(error).toMatchObject({ _tag: "StorageError", retryable: true })
          yield* server.gone
          server = yield* start
          const progress = yield* SettlementRunStore.use((store) => store.progress(runId)).pipe(
            Effect.provide(storesAt(server.url))
          )
          expect(progress.chunks).toBeGreaterThanOrEqual(killAt)
          chunks = progress.chunks
        }
        yield* Effect.gen(function* () {
          const { progress } = yield* resumeSettlement({ runId, chunkPoints: random.int(1, 9) })
          expect(progress.settled + progress.failed).toBe(world.points.length)
          yield* runSettlement({ ...options, runId: runIdOf(2), chunkPoints: 1000 })
          expect(yield* runBytes(runId)).toEqual(yield* runBytes(runIdOf(2)))
          expect((yield* verifyRun(runId)).difference).toBeUndefined()
        }).pipe(Effect.provide(storesAt(server.url)))
      }),
    patience
  )

  it.live(
    "in the middle of an append keeps messages whole",
    () =>
      Effect.gen(function* () {
        const random = seededRandom(seed + 1)
        const start = yield* mortalServer
        let server = yield* start
        yield* migrate().pipe(Effect.provide(storesAt(server.url)))
        const { messages } = settlementRunWorld(48, seed)
        let acknowledged = 0
        for (let kill = 0; kill < KILLS; kill++) {
          const killAt = acknowledged + random.int(1, 8)
          const delayMs = random.int(0, 12)
          const { kill: end } = server
          const appending = Effect.gen(function* () {
            const ledger = yield* MeteringLedger
            for (let next = acknowledged; next < messages.length; next++) {
              yield* ledger.append([messages[next]!])
              acknowledged = next + 1
              if (acknowledged === killAt) yield* Effect.forkDetach(Effect.delay(end, delayMs))
            }
          })
          const error = yield* Effect.flip(appending).pipe(Effect.provide(storesAt(server.url)))
          expect(error).toMatchObject({ _tag: "StorageError", retryable: true })
          yield* server.gone
          server = yield* start
        }
        const bytes = yield* Effect.gen(function* () {
          const ledger = yield* MeteringLedger
          const known = yield* Effect.forEach(messages, (message) =>
            Effect.map(ledger.append([message]), ({ knownMessages }) => knownMessages)
          )
          // What was acknowledged is there, and at most the one that was under way when the server was killed.
          expect(known.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, () => 1))
          expect(known.slice(acknowledged + 1)).toEqual(
            Array.from({ length: messages.length - acknowledged - 1 }, () => 0)
          )
          return yield* ledgerBytes
        }).pipe(Effect.provide(storesAt(server.url)))
        const undisturbed = Effect.andThen(
          MeteringLedger.use((ledger) => ledger.append(messages)),
          ledgerBytes
        )
        expect(bytes).toEqual(yield* undisturbed.pipe(Effect.provide(runStores)))
      }),
    patience
  )
})
