import { Context, type Effect, type Option, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { AdvancedProcess } from "./advanceProcess.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessKind } from "./ProcessKind.ts"
import type { TimelineEntry } from "./timeline.ts"

/** Another process of this kind is at work for the metering point. */
export class ProcessActive extends Schema.TaggedError<ProcessActive>()("ProcessActive", {
  id: Schema.String,
  /** The one that is at work. */
  activeId: Schema.String
}) {
  override get message(): string {
    return `Nothing was opened: process ${this.activeId} of the same kind is at work for the metering point`
  }
}

/** A process with this id was opened before, and is another one. */
export class ProcessIdUsed extends Schema.TaggedError<ProcessIdUsed>()("ProcessIdUsed", { id: Schema.String }) {
  override get message(): string {
    return `There is a process ${this.id}, and it is another one`
  }
}

/** Somebody else took the process further meanwhile: read it again and take the event to it anew. */
export class ProcessChanged extends Schema.TaggedError<ProcessChanged>()("ProcessChanged", {
  id: Schema.String,
  /** Steps that it was thought to have. */
  expected: Schema.Finite,
  /** Steps that it has; none when there is no such process. */
  actual: Schema.Finite
}) {
  override get message(): string {
    return `Process ${this.id} has ${this.actual} steps, not ${this.expected}: read it again`
  }
}

/** Which processes a list is about; the newest come first. */
export interface ProcessQuery {
  readonly kind?: ProcessKind | undefined
  readonly gsrn?: Gsrn | undefined
  readonly state?: string | undefined
  /** Only those at work, or only those that are not. */
  readonly active?: boolean | undefined
  /** Only those to which something came that did not fit. */
  readonly misfits?: true | undefined
  /** Only those of which a deadline or the effective date comes before this instant; the nearest come first then. */
  readonly dueBefore?: Instant | undefined
  /** Only those that come after this one in the list: its next page. Not with `dueBefore`. */
  readonly after?: { readonly openedAt: Instant; readonly id: string } | undefined
  readonly limit: number
}

/** Where a process stands among those that wait for something: the nearest limit first, then the oldest. */
export interface WaitingPlace {
  /** As it was when the process was recorded; infinity where nothing that it waits for has a limit. */
  readonly until: Instant
  readonly openedAt: Instant
  readonly id: string
}

/** A process that waits for something to be done, and its place in that list. */
export interface WaitingProcess {
  readonly process: MarketProcess
  readonly place: WaitingPlace
}

/** Which processes a list of those that wait is about. */
export interface WaitingQuery {
  readonly kind?: ProcessKind | undefined
  readonly gsrn?: Gsrn | undefined
  /** Only those of which something should be done before this instant. */
  readonly before?: Instant | undefined
  /** Only those that come after this place: the next page. */
  readonly after?: WaitingPlace | undefined
  readonly limit: number
}

/**
 * Market processes with all that happened to them. A process is taken further by `advanceProcess` and the outcome is
 * recorded here; of two that do it at the same time, the second is told to read again.
 *
 * @example
 * import { Effect, Option, Result } from "effect"
 * import { advanceProcess, gsrnOf, LocalDate, MarketCalendar, openProcess, ProcessStore } from "@datahub-settlement/core"
 * import { memoryProcessStore } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const program = Effect.gen(function* () {
 *   const store = yield* ProcessStore
 *   const opened = yield* Effect.fromResult(
 *     openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 *   )
 *   yield* store.open(opened)
 *   yield* store.record(advanceProcess(opened, { kind: "sent", at, messageId: "m-1", transactionId: "t-1" }))
 *   return Option.getOrThrow(yield* store.findByRequest("t-1")).state
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryProcessStore))) // => "sent"
 */
export class ProcessStore extends Context.Service<
  ProcessStore,
  {
    /** Keeps a new process, with the steps that it has. The same one again changes nothing. */
    readonly open: (process: MarketProcess) => Effect.Effect<void, ProcessActive | ProcessIdUsed | StorageError>
    /**
     * Keeps the outcome of one event. One that was known already changes nothing. A process that had ended does not go
     * back to work beside another one of its kind.
     */
    readonly record: (advanced: AdvancedProcess) => Effect.Effect<void, ProcessActive | ProcessChanged | StorageError>
    readonly find: (id: string) => Effect.Effect<Option.Option<MarketProcess>, StorageError>
    /** The process that a transaction of ours belongs to: its request, its cancellation, its customer data. */
    readonly findByRequest: (transactionId: string) => Effect.Effect<Option.Option<MarketProcess>, StorageError>
    /** Those of metering points that have not ended: at work or resting, the oldest first. What `processFor` looks at. */
    readonly openFor: (gsrns: Gsrn | ReadonlyArray<Gsrn>) => Effect.Effect<ReadonlyArray<MarketProcess>, StorageError>
    /** Those to which time brings something by now, the longest overdue first. */
    readonly due: (now: Instant, limit: number) => Effect.Effect<ReadonlyArray<MarketProcess>, StorageError>
    readonly list: (query: ProcessQuery) => Effect.Effect<ReadonlyArray<MarketProcess>, StorageError>
    /** Those of which something is to be done (`openTasks`), ended or not; what waits for nobody is not read. */
    readonly waiting: (query: WaitingQuery) => Effect.Effect<ReadonlyArray<WaitingProcess>, StorageError>
    /** What happened, in words; none when there is no such process. */
    readonly timeline: (id: string) => Effect.Effect<ReadonlyArray<TimelineEntry>, StorageError>
  }
>()("@datahub-settlement/core/ProcessStore") {}
