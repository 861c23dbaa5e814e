import type { Gln, Instant } from "../market/index.ts"
import type { rsmNumbers } from "./documentKind.ts"
import type { JsonObject } from "./json.ts"

/** What a document that we send needs besides its subject. Time and ids are given, never taken. */
export interface OutgoingContext {
  readonly now: Instant
  /** The supplier that sends. */
  readonly sender: Gln
  /** `mRID` of the document, at most 36 characters, unique for this sender for ever. */
  readonly messageId: string
  /** `mRID` of its series or record: what the answer refers to. Unique as the message id is. */
  readonly transactionId: string
}

/** A document that is ready to be sent. */
export interface OutgoingDocument {
  readonly name: keyof typeof rsmNumbers
  /** `RSM-015` */
  readonly rsm: string
  /** `BRS-025` */
  readonly process: string
  /** `E23` */
  readonly processType: string
  readonly messageId: string
  readonly transactionIds: ReadonlyArray<string>
  readonly body: JsonObject
}
