import { Effect, Fiber } from "effect"
import type { GridArea, Gsrn, Period } from "../../market/index.ts"
import {
  type PointsPage,
  resettlePoint,
  resumeSettlement,
  type RunProgress,
  runSettlement,
  SettlementRunStore,
  type StoredFailure,
  storedFailuresOf,
  type StoredLine,
  storedLinesOf,
  verifyRun
} from "../../runs/index.ts"
import { explain } from "../../settlement/index.ts"
import { StorageError } from "../../storage/index.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { expectLines, failuresOf, linesOf, type RunCaseNeeds, runCaseIn, standsAfter } from "./settlementRunCases.ts"

const cases: Array<ConformanceCase<RunCaseNeeds>> = []
const runCase = runCaseIn(cases, 5000)

runCase("a point settled once more has the stored lines and says why", ({ world }, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const { runId } = options()
    yield* runSettlement({ ...options(), gridAreas: ["131", "740"] as unknown as ReadonlyArray<GridArea> })
    const { asOf } = yield* store.find(runId)
    for (const { gridArea, gsrn } of world.points) {
      if (gridArea === "791") {
        yield* expectFailure("not in it", resettlePoint(runId, gsrn), "RunUnknown")
        continue
      }
      const stored = yield* store.lines(runId, { gsrn })
      if (stored.length === 0) {
        const refused = yield* expectFailure("failed", resettlePoint(runId, gsrn), "SettlementRefused")
        const problems = yield* store.failures(runId, { gsrn })
        yield* expectSame("why not", storedFailuresOf({ kind: "failed", gsrn, problems: refused.problems }), problems)
        continue
      }
      const settlement = yield* resettlePoint(runId, gsrn)
      yield* expectLines(`point ${gsrn}`, storedLinesOf({ kind: "settled", gsrn, settlement }), stored)
      yield* expectSame(
        "says why",
        settlement.lines.every((line) => explain(line).length > 1),
        true
      )
    }
    yield* expectSame("as of", asOf, options().asOf)
    yield* expectFailure("no run", resettlePoint(options(9).runId, world.points[0]!.gsrn), "RunUnknown")
  })
)

runCase("a run is verified, and the first difference is found", ({ world }, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const { runId } = options()
    const {
      progress: { failed, lines, settled }
    } = yield* runSettlement(options())
    const verified = yield* verifyRun(runId)
    yield* expectSame(
      "the same",
      [verified.difference ?? null, verified.points, verified.lines],
      [null, settled + failed, lines]
    )
    const all = yield* linesOf(runId)
    const { gsrn } = all[all.length >> 1]!
    const verifyWith = (changes: Partial<SettlementRunStore["Service"]>) =>
      Effect.map(
        Effect.provideService(verifyRun(runId), SettlementRunStore, { ...store, ...changes }),
        ({ difference }) =>
          difference === undefined
            ? null
            : [
                difference.what,
                difference.gsrn ?? null,
                difference.stored === undefined,
                difference.computed === undefined
              ]
      )
    const changedLines = (change: (line: StoredLine) => ReadonlyArray<StoredLine>) => ({
      lines: (id: string, page: Parameters<typeof store.lines>[1]) =>
        Effect.map(store.lines(id, page), (some) => some.flatMap(change))
    })
    const isFirst = (line: StoredLine) => line.gsrn === gsrn && line.lineNo === 0
    const changed = changedLines((line) => [isFirst(line) ? { ...line, exactUnits: line.exactUnits + 1n } : line])
    yield* expectSame("a unit more", yield* verifyWith(changed), ["line", gsrn, false, false])
    const lost = changedLines((line) => (line.gsrn === gsrn ? [] : [line]))
    yield* expectSame("a lost point", yield* verifyWith(lost), ["line", gsrn, true, false])
    const last = all.at(-1)!
    const strange = {
      lines: (id: string, page: Parameters<typeof store.lines>[1]) =>
        "after" in page && page.after === last.gsrn ? Effect.succeed([last]) : store.lines(id, page)
    }
    yield* expectSame("a point more", yield* verifyWith(strange), ["line", last.gsrn, false, true])
    const failures = yield* failuresOf(runId)
    const failing = failures[0]!.gsrn
    const changedFailures = (
      change: (some: ReadonlyArray<StoredFailure>, after: Gsrn | undefined) => ReadonlyArray<StoredFailure>
    ) => ({
      failures: (id: string, page: PointsPage) =>
        Effect.map(store.failures(id, page), (some) => change(some, "after" in page ? page.after : undefined))
    })
    const reworded = changedFailures((some) =>
      some.map((one) => (one === some[0] && one.gsrn === failing ? { ...one, message: "" } : one))
    )
    yield* expectSame("another reason", yield* verifyWith(reworded), ["failure", failing, false, false])
    const lastFailing = failures.at(-1)!
    const more = changedFailures((some, after) =>
      after === lastFailing.gsrn ? [{ ...lastFailing, gsrn: world.points.at(-1)!.gsrn }] : some
    )
    yield* expectSame("one reason more", yield* verifyWith(more), ["failure", world.points.at(-1)!.gsrn, false, true])
    const sums = {
      progress: (id: string) => Effect.map(store.progress(id), (one) => ({ ...one, totalOere: one.totalOere + 1 }))
    }
    yield* expectSame("an øre more", yield* verifyWith(sums), ["progress", null, false, false])
  })
)

runCase("a run is verified in chunks of any size, with the sums of every point", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const { runId } = options()
    yield* runSettlement(options())
    const verified = yield* verifyRun(runId)
    for (const chunkPoints of [1, 3, 1000]) {
      const again = yield* verifyRun(runId, { chunkPoints })
      yield* expectSame(`in chunks of ${chunkPoints}`, again, verified)
    }
    yield* expectFailure("no chunk", verifyRun(runId, { chunkPoints: 0 }), "RunUnknown")
    const { gsrn } = (yield* linesOf(runId)).at(-1)!
    const other = {
      results: (gsrns: ReadonlyArray<Gsrn>, period: Period) =>
        Effect.map(store.results(gsrns, period), (some) =>
          some.map((one) => (one.gsrn === gsrn ? { ...one, vatOere: one.vatOere + 1 } : one))
        )
    }
    const { difference } = yield* Effect.provideService(verifyRun(runId), SettlementRunStore, { ...store, ...other })
    yield* expectSame("other VAT", [difference?.what, difference?.gsrn], ["sums", gsrn])
  })
)

runCase("progress is told of what is stored alone", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const told: Array<number> = []
    const reason = "the disk is full"
    const full: SettlementRunStore["Service"] = {
      ...store,
      commit: (run, chunk) =>
        chunk.chunkNo < 2
          ? store.commit(run, chunk)
          : Effect.fail(new StorageError({ operation: "store a chunk of a run", reason, retryable: false }))
    }
    const onProgress = ({ failed, settled }: RunProgress) => {
      told.push(settled + failed)
      return Effect.void
    }
    const run = Effect.provideService(runSettlement({ ...options(), onProgress }), SettlementRunStore, full)
    yield* expectFailure("a chunk that is not stored", run, "StorageError")
    yield* expectSame("told", told, [5, 10])
    yield* resumeSettlement({ runId: options().runId })
    yield* expectSame("resumed", (yield* verifyRun(options().runId)).difference, undefined)
  })
)

runCase("the stored part of a run that stands is verified", (_, options) =>
  Effect.gen(function* () {
    yield* Fiber.interrupt(yield* standsAfter(options(), 2))
    const verified = yield* verifyRun(options().runId)
    yield* expectSame("the same", [verified.difference ?? null, verified.points], [null, 10])
    yield* resumeSettlement({ runId: options().runId })
  })
)

/** How a stored run can be proved: point by point, and as a whole. */
export const settlementRunProofs: ReadonlyArray<ConformanceCase<RunCaseNeeds>> = cases
