import type { ProcessEventKind } from "./ProcessEvent.ts"
import type { ProcessKind } from "./ProcessKind.ts"

/** An event, with the variants (process types, refusal codes, actions, deadlines) of a kind that has them. */
export interface EventPattern {
  readonly on: ProcessEventKind
  /** Of a kind that has variants: those that it is for. */
  readonly of?: ReadonlyArray<string>
}

/** An event after which something that was asked for needs nobody any more. */
export interface Fulfilment extends EventPattern {
  /**
   * Of a process of this kind of the same metering point, on the date of the one that asked or later. Of a request for
   * data, `of` names the document and its process type (`RSM-015/E23`), and its period must begin by then.
   */
  readonly in?: ProcessKind
  /** Of that other process whatever its date. */
  readonly onAnyDate?: true
}

/** Something that a person is asked to do. */
export interface TaskSpec {
  readonly task: string
  /** The deadline that it is due by. */
  readonly by?: string
  /** Any of these shows that it is done. Nothing does where only a person can judge: it waits until somebody says so. */
  readonly fulfilledBy: ReadonlyArray<Fulfilment>
  /** It is still to be done when the process has ended and stands; all others fall away when their process ends. */
  readonly lasts?: true
}
