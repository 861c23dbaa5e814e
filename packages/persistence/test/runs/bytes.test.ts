import {
  ChunkConflict,
  type PointResult,
  resumeSettlement,
  type RunProgress,
  runSettlement,
  settle,
  SettlementRunStore
} from "@datahub-settlement/core"
import { householdRequest, RecordedRunWorld, runIdOf, runPeriod, seededRandom } from "@datahub-settlement/core/testing"
import { describe, expect, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Option, Result } from "effect"
import { runBytes, runStores } from "./runStores.ts"
import { testSeed } from "./testSeed.ts"

const seed = testSeed()
const patience = { timeout: 600_000, excludeTestServices: true } as const

/** After so many the run is left to come to its end. */
const INTERRUPTIONS_MAX = 40

describe(`bytes of a run, seed ${seed}`, () => {
  layer(
    RecordedRunWorld.layer(48, seed).pipe(Layer.provideMerge(runStores)),
    patience
  )((it) => {
    const optionsOf = (number: number) =>
      RecordedRunWorld.use(({ asOf }) => Effect.succeed({ runId: runIdOf(number), period: runPeriod, asOf }))

    it.effect(
      "are the same for chunks of 1, 7 and 1000 points",
      () =>
        Effect.gen(function* () {
          yield* runSettlement({ ...(yield* optionsOf(1)), chunkPoints: 1000 })
          const bytes = yield* runBytes(runIdOf(1))
          for (const chunkPoints of [1, 7]) {
            yield* runSettlement({ ...(yield* optionsOf(1 + chunkPoints)), chunkPoints })
            expect(yield* runBytes(runIdOf(1 + chunkPoints))).toEqual(bytes)
          }
        }),
      600_000
    )

    it.effect(
      "are the same after interruptions at any moment",
      () =>
        Effect.gen(function* () {
          const random = seededRandom(seed)
          yield* runSettlement(yield* optionsOf(20))
          const store = yield* SettlementRunStore
          const runId = runIdOf(21)
          const options = yield* optionsOf(21)
          let begun = false
          let interruptions = 0
          for (let attempt = 0; ; attempt++) {
            const chunkPoints = random.int(1, 9)
            const told: Array<RunProgress> = []
            const stored = yield* Deferred.make<void>()
            const onProgress = (progress: RunProgress) =>
              Effect.andThen(
                Effect.sync(() => void told.push(progress)),
                Deferred.succeed(stored, undefined)
              )
            const run = begun
              ? resumeSettlement({ runId, chunkPoints, onProgress })
              : runSettlement({ ...options, chunkPoints, onProgress })
            // Longer and longer, and at last without an end, so that however busy a machine comes to the end too; at first no
            // longer than one chunk takes, so that a quick one does not come to it at once.
            const moment =
              attempt < INTERRUPTIONS_MAX ? Effect.sleep(random.int(5, 60) * (1 + attempt / 10)) : Effect.never
            const interruption = attempt < 3 ? Effect.raceFirst(moment, Deferred.await(stored)) : moment
            const exit = yield* Effect.raceFirst(Effect.asSome(run), Effect.as(interruption, Option.none()))
            begun = (yield* store.list(1000)).some((one) => one.runId === runId)
            expect((yield* store.progress(runId)).chunks).toBeGreaterThanOrEqual(told.at(-1)?.chunks ?? 0)
            if (exit._tag === "Some") break
            interruptions++
          }
          expect(interruptions).toBeGreaterThan(2)
          expect((yield* store.progress(runId)).finishedAt).toBeDefined()
          expect(yield* runBytes(runId)).toEqual(yield* runBytes(runIdOf(20)))
        }),
      600_000
    )

    it.effect(
      "do not change when two processes store chunks of one run",
      () =>
        Effect.gen(function* () {
          const store = yield* SettlementRunStore
          const options = yield* optionsOf(30)
          // The hold of the first was lost with its session, and so a second has begun to go on with the run.
          const unheld = { ...store, hold: () => Effect.void }
          const first = runSettlement({ ...options, chunkPoints: 3 })
          const others = Effect.retry(resumeSettlement({ runId: options.runId, chunkPoints: 5 }), {
            while: ({ _tag }) => _tag === "RunUnknown"
          })
          const results = yield* Effect.all([Effect.result(first), Effect.result(others)], { concurrency: 2 }).pipe(
            Effect.provideService(SettlementRunStore, unheld)
          )
          const stopped = results.filter(Result.isFailure).map(({ failure }) => failure)
          expect(stopped.length).toBeGreaterThan(0)
          for (const error of stopped) expect(error).toBeInstanceOf(ChunkConflict)
          yield* resumeSettlement({ runId: options.runId })
          yield* runSettlement({ ...options, runId: runIdOf(31) })
          expect(yield* runBytes(options.runId)).toEqual(yield* runBytes(runIdOf(31)))
        }),
      600_000
    )

    it.effect("of a chunk that cannot be stored are none", () =>
      Effect.gen(function* () {
        const store = yield* SettlementRunStore
        const { asOf, period, runId } = yield* optionsOf(40)
        const run = { runId, kind: "settlement" as const, period, asOf, ruleVersion: "1", points: 2, startedAt: 0 }
        yield* store.begin(run)
        const before = yield* runBytes(runId)
        const request = householdRequest()
        const result: PointResult = {
          kind: "settled",
          gsrn: request.meteringPoint.gsrn,
          settlement: Result.getOrThrow(settle(request))
        }
        // The same point twice: its lines are copied before its sums are refused.
        const error = yield* Effect.flip(store.commit(run, { chunkNo: 0, results: [result, result] }))
        expect(error).toMatchObject({ _tag: "StorageError", operation: "store a chunk of a run" })
        expect(yield* runBytes(runId)).toEqual(before)
        const committing = yield* Effect.forkChild(store.commit(run, { chunkNo: 0, results: [result] }))
        yield* Fiber.interrupt(committing)
        yield* store.commit(run, { chunkNo: 0, results: [result] })
        expect((yield* store.lines(runId, { points: 9 })).length).toBe(result.settlement.lines.length)
      })
    )
  })
})
