import type { Instant, MessageOutcome } from "@datahub-settlement/core"
import { Clock, Context, Effect, Layer } from "effect"

/** What a worker is doing; `failing` from its first failure until it succeeds again. */
export type WorkerState = "starting" | "working" | "idle" | "failing" | "stopped"

/** What has become of a message, counting those that came a second time. */
export type HandledOutcome = MessageOutcome | "known before"

export interface LastMessage {
  readonly messageId: string
  readonly outcome: HandledOutcome
  readonly at: Instant
}

export interface LastError {
  /** Tag of the failure: `Unavailable`, `StorageError`. */
  readonly kind: string
  /** What failed and what can be done about it. */
  readonly text: string
  readonly at: Instant
}

/** How one of the host's independent workers stands. */
export interface WorkerStatus {
  /** `queue measuredata`, `outbox`, `parked parts`. */
  readonly name: string
  /** Of a poller: the queue that it empties. */
  readonly queue: string | undefined
  readonly state: WorkerState
  readonly failingSince: Instant | undefined
  /** Failures in a row; 0 when it works. */
  readonly failures: number
  readonly lastError: LastError | undefined
  readonly lastMessage: LastMessage | undefined
  /** What it has done since the start, by outcome. */
  readonly counts: Readonly<Record<string, number>>
}

/** How every worker of this host stands: the one place that health, metrics and people look at. */
export class ServeStatus extends Context.Service<
  ServeStatus,
  {
    readonly startedAt: Instant
    /** Begins or changes what is known of a worker. */
    readonly set: (name: string, change: Partial<Omit<WorkerStatus, "name">>) => Effect.Effect<void>
    readonly count: (name: string, outcome: string, message?: LastMessage) => Effect.Effect<void>
    /** In the order in which they began. */
    readonly workers: Effect.Effect<ReadonlyArray<WorkerStatus>>
  }
>()("@datahub-settlement/host-node/ServeStatus") {
  static readonly layer: Layer.Layer<ServeStatus> = Layer.effect(
    ServeStatus,
    Effect.gen(function* () {
      const workers = new Map<string, WorkerStatus>()
      const change = (name: string, changed: (status: WorkerStatus) => Partial<WorkerStatus>): Effect.Effect<void> =>
        Effect.sync(() => {
          const status = workers.get(name) ?? newWorker(name)
          workers.set(name, { ...status, ...changed(status) })
        })
      return {
        startedAt: yield* Clock.currentTimeMillis,
        set: (name, changed) => change(name, () => changed),
        count: (name, outcome, message) =>
          change(name, ({ counts, lastMessage }) => ({
            counts: { ...counts, [outcome]: (counts[outcome] ?? 0) + 1 },
            lastMessage: message ?? lastMessage
          })),
        workers: Effect.sync(() => [...workers.values()])
      }
    })
  )
}

const newWorker = (name: string): WorkerStatus => ({
  name,
  queue: undefined,
  state: "starting",
  failingSince: undefined,
  failures: 0,
  lastError: undefined,
  lastMessage: undefined,
  counts: {}
})
