import type { Instant } from "@datahub-settlement/core"
import { Clock, Context, Effect, Semaphore } from "effect"
import type { EnergiDataset } from "./EnergiDataQuery.ts"
import { MINUTE_MS } from "./retryAfter.ts"

/** Why nothing is asked for a while. */
export interface EnergiDataWait {
  readonly dataset: EnergiDataset
  readonly until: Instant
  readonly reason: string
}

/** Hears of each wait before it begins: for a line on the screen, since a wait lasts a minute and looks like a fault. */
export const EnergiDataWaits = Context.Reference<(wait: EnergiDataWait) => Effect.Effect<void>>(
  "@datahub-settlement/host-node/EnergiDataWaits",
  { defaultValue: () => () => Effect.void }
)

/** Who asks for a dataset, one after another and not sooner than the service allows. */
export interface RequestTurn {
  /** Runs alone for this dataset. */
  readonly alone: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Waits until the next request may be sent, and notes that one is sent now. */
  readonly begin: Effect.Effect<void>
  /** Nothing is to be sent before an instant. */
  readonly notBefore: (until: Instant, reason: string) => void
}

/** A clock that is set back must not stop us for longer than this. */
const WAIT_MS_MAX = 3_600_000

const PACE = "the service takes one request a minute for each dataset"

/** A turn for one dataset; the first request may be sent at once. */
export const makeRequestTurn = (dataset: EnergiDataset): RequestTurn => {
  const permit = Semaphore.makeUnsafe(1)
  let next: { readonly until: Instant; readonly reason: string } = { until: Number.NEGATIVE_INFINITY, reason: PACE }
  const notBefore = (until: Instant, reason: string): void => {
    next = { until, reason }
  }
  const begin = Effect.gen(function* () {
    const { until } = next
    if (until > (yield* Clock.currentTimeMillis)) {
      const tell = yield* EnergiDataWaits
      yield* tell({ dataset, ...next })
      const waitMs = Math.min(until - (yield* Clock.currentTimeMillis), WAIT_MS_MAX)
      if (waitMs > 0) yield* Effect.sleep(waitMs)
    }
    // Before it is sent: a request that is interrupted on its way has been counted all the same.
    notBefore((yield* Clock.currentTimeMillis) + MINUTE_MS, PACE)
  })
  return { alone: permit.withPermits(1), begin, notBefore }
}
