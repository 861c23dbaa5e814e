import { Effect } from "effect"
import { formatInstant, type Gsrn } from "../market/index.ts"
import { buildCustomerData, type CustomerDataDraft } from "../messages/index.ts"
import { ProcessStore } from "../processes/index.ts"
import { isSpecialStart, knownPoint, notSupplied, supplyStartAt, withKnown } from "./ourSupply.ts"
import { processAbout } from "./processOf.ts"
import { beginProcess, type Build, continueProcess } from "./submitRequest.ts"

/**
 * Sends the data of a customer (RSM-027): after a change of supplier (E03) or a move-in (E65, D29) as a part of that
 * process, or an update inside the relation (E34, BRS-015), which is a process of its own. CPR numbers leave with the
 * document and stay nowhere else.
 */
export const sendCustomerData = Effect.fn("sendCustomerData")(function* (draft: CustomerDataDraft) {
  const { reason, startAt } = draft
  const gsrn = draft.gsrn as Gsrn
  if (reason === "E34") return yield* update(draft)
  const what = `No sign-up of ours for ${gsrn} of ${formatInstant(startAt)} waits for customer data.`
  const process =
    reason === "E03"
      ? yield* processAbout(gsrn, "changeOfSupplier", "gaining", startAt, what)
      : yield* processAbout(gsrn, "moveIn", "new", startAt, what)
  return yield* continueProcess(
    process,
    (context) => buildCustomerData({ specialRules: process.history.some(isSpecialStart), ...draft }, context),
    (came) => ({ kind: "customerDataSent", ...came })
  )
})

/** An update that waits for an earlier one (D40) is sent once more; nothing else is begun beside it. */
const update = Effect.fnUntraced(function* (draft: CustomerDataDraft) {
  const { startAt } = draft
  const gsrn = draft.gsrn as Gsrn
  const supplyStart = draft.supplyStart ?? supplyStartAt(yield* knownPoint(gsrn), startAt)
  const known = notSupplied(supplyStart, startAt, UPDATE)
  const build: Build = (context) => withKnown(buildCustomerData({ ...draft, supplyStart }, context), UPDATE, known)
  const open = yield* (yield* ProcessStore).openFor(gsrn)
  const waiting = open.find(({ kind, state }) => kind === "customerData" && state === "waiting")
  return waiting === undefined
    ? yield* beginProcess({ kind: "customerData", role: "current", gsrn, effectiveAt: startAt }, build)
    : yield* continueProcess(waiting, build, (came) => ({ kind: "sent", ...came }))
})

const UPDATE = "BRS-015"
