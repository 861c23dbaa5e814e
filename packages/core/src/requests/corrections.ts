import { Clock, Effect } from "effect"
import type { Gsrn } from "../market/index.ts"
import {
  buildBrs011,
  buildErroneousSwitch,
  buildReallocateAnswer,
  type CorrectionForm,
  type ErroneousMoveDraft,
  type ErroneousSwitchDraft
} from "../messages/index.ts"
import type { MarketProcess } from "../processes/index.ts"
import { processOf } from "./endings.ts"
import { NoSuchProcess } from "./NoSuchProcess.ts"
import { beginProcess, continueProcess } from "./submitRequest.ts"

/**
 * Reports a switch as erroneous by which we took a metering point (BRS-003, also called BRS-042). Nothing of it is billed
 * until the outcome is known (RSM-004, D34 or D35).
 */
export const reportErroneousSwitch = Effect.fn("reportErroneousSwitch")(function* (
  draft: ErroneousSwitchDraft,
  form?: CorrectionForm
) {
  return yield* beginProcess(
    { kind: "erroneousSwitch", role: "current", gsrn: draft.gsrn as Gsrn, effectiveAt: draft.switchAt },
    (context) => buildErroneousSwitch(draft, context, form)
  )
})

/** A move of ours that was wrong, what it was, and who says so. */
export interface ErroneousMoveReport extends ErroneousMoveDraft {
  /** A move-in without it. */
  readonly corrects?: "moveIn" | "moveOut" | undefined
  readonly by: string
}

/**
 * Reports a move as erroneous (BRS-011), or, with `correctedAt`, that it took place on another date. Nothing of it is
 * billed until the outcome is known (RSM-004, D34 or D35). `form` chooses RSM-003 or RSM-005, see `correctionForms`.
 */
export const reportErroneousMove = Effect.fn("reportErroneousMove")(function* (
  { by, corrects, ...draft }: ErroneousMoveReport,
  form?: CorrectionForm
) {
  const { correctedAt, gsrn, moveAt } = draft
  const at = yield* Clock.currentTimeMillis
  return yield* beginProcess(
    {
      kind: "erroneousMove",
      role: "reporting",
      gsrn: gsrn as Gsrn,
      effectiveAt: moveAt,
      ...(corrects === undefined ? {} : { corrects }),
      ...(correctedAt === undefined ? {} : { correctedAt })
    },
    (context) => buildBrs011(draft, context, form),
    { before: [{ kind: "operator", action: "openCase", at, by }] }
  )
})

const correctionOf = { erroneousSwitch: "BRS-003", erroneousMove: "BRS-011" } as const

/**
 * Answers whether we take a metering point back (RSM-003, BRS-003 and BRS-011). No is possible only where we had ended the
 * contract ourselves (D29); silence counts as yes when the last day has passed.
 */
export const answerResumption = Effect.fn("answerResumption")(function* (id: string, accepted: boolean) {
  const process = yield* processOf(id)
  const { gsrn, kind, requestTransactionId, role } = process
  const asked = process.history.findLast(({ event, legal }) => legal && event.kind === "resumptionRequested")?.event
  const isCorrection = (kind === "erroneousSwitch" || kind === "erroneousMove") && role === "previous"
  if (!isCorrection || gsrn === undefined || requestTransactionId === undefined || asked === undefined) {
    return yield* new NoSuchProcess({ what: `Process ${id} is no request to take a metering point back.` })
  }
  const draft = {
    process: correctionOf[kind],
    gsrn,
    requestTransactionId,
    requestedAt: asked.at,
    replyBy: toldReplyDay(process),
    accepted
  }
  return yield* continueProcess(
    process,
    (context) => buildReallocateAnswer(draft, context),
    (came) =>
      accepted
        ? { kind: "resumptionAccepted", ...came }
        : { kind: "resumptionRefused", contractEndedByUs: true, ...came }
  )
})

/** The last day for an answer as DataHub's mail named it, the newest word of it. */
const toldReplyDay = ({ history }: MarketProcess): string | undefined =>
  history
    .flatMap(({ event, legal }) => (legal && "replyBy" in event && event.replyBy !== undefined ? [event.replyBy] : []))
    .at(-1)
