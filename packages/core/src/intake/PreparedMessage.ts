import { Data, type Effect } from "effect"
import type { ChargeStore, PricesRefused } from "../charges/index.ts"
import type { DeadLetterReason, MessageOutcome, ParkedParts, Statements } from "../exchange/index.ts"
import type { Instant } from "../market/index.ts"
import type { AcontoPlans } from "../invoicing/index.ts"
import type { CimHeader } from "../messages/index.ts"
import type { MeteringLedger } from "../metering/index.ts"
import type { Portfolio, PortfolioProblem } from "../portfolio/index.ts"
import type { ProcessStore } from "../processes/index.ts"
import type { CorrectionsDue } from "../runs/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { IntakeSettings } from "./IntakeSettings.ts"
import type { ProcessNews } from "./ProcessNews.ts"

/** A message that cannot be used as it is: it belongs to the dead letters. */
export class MessageRefused extends Data.TaggedError("MessageRefused")<{ readonly reason: DeadLetterReason }> {
  override get message(): string {
    return `${this.reason.kind}: ${this.reason.text}`
  }
}

/** What the effects of a message need. */
export type EffectPorts =
  | AcontoPlans
  | ChargeStore
  | CorrectionsDue
  | IntakeSettings
  | MeteringLedger
  | ParkedParts
  | Portfolio
  | ProcessStore
  | Statements

/** What a document's effects fail with: a rule of what it tells of, or the store. */
export type EffectFailure = MessageRefused | PortfolioProblem | PricesRefused | StorageError

/** What applying a document did. */
export interface Applied {
  readonly parkedParts: number
  readonly notes: ReadonlyArray<string>
  /** What parts may have waited for, and is there now. */
  readonly arrived: ReadonlyArray<string>
}

/** Which message is applied, and when. A part that was parked is applied under an id of its own. */
export interface Applying {
  readonly messageId: string
  readonly now: Instant
}

/** A document that has been read: what is left is what it does. */
export interface PreparedMessage {
  readonly document: string
  /** RSM-009 has no type of its own, and its process type is that of the document that it refuses. */
  readonly header: Pick<CimHeader, "createdAt" | "processType" | "receiver">
  readonly outcome: Exclude<MessageOutcome, "dead letter">
  readonly keepBody: boolean
  /** What it says to market processes. */
  readonly news: ReadonlyArray<ProcessNews>
  readonly apply: (applying: Applying) => Effect.Effect<Applied, EffectFailure, EffectPorts>
}

export const NOTHING_APPLIED: Applied = { parkedParts: 0, notes: [], arrived: [] }

/** What tells of a metering point. */
export const pointSubject = (gsrn: string): string => `point/${gsrn}`
