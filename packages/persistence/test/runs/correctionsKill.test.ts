import { CorrectionsDue, failurePages, runSettlement, SettlementRunStore, verifyRun } from "@datahub-settlement/core"
import {
  changeRunWorld,
  recordRunWorld,
  runIdOf,
  runPeriod,
  seededRandom,
  settlementRunWorld
} from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { migrate } from "../../src/database/migrate.ts"
import { testDatabase } from "../../src/server/testing/index.ts"
import { mortalProcess } from "./mortalProcess.ts"
import { storesAt } from "./runStores.ts"
import { testSeed } from "./testSeed.ts"

const patience = 600_000
const seed = testSeed()
/** After so many deaths a process may live to its end. */
const DEATHS = 4

/** Exact sums of runs by metering point and charge, of points that the last run could settle. */
const sumsOf = Effect.fnUntraced(function* (runIds: ReadonlyArray<string>, failed: ReadonlySet<string>) {
  const store = yield* SettlementRunStore
  const sums: Record<string, bigint> = {}
  for (const runId of runIds) {
    for (const { exactUnits, gsrn, id, pricedGsrn } of yield* store.lines(runId, { points: 1_000_000 })) {
      const place = `${gsrn} ${id} ${pricedGsrn}`
      if (!failed.has(gsrn)) sums[place] = (sums[place] ?? 0n) + exactUnits
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, units]) => units !== 0n))
})

describe(`corrections of a process that is killed, seed ${seed}`, () => {
  it.live(
    "are billed once: never twice, and none is lost",
    () =>
      Effect.gen(function* () {
        const random = seededRandom(seed)
        const { url } = yield* testDatabase
        const stores = storesAt(url)
        const world = settlementRunWorld(54, seed)
        const gsrns = world.points.map(({ gsrn }) => gsrn)
        yield* Effect.gen(function* () {
          yield* migrate()
          yield* recordRunWorld(world)
          yield* runSettlement({ runId: runIdOf(1), period: runPeriod })
          yield* changeRunWorld(world)
          const news = { period: runPeriod, cause: "readings", messageId: "later", notedAt: 0 } as const
          yield* CorrectionsDue.use((due) => due.note(gsrns.map((gsrn) => ({ ...news, gsrn }))))
        }).pipe(Effect.provide(stores))
        for (let deaths = 0; deaths < DEATHS; deaths++) {
          const death = { afterSteps: random.int(0, 8), delayMs: random.int(0, 25) }
          const said = yield* mortalProcess("correctProcess.ts", [random.int(2, 6)], url, death)
          expect(["RunInProgress", undefined]).toContain(said.problem)
        }
        let last = yield* mortalProcess("correctProcess.ts", [3], url, undefined)
        // The server may still be busy with what the killed process asked for last.
        while (last.problem === "RunInProgress") last = yield* mortalProcess("correctProcess.ts", [3], url, undefined)
        expect(last.problem).toBeUndefined()
        yield* Effect.gen(function* () {
          const store = yield* SettlementRunStore
          expect(yield* CorrectionsDue.use((due) => due.open(1))).toEqual([])
          expect(yield* store.unfinishedCorrections).toEqual([])
          const runs = yield* store.list(1000)
          expect(runs.filter(({ kind }) => kind === "correction").length).toBeGreaterThan(0)
          for (const { runId } of runs) expect((yield* verifyRun(runId)).difference).toBeUndefined()
          yield* runSettlement({ runId: runIdOf(2), period: runPeriod })
          const failed = new Set((yield* Stream.runCollect(failurePages(runIdOf(2)))).map(({ gsrn }): string => gsrn))
          const billed = runs.map(({ runId }) => runId)
          expect(yield* sumsOf(billed, failed)).toEqual(yield* sumsOf([runIdOf(2)], failed))
        }).pipe(Effect.provide(stores))
      }),
    patience
  )
})
