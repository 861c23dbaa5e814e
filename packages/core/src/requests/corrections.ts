import { Clock, Effect, Schema } from "effect"
import { IntakeSettings } from "../intake/index.ts"
import { Gsrn } from "../market/index.ts"
import {
  buildBrs011,
  buildErroneousSwitch,
  buildReallocateAnswer,
  type CorrectionForm,
  type ErroneousMoveDraft,
  type ErroneousSwitchDraft
} from "../messages/index.ts"
import { type MarketProcess, ProcessStore } from "../processes/index.ts"
import { NoSuchProcess } from "./NoSuchProcess.ts"
import { notOurMoveOut, notOurStart } from "./ourStart.ts"
import { knownPoint, putForward, withKnown } from "./ourSupply.ts"
import { processOf } from "./processOf.ts"
import { beginProcess, beginUnsent, continueProcess } from "./submitRequest.ts"

/** Of a number that is none nothing is known. */
const isPoint = Schema.is(Gsrn)

/** What is known of the switch or move that is to be undone. */
const knownStart = Effect.fnUntraced(function* (gsrn: Gsrn) {
  return { point: yield* knownPoint(gsrn), open: yield* (yield* ProcessStore).openFor(gsrn) }
})

const switchKnown = ({ gsrn, switchAt: at }: ErroneousSwitchDraft) =>
  Effect.map(knownStart(gsrn as Gsrn), (known) => [
    ...putForward(known.open, at),
    ...(isPoint(gsrn) ? notOurStart({ field: "switchAt", process: "BRS-003", at }, known) : [])
  ])

/**
 * Reports a switch as erroneous by which we took a metering point (BRS-003, also called BRS-042). Nothing of it is billed
 * until the outcome is known (RSM-004, D34 or D35). Fails where it is no switch of ours, or not the latest one.
 */
export const reportErroneousSwitch = Effect.fn("reportErroneousSwitch")(function* (
  draft: ErroneousSwitchDraft,
  form?: CorrectionForm
) {
  const { correctionForms } = yield* IntakeSettings
  const known = yield* switchKnown(draft)
  return yield* beginProcess(wrongSwitch(draft), (context) =>
    withKnown(buildErroneousSwitch(draft, context, form ?? correctionForms?.["BRS-003"]), "BRS-003", known)
  )
})

const wrongSwitch = ({ gsrn, switchAt }: ErroneousSwitchDraft) =>
  ({ kind: "erroneousSwitch", role: "current", gsrn: gsrn as Gsrn, effectiveAt: switchAt }) as const

/** A move of ours that was wrong, what it was, and who says so. */
export interface ErroneousMoveReport extends ErroneousMoveDraft {
  /** A move-in without it. */
  readonly corrects?: "moveIn" | "moveOut" | undefined
  readonly by: string
}

const moveKnown = ({ corrects, gsrn, moveAt: at }: ErroneousMoveReport) =>
  Effect.map(knownStart(gsrn as Gsrn), (known) =>
    isPoint(gsrn)
      ? (corrects === "moveOut" ? notOurMoveOut : notOurStart)({ field: "moveAt", process: "BRS-011", at }, known)
      : []
  )

/**
 * Reports a move as erroneous (BRS-011), or, with `correctedAt`, that it took place on another date. Nothing of it is
 * billed until the outcome is known (RSM-004, D34 or D35). `form` chooses RSM-003 or RSM-005; without it `IntakeSettings`
 * say, else `correctionForms`. Fails where it is no move of ours, or not the latest one.
 */
export const reportErroneousMove = Effect.fn("reportErroneousMove")(function* (
  report: ErroneousMoveReport,
  form?: CorrectionForm
) {
  const { correctionForms } = yield* IntakeSettings
  const known = yield* moveKnown(report)
  const { by, corrects: _, ...draft } = report
  const at = yield* Clock.currentTimeMillis
  return yield* beginProcess(
    wrongMove(report),
    (context) => withKnown(buildBrs011(draft, context, form ?? correctionForms?.["BRS-011"]), "BRS-011", known),
    { before: [{ kind: "operator", action: "openCase", at, by }] }
  )
})

const wrongMove = ({ correctedAt, corrects, gsrn, moveAt }: ErroneousMoveReport) => ({
  kind: "erroneousMove" as const,
  role: "reporting" as const,
  gsrn: gsrn as Gsrn,
  effectiveAt: moveAt,
  ...(corrects === undefined ? {} : { corrects }),
  ...(correctedAt === undefined ? {} : { correctedAt })
})

/** What was reported in DataHub's portal, and by whom. */
export type PortalReport = (
  | ({ readonly process: "BRS-003" } & ErroneousSwitchDraft)
  | ({ readonly process: "BRS-011" } & Omit<ErroneousMoveReport, "by" | "correctedAt">)
) & { readonly by: string; readonly remark?: string | undefined }

/**
 * Keeps that a switch or a move of ours was reported as erroneous in DataHub's portal, as both process descriptions have
 * it: the process begins, nothing is sent, and nothing of the metering point is billed until the outcome is known (RSM-004,
 * D34 or D35). What DataHub's mail says next is a decision (`takeDecision`): `simple` with the last day, or `complex`.
 * Fails with every rule that the report breaks, as one that is sent does.
 */
export const registerPortalReport = Effect.fn("registerPortalReport")(function* (report: PortalReport) {
  const at = yield* Clock.currentTimeMillis
  const { by, remark } = report
  const decided = (action: "openCase" | "reportRegistered") =>
    ({ kind: "operator", action, at, by, ...(remark === undefined ? {} : { remark }) }) as const
  if (report.process === "BRS-003") {
    const known = yield* switchKnown(report)
    return yield* beginUnsent(
      wrongSwitch(report),
      (context) => withKnown(buildErroneousSwitch(report, context), report.process, known),
      [decided("reportRegistered")]
    )
  }
  const known = yield* moveKnown(report)
  return yield* beginUnsent(
    wrongMove(report),
    (context) => withKnown(buildBrs011(report, context), report.process, known),
    [decided("openCase"), decided("reportRegistered")]
  )
})

const correctionOf = { erroneousSwitch: "BRS-003", erroneousMove: "BRS-011" } as const

/** What a no rests on, as a person says it. */
export interface RefusalGround {
  /** We had ended the contract with the customer ourselves (D29). */
  readonly contractEndedByUs: boolean
}

/**
 * Answers whether we take a metering point back (RSM-003, BRS-003 and BRS-011). No is possible only where it is said that
 * we had ended the contract ourselves (D29); silence counts as yes when the last day has passed.
 */
export const answerResumption = Effect.fn("answerResumption")(function* (
  id: string,
  accepted: boolean,
  { contractEndedByUs }: RefusalGround = { contractEndedByUs: false }
) {
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
      accepted ? { kind: "resumptionAccepted", ...came } : { kind: "resumptionRefused", contractEndedByUs, ...came }
  )
})

/** The last day for an answer as DataHub's mail named it, the newest word of it. */
const toldReplyDay = ({ history }: MarketProcess): string | undefined =>
  history
    .flatMap(({ event, legal }) => (legal && "replyBy" in event && event.replyBy !== undefined ? [event.replyBy] : []))
    .at(-1)
