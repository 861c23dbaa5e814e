import type { Gsrn } from "@datahub-settlement/core"
import type { Prepaying } from "./prepaying.ts"

/** Something that we asked for, and that DataHub has not answered. */
export interface Unanswered {
  readonly what: "signUp" | "cancellation" | "moveOut" | "endOfSupply"
  readonly gsrn: Gsrn
  readonly name: string
  readonly processId: string
  readonly transactionId: string
  /** The process type of the sign-up that it is, or takes back. */
  readonly why: "E03" | "E65"
  readonly day: number
  readonly askedAt: number
  readonly prepaying?: Prepaying | undefined
  /** What DataHub's support has said of it last. */
  word?: "toldAccepted" | "toldRefused" | "toldDone"
}
