import type { DeadlineDefinition } from "./deadlineRules.ts"
import type { EffectName } from "./effectTable.ts"
import type { GuardName } from "./guardTable.ts"
import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"
import type { EventPattern, TaskSpec } from "./TaskSpec.ts"

/** A state of a process. */
export interface StateDefinition {
  readonly title: string
  /** Nothing leads out of it. */
  readonly final?: true
  /**
   * Its work is done, and another process of its kind may be opened for the metering point; it can still be undone, and
   * its last deadlines run.
   */
  readonly rests?: true
  /**
   * Of one that rests: the process has ended as far as we know. Nobody waits any longer for what it asked of people and no
   * deadline of it runs, and only a later word of DataHub leads out of it.
   */
  readonly over?: true
  /** It ended as it was meant to, and what it brought about holds: tasks that last are still to be done. */
  readonly stands?: true
}

/** What a step asks for: a named effect, a document to be sent, a task for a person, with the deadline that it is due by. */
export type EffectSpec = EffectName | { readonly send: `RSM-${string}/${string}`; readonly by?: string } | TaskSpec

/** One step. Of several that fit an event, the first whose guards hold is taken. */
export interface Transition extends EventPattern {
  readonly from: ReadonlyArray<string>
  readonly guards?: ReadonlyArray<GuardName>
  /** Without it the state stays. */
  readonly to?: string
  /** The date that the event names becomes the effective date. */
  readonly adoptsDate?: true
  readonly effects?: ReadonlyArray<EffectSpec>
  /** Deadlines that begin to run, and those that are met. */
  readonly starts?: ReadonlyArray<string>
  readonly meets?: ReadonlyArray<string>
  readonly why: string
}

/** A market process from our side of it, as data. */
export interface ProcessDefinition {
  readonly kind: ProcessKind
  readonly role: ProcessRole
  readonly title: string
  /** The process description and its version. */
  readonly source: string
  readonly initial: string
  readonly states: Readonly<Record<string, StateDefinition>>
  readonly transitions: ReadonlyArray<Transition>
  readonly deadlines: Readonly<Record<string, DeadlineDefinition>>
}
