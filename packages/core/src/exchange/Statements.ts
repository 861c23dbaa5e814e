import { Context, type Effect } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"

/** What is told of: master data, stop of supply and customer of a metering point, its links; a charge. */
export type StatementKind =
  | "master data"
  | "supply"
  | "customer"
  | "links"
  | "links before"
  | "charge information"
  | "charge prices"

/** What DataHub said of one thing at one time. */
export interface Statement {
  /** `point/571313999000000010`, `charge/5790009990031/D03/NET-C`. */
  readonly subject: string
  readonly kind: StatementKind
  /** When DataHub made the message: what is told later counts, whenever it arrives. */
  readonly madeAt: Instant
  readonly messageId: string
  readonly transactionId: string
  /** What was told: a CIM document of its own, JSON. */
  readonly document: string
}

/**
 * All that DataHub said of metering points and charges, so that messages which arrive late or out of order end in the
 * same state as if they had come in the order in which they were made.
 */
export class Statements extends Context.Service<
  Statements,
  {
    /** Keeps statements; one that is kept already (message, transaction, subject, kind) changes nothing. */
    readonly add: (statements: ReadonlyArray<Statement>) => Effect.Effect<void, StorageError>
    /** Those of some subjects and kinds, in the order in which they were made (then by message and transaction id). */
    readonly of: (
      subjects: ReadonlyArray<string>,
      kinds: ReadonlyArray<StatementKind>
    ) => Effect.Effect<ReadonlyArray<Statement>, StorageError>
  }
>()("@datahub-settlement/core/Statements") {}
