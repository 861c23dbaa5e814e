import { Clock, Context, Duration, Effect, Layer } from "effect"

/** Why something fails, so that the same thing is told of once, however many workers it stops. */
export interface Cause {
  /** What went wrong: the tag of the failure. Something else is to be done about another kind. */
  readonly kind: string
  /** What does not work, as people are told: `queue measuredata`, `database`, `DataHub at https://…`. */
  readonly what: string
}

/** A failure of one worker. */
export interface Noticed {
  readonly worker: string
  readonly cause: Cause
  /** What failed and what can be done about it. */
  readonly text: string
  /** When the worker began what failed. */
  readonly begunAt: number
}

interface Open extends Cause {
  readonly since: number
  readonly workers: Set<string>
  failures: number
}

/**
 * What people have been told of failures: a warning when a cause is met first, by whichever worker, and a line when one of
 * those that met it gets on again. What was begun before that and fails later is no news.
 */
export class Notices extends Context.Service<
  Notices,
  {
    readonly failed: (noticed: Noticed) => Effect.Effect<void>
    /** A worker that failed has done again what it could not do. */
    readonly recovered: (worker: string) => Effect.Effect<void>
  }
>()("@datahub-settlement/host-node/Notices") {
  static readonly layer: Layer.Layer<Notices> = Layer.sync(Notices, () => {
    const open = new Map<string, Open>()
    const overAt = new Map<string, number>()
    return {
      failed: Effect.fnUntraced(function* ({ begunAt, cause, text, worker }) {
        const key = `${cause.kind} ${cause.what}`
        const known = open.get(key)
        if (known === undefined && begunAt >= (overAt.get(key) ?? Number.NEGATIVE_INFINITY)) {
          const since = yield* Clock.currentTimeMillis
          open.set(key, { ...cause, since, workers: new Set([worker]), failures: 1 })
          return yield* Effect.logWarning(`${cause.what} fails, and is tried again by itself: ${text}`)
        }
        if (known !== undefined) {
          known.workers.add(worker)
          known.failures++
        }
        yield* Effect.logDebug(`${worker} still fails: ${text}`)
      }),
      recovered: Effect.fnUntraced(function* (worker) {
        const now = yield* Clock.currentTimeMillis
        const over = [...open].filter(([, { workers }]) => workers.has(worker))
        for (const [key] of over) {
          open.delete(key)
          overAt.set(key, now)
        }
        for (const [what, causes] of Map.groupBy(
          over.map(([, cause]) => cause),
          (cause) => cause.what
        )) {
          const since = Math.min(...causes.map((cause) => cause.since))
          const failures = causes.reduce((sum, cause) => sum + cause.failures, 0)
          yield* Effect.logInfo(
            `${what} works again after ${Duration.format(Duration.millis(now - since))} and ${failures} failed attempts`
          )
        }
      })
    }
  })
}
