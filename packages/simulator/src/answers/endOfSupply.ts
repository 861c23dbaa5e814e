import { decodeEndOfSupplyRequest, type EndOfSupplyRecord, MarketCalendar, WorkingDays } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { endSupply, midnightFrom } from "../world/World.ts"
import { addCustomer, supplyAt, UNKNOWN_CUSTOMER, type WorldPoint } from "../world/WorldPoint.ts"
import { beginCorrection, caseOf, correctionFaults } from "./correction.ts"
import { beginMoveOutCorrection, moveOutFaults, reportedMoveOut } from "./moveOutCorrection.ts"
import { type Desk, openOn, sendAnswer, startProcess } from "./Desk.ts"

/** Unverified, as all of the answers to RSM-005. */
const END = "E20"
const MOVE_OUT = "E66"
const DAYS_AHEAD_MAX = 60
const NOTICE_WORKING_DAYS = 3
/** The grid company disconnects so many working days after the desired date. */
const DISCONNECTED_AFTER = 2
const TEN_HOURS_MS = 10 * 3_600_000

/** RSM-005: end of supply (BRS-002), move-out (BRS-010), and the one form of an erroneous move or switch. */
export const answerEndOfSupply = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeEndOfSupplyRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const codes = point === undefined ? ["E10"] : faultsOf(desk, record, point, submission)
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestEndOfSupply", to, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestEndOfSupply", to)
    if (processType === END) beginEnd(desk, record, point, sender)
    else if (processType === MOVE_OUT) beginMoveOut(desk, record, point, sender)
    else if (reportedMoveOut(desk, point, sender))
      beginMoveOutCorrection(desk, { ...record, point, sender, processType })
    else beginCorrection(desk, caseOf({ ...record, point, sender, processType }))
  }
}

const faultsOf = (
  desk: Desk,
  record: EndOfSupplyRecord,
  point: WorldPoint,
  { processType, sender }: Submission
): ReadonlyArray<string> => {
  if (processType !== END && processType !== MOVE_OUT) {
    const report = { ...record, point, sender, processType }
    return reportedMoveOut(desk, point, sender) ? moveOutFaults(desk, report) : correctionFaults(desk, report)
  }
  const now = desk.engine.clock.now()
  const today = MarketCalendar.localDateOf(now)
  const first =
    processType === END
      ? MarketCalendar.startOfDay(WorkingDays.firstDateAfterNotice(today, NOTICE_WORKING_DAYS))
      : midnightFrom(now, 1)
  const open = openOn(desk, point)
  return [
    ...(point.type === "D14" ? ["D18"] : []),
    ...(supplyAt(point, now)?.supplier !== sender ? ["E16"] : []),
    ...(!MarketCalendar.isLocalMidnight(record.date) ? ["D66"] : []),
    ...(record.date < first || record.date > midnightFrom(now, DAYS_AHEAD_MAX) ? ["E17"] : []),
    ...(processType === END && open.some(({ kind }) => kind === "endOfSupply") ? ["E22"] : []),
    ...(processType === MOVE_OUT && open.some(({ kind }) => kind === "moveIn" || kind === "moveOut") ? ["D07"] : [])
  ]
}

/** The supply ends when the grid company has disconnected the point: later than was asked for. */
const beginEnd = (desk: Desk, record: EndOfSupplyRecord, point: WorldPoint, sender: string): void => {
  const desired = MarketCalendar.localDateOf(record.date)
  const disconnectedOn = MarketCalendar.startOfDay(WorkingDays.addWorkingDays(desired, DISCONNECTED_AFTER))
  const { transactionId } = record
  startProcess(
    desk,
    {
      kind: "endOfSupply",
      transactionId,
      sender,
      point,
      startAt: record.date,
      processType: END,
      hasCustomerData: false,
      state: "open"
    },
    () => {
      for (const member of desk.world.familyOf(point)) endSupply(member, disconnectedOn)
      point.connectionState = "E23"
      desk.master.notify(sender, point.gsrn, END, disconnectedOn, transactionId)
      for (const crossed of openOn(desk, point)) {
        if (crossed.kind !== "switch") continue
        crossed.state = "cancelled"
        desk.master.notify(crossed.sender, point.gsrn, END, crossed.startAt)
      }
    },
    disconnectedOn + TEN_HOURS_MS
  )
}

/** The customer goes, the supplier stays. */
const beginMoveOut = (desk: Desk, record: EndOfSupplyRecord, point: WorldPoint, sender: string): void =>
  startProcess(
    desk,
    {
      kind: "moveOut",
      transactionId: record.transactionId,
      sender,
      point,
      startAt: record.date,
      processType: MOVE_OUT,
      hasCustomerData: false,
      state: "open"
    },
    () => addCustomer(point, { from: record.date, name: UNKNOWN_CUSTOMER })
  )
