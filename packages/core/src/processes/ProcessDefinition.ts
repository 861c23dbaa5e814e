import type { DeadlineDefinition } from "./deadlineRules.ts"
import type { EffectName } from "./effectTable.ts"
import type { GuardName } from "./guardTable.ts"
import type { ProcessEventKind } from "./ProcessEvent.ts"
import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

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
}

/** What a step asks for: a named effect, a document to be sent, a task for a person, with the deadline that it is due by. */
export type EffectSpec =
  | EffectName
  | { readonly send: `RSM-${string}/${string}`; readonly by?: string }
  | { readonly task: string; readonly by?: string }

/** One step. Of several that fit an event, the first whose guards hold is taken. */
export interface Transition {
  readonly from: ReadonlyArray<string>
  readonly on: ProcessEventKind
  /** Of a kind that has variants (process types, refusal codes, actions, deadlines): those that it is for. */
  readonly of?: ReadonlyArray<string>
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
