import {
  MeteringLedger,
  resumeSettlement,
  runSettlement,
  SettlementRunStore,
  verifyRun
} from "@datahub-settlement/core"
import { recordRunWorld, runIdOf, runPeriod, seededRandom, settlementRunWorld } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { migrate } from "../../src/database/migrate.ts"
import { testDatabase } from "../../src/server/testing/index.ts"
import { mortalProcess } from "./mortalProcess.ts"
import { ledgerBytes, runBytes, runStores, storesAt } from "./runStores.ts"
import { testSeed } from "./testSeed.ts"

const patience = 600_000
const seed = testSeed()
/** After so many deaths a process may live to its end. */
const DEATHS = 3

describe(`a process that is killed, seed ${seed}`, () => {
  it.live(
    "settles on from where it was, to the same bytes",
    () =>
      Effect.gen(function* () {
        const random = seededRandom(seed)
        const { url } = yield* testDatabase
        const { asOf, world } = yield* Effect.andThen(migrate(), recordRunWorld(settlementRunWorld(108, seed))).pipe(
          Effect.provide(storesAt(url))
        )
        const runId = runIdOf(1)
        let manner = "begin"
        for (let deaths = 0; deaths < DEATHS; deaths++) {
          const death = { afterSteps: random.int(0, 11), delayMs: random.int(0, 25) }
          const said = yield* mortalProcess("settleProcess.ts", [manner, runId, asOf, 4], url, death)
          // The server may still be busy with what the process before asked for last.
          expect(["RunInProgress", "RunRefused", undefined]).toContain(said.problem)
          if (said.ended !== undefined) break
          if (said.problem === undefined) expect(said.signal).toBe("SIGKILL")
          const progress = yield* SettlementRunStore.use((store) => store.progress(runId)).pipe(
            Effect.provide(storesAt(url))
          )
          // What was told is stored; a chunk whose commit was under way may be, too.
          expect(progress.chunks).toBeGreaterThanOrEqual(said.step ?? 0)
          const isBegun = yield* SettlementRunStore.use((store) => store.list(1)).pipe(Effect.provide(storesAt(url)))
          manner = isBegun.length > 0 ? "resume" : "begin"
        }
        const settleOn = Effect.gen(function* () {
          const runs = yield* SettlementRunStore.use((store) => store.list(1)).pipe(Effect.provide(storesAt(url)))
          const manner = runs.length > 0 ? "resume" : "begin"
          return yield* mortalProcess("settleProcess.ts", [manner, runId, asOf, random.int(1, 9)], url, undefined)
        })
        let said = yield* settleOn
        while (said.problem === "RunInProgress" || said.problem === "RunRefused") said = yield* settleOn
        expect(said).toMatchObject({ ended: world.points.length, signal: null })
        yield* Effect.gen(function* () {
          const whole = yield* runSettlement({ runId: runIdOf(2), period: runPeriod, asOf })
          expect(yield* runBytes(runId)).toEqual(yield* runBytes(runIdOf(2)))
          const again = yield* resumeSettlement({ runId })
          expect({ ...again.progress, chunks: 1, finishedAt: 0 }).toEqual({
            ...whole.progress,
            chunks: 1,
            finishedAt: 0
          })
          expect((yield* verifyRun(runId)).difference).toBeUndefined()
        }).pipe(Effect.provide(storesAt(url)))
      }),
    patience
  )

  it.live(
    "leaves every message of the ledger whole or not at all",
    () =>
      Effect.gen(function* () {
        const random = seededRandom(seed + 1)
        const { url } = yield* testDatabase
        yield* migrate().pipe(Effect.provide(storesAt(url)))
        const points = 84
        const { messages } = settlementRunWorld(points, seed)
        let acknowledged = 0
        for (let deaths = 0; deaths < DEATHS; deaths++) {
          const death = { afterSteps: random.int(0, 14), delayMs: random.int(0, 12) }
          // Some messages are sent once more, as after a crash before they were acknowledged.
          const first = Math.max(0, acknowledged - random.int(0, 2))
          const said = yield* mortalProcess("appendProcess.ts", [points, seed, first], url, death)
          expect(said.problem).toBeUndefined()
          acknowledged = Math.max(acknowledged, said.step ?? 0)
          // On a busy machine it may come to its end before the signal comes to it.
          if (said.ended !== undefined) break
          expect(said.signal).toBe("SIGKILL")
        }
        const bytes = yield* Effect.gen(function* () {
          const ledger = yield* MeteringLedger
          const known = yield* Effect.forEach(messages, (message) =>
            Effect.map(ledger.append([message]), ({ knownMessages }) => knownMessages)
          )
          expect(known.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, () => 1))
          expect(yield* ledger.append(messages)).toEqual({ days: 0, knownMessages: messages.length })
          return yield* ledgerBytes
        }).pipe(Effect.provide(storesAt(url)))
        const undisturbed = Effect.andThen(
          MeteringLedger.use((ledger) => ledger.append(messages)),
          ledgerBytes
        )
        expect(bytes).toEqual(yield* undisturbed.pipe(Effect.provide(runStores)))
      }),
    patience
  )
})
