import { Effect } from "effect"
import { formatInstant, type Gsrn } from "../market/index.ts"
import { buildCustomerData, type CustomerDataDraft } from "../messages/index.ts"
import { processAbout } from "./endings.ts"
import { beginProcess, continueProcess } from "./submitRequest.ts"

/**
 * Sends the data of a customer (RSM-027): after a change of supplier (E03) or a move-in (E65, D29) as a part of that
 * process, or an update inside the relation (E34, BRS-015), which is a process of its own. CPR numbers leave with the
 * document and stay nowhere else.
 */
export const sendCustomerData = Effect.fn("sendCustomerData")(function* (draft: CustomerDataDraft) {
  const { reason, startAt } = draft
  const gsrn = draft.gsrn as Gsrn
  if (reason === "E34") {
    return yield* beginProcess({ kind: "customerData", role: "current", gsrn, effectiveAt: startAt }, (context) =>
      buildCustomerData(draft, context)
    )
  }
  const what = `No sign-up of ours for ${gsrn} of ${formatInstant(startAt)} waits for customer data.`
  const process =
    reason === "E03"
      ? yield* processAbout(gsrn, "changeOfSupplier", "gaining", startAt, what)
      : yield* processAbout(gsrn, "moveIn", "new", startAt, what)
  return yield* continueProcess(
    process,
    (context) => buildCustomerData(draft, context),
    (came) => ({ kind: "customerDataSent", ...came })
  )
})
