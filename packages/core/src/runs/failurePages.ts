import { Effect, Option, Stream } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { RunId, StoredFailure } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

/** Points whose reasons are in memory together. */
const PAGE_POINTS = 500

/**
 * Every reason why metering points of a run could not be settled, in GSRN order, however many there are: no more than a
 * page of points is in memory.
 *
 * @example
 * import { Effect, Stream } from "effect"
 * import { failurePages } from "@datahub-settlement/core"
 * import { memorySettlementRunStore } from "@datahub-settlement/core/testing"
 *
 * const messages = failurePages("5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1").pipe(
 *   Stream.map(({ gsrn, message }) => `${gsrn}: ${message}`),
 *   Stream.runCollect,
 *   Effect.provide(memorySettlementRunStore)
 * )
 * Effect.runSync(messages).length // => 0
 */
export const failurePages = (
  runId: RunId,
  pagePoints: number = PAGE_POINTS
): Stream.Stream<StoredFailure, StorageError, SettlementRunStore> =>
  Stream.paginate(undefined as Gsrn | undefined, (after) =>
    Effect.map(
      SettlementRunStore.use((store) => store.failures(runId, { after, points: pagePoints })),
      (page) => [page, Option.fromUndefinedOr(page.at(-1)?.gsrn)] as const
    )
  )
