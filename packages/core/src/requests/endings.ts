import { Effect, Option } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import {
  buildCancellation,
  buildEndOfSupply,
  buildMoveOut,
  type EndOfSupplyDraft,
  type MoveOutDraft
} from "../messages/index.ts"
import { type MarketProcess, type ProcessKind, ProcessStore } from "../processes/index.ts"
import { NoSuchProcess } from "./NoSuchProcess.ts"
import { beginProcess, continueProcess } from "./submitRequest.ts"

/**
 * Ends a supply because its contract has ended (BRS-002): RSM-005/E20. It ends when the metering point is disconnected
 * (RSM-004/E20), and we supply and bill until then.
 */
export const endSupply = Effect.fn("endSupply")(function* (draft: EndOfSupplyDraft) {
  return yield* beginProcess(
    { kind: "endOfSupply", role: "current", gsrn: draft.gsrn as Gsrn, effectiveAt: draft.desiredEndAt },
    (context) => buildEndOfSupply(draft, context)
  )
})

/** Reports that a customer moves out (BRS-010): RSM-005/E66. The customer's relation ends, our supply goes on. */
export const moveOut = Effect.fn("moveOut")(function* (draft: MoveOutDraft) {
  return yield* beginProcess(
    { kind: "moveOut", role: "current", gsrn: draft.gsrn as Gsrn, effectiveAt: draft.endAt },
    (context) => buildMoveOut(draft, context)
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

/** A process by its id. */
export const processOf = Effect.fnUntraced(function* (id: string) {
  const found = yield* (yield* ProcessStore).find(id)
  if (Option.isNone(found)) return yield* new NoSuchProcess({ what: `There is no process ${id}.` })
  return found.value
})

/** The one process of a metering point that something is about: at work, or in effect since that day. */
export const processAbout = Effect.fnUntraced(function* (
  gsrn: Gsrn,
  kind: ProcessKind,
  role: string,
  effectiveAt: Instant,
  what: string
) {
  const open = yield* (yield* ProcessStore).openFor(gsrn)
  const [one, ...others]: ReadonlyArray<MarketProcess> = open.filter(
    (process) => process.kind === kind && process.role === role && process.effectiveAt === effectiveAt
  )
  if (one === undefined || others.length > 0) return yield* new NoSuchProcess({ what })
  return one
})
