import { Effect } from "effect"
import type { Gsrn } from "../market/index.ts"
import {
  buildCancellation,
  buildEndOfSupply,
  buildMoveOut,
  type EndOfSupplyDraft,
  type MoveOutDraft
} from "../messages/index.ts"
import type { ProcessKind } from "../processes/index.ts"
import { NoSuchProcess } from "./NoSuchProcess.ts"
import { knownPoint, notSuppliedUntil, withKnown } from "./ourSupply.ts"
import { processOf } from "./processOf.ts"
import { beginProcess, continueProcess } from "./submitRequest.ts"

/**
 * Ends a supply because its contract has ended (BRS-002): RSM-005/E20. It ends when the metering point is disconnected
 * (RSM-004/E20), and we supply and bill until then.
 */
export const endSupply = Effect.fn("endSupply")(function* (draft: EndOfSupplyDraft) {
  const gsrn = draft.gsrn as Gsrn
  const known = notSuppliedUntil(yield* knownPoint(gsrn), draft.desiredEndAt, "BRS-002")
  return yield* beginProcess(
    { kind: "endOfSupply", role: "current", gsrn, effectiveAt: draft.desiredEndAt },
    (context) => withKnown(buildEndOfSupply(draft, context), "BRS-002", known)
  )
})

/** Reports that a customer moves out (BRS-010): RSM-005/E66. The customer's relation ends, our supply goes on. */
export const moveOut = Effect.fn("moveOut")(function* (draft: MoveOutDraft) {
  const gsrn = draft.gsrn as Gsrn
  const known = notSuppliedUntil(yield* knownPoint(gsrn), draft.endAt, "BRS-010")
  return yield* beginProcess({ kind: "moveOut", role: "current", gsrn, effectiveAt: draft.endAt }, (context) =>
    withKnown(buildMoveOut(draft, context), "BRS-010", known)
  )
})

/** Of a process that can be taken back, what its request was sent with; every move-in is cancelled with E65. */
const cancellable: Partial<Readonly<Record<`${ProcessKind}/${string}`, "E03" | "E65" | "E66" | "E20">>> = {
  "changeOfSupplier/gaining": "E03",
  "moveIn/new": "E65",
  "moveOut/current": "E66",
  "endOfSupply/current": "E20"
}

/**
 * Takes back a request of ours that has not taken effect (RSM-024): a sign-up, a move-out, an end of supply. The process
 * goes on until DataHub has accepted the cancellation. `id` is the process, as `processes list` shows it.
 */
export const cancelRequest = Effect.fn("cancelRequest")(function* (id: string) {
  const process = yield* processOf(id)
  const { effectiveAt, gsrn, requestTransactionId: transactionId } = process
  const processType = cancellable[`${process.kind}/${process.role}`]
  if (processType === undefined || gsrn === undefined || transactionId === undefined) {
    return yield* new NoSuchProcess({ what: `Process ${id} is nothing that was sent and can be cancelled.` })
  }
  return yield* continueProcess(
    process,
    (context) => buildCancellation({ gsrn, cancels: { processType, transactionId, effectiveAt } }, context),
    (came) => ({ kind: "cancellationSent", ...came })
  )
})
