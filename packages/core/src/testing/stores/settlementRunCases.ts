import { Deferred, Effect, Fiber, Stream } from "effect"
import {
  failurePages,
  type RunOptions,
  type RunProgress,
  runSettlement,
  type SettlementPorts,
  SettlementRunStore,
  type StoredLine
} from "../../runs/index.ts"
import { type ConformanceCase, expectSame } from "./conformance.ts"
import { RecordedRunWorld, runIdOf } from "./RecordedRunWorld.ts"
import { runPeriod } from "./settlementRunWorld.ts"

/** What a case of a run needs. */
export type RunCaseNeeds = SettlementPorts | SettlementRunStore | RecordedRunWorld
type Recorded = RecordedRunWorld["Service"]

/** Adds cases, each with run ids of its own; all run as of the instant at which the world was recorded. */
export const runCaseIn =
  (cases: Array<ConformanceCase<RunCaseNeeds>>, firstId: number) =>
  (
    name: string,
    test: (recorded: Recorded, options: (number?: number) => RunOptions) => Effect.Effect<void, unknown, RunCaseNeeds>
  ): void => {
    const first = firstId + 100 * (cases.length + 1)
    cases.push({
      name,
      run: Effect.flatMap(RecordedRunWorld, (recorded) =>
        test(recorded, (number = 0) => ({
          runId: runIdOf(first + number),
          period: runPeriod,
          asOf: recorded.asOf,
          chunkPoints: 5
        }))
      )
    })
  }

/** All lines of a run. */
export const linesOf = (runId: string) =>
  Effect.flatMap(SettlementRunStore, (store) => store.lines(runId, { points: 1_000_000 }))

/** Every reason of a run. */
export const failuresOf = (runId: string) => Stream.runCollect(failurePages(runId, 7))

/** All that a line says, to be compared as text. */
export const lineText = (line: StoredLine): string =>
  [
    line.gsrn,
    line.lineNo,
    line.kind,
    line.id,
    line.pricedGsrn,
    line.from,
    line.to,
    line.quantityWh,
    line.exactUnits,
    line.amountOere,
    line.vatClass,
    line.isTax
  ].join(" ")

/** Fails unless lines say the same. */
export const expectLines = (what: string, actual: ReadonlyArray<StoredLine>, expected: ReadonlyArray<StoredLine>) =>
  expectSame(what, actual.map(lineText), expected.map(lineText))

/** Fails unless two runs have stored the same. */
export const expectSameRun = (what: string, runId: string, otherId: string) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    yield* expectLines(what, yield* linesOf(runId), yield* linesOf(otherId))
    yield* expectSame(`${what}: failures`, yield* failuresOf(runId), yield* failuresOf(otherId))
    const sums = ({ failed, lastGsrn, lines, settled, totalOere }: RunProgress) => [
      failed,
      lastGsrn,
      lines,
      settled,
      totalOere
    ]
    yield* expectSame(`${what}: sums`, sums(yield* store.progress(runId)), sums(yield* store.progress(otherId)))
  })

/** Starts a run that stands still after so many chunks; gives the fibre when it does. */
export const standsAfter = Effect.fnUntraced(function* (options: RunOptions, chunks: number) {
  const reached = yield* Deferred.make<void>()
  const onProgress = (progress: RunProgress) =>
    progress.chunks < chunks ? Effect.void : Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
  const fiber = yield* Effect.forkChild(runSettlement({ ...options, onProgress }))
  yield* Effect.raceFirst(Deferred.await(reached), Effect.asVoid(Fiber.join(fiber)))
  return fiber
})
