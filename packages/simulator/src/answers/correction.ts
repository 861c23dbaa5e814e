import {
  decodeReallocationRequest,
  decodeRequestAnswer,
  encodeReallocationRequest,
  type Instant,
  MarketCalendar,
  WorkingDays
} from "@datahub-settlement/core"
import { Result } from "effect"
import { transactionIdOf } from "../chance/ids.ts"
import { bytesOfJson, headerFrom } from "../documents/header.ts"
import type { Submission } from "../submission/checkSubmission.ts"
import { dayNumberAt, midnightFrom, moveSupplyStart, restoreSupply } from "../world/World.ts"
import { moveCustomer, removeCustomer, type WorldPoint } from "../world/WorldPoint.ts"
import { type Desk, openOn, sendAnswer, startProcess } from "./Desk.ts"

/*
 * Erroneous change of supplier (BRS-003, D07) and erroneous move (BRS-011, D33). Which document starts it is unverified:
 * RSM-005 and RSM-003 are both taken. The previous supplier is asked with RSM-003 and has three working days; silence is
 * consent.
 */

/** Calendar days back, of all corrections. */
export const CORRECTION_DAYS_BACK_MAX = 60
const ANSWER_WORKING_DAYS = 3
const ACCEPTED = "D34"
const REFUSED = "D35"
const ERRONEOUS_SWITCH = "D07"
const HALF_DAY_MS = 12 * 3_600_000

/** A supply that somebody says was wrong. */
export interface CorrectionCase {
  readonly transactionId: string
  readonly point: WorldPoint
  /** Who supplies by mistake. */
  readonly sender: string
  /** Start of what was wrong. */
  readonly startAt: Instant
  readonly processType: string
  /** When the move really was, of one that was reported for a wrong date; without it nothing of it remains. */
  readonly correctedAt?: Instant | undefined
}

/** A report before it is a case: the date it names is that of the wrong start, or of a move the right one. */
export interface ReportedError {
  readonly transactionId: string
  readonly point: WorldPoint
  readonly sender: string
  readonly date: Instant
  readonly processType: string
}

/** RSM-003 from the supplier that took a point by mistake. */
export const answerReallocation = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeReallocationRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const report = { transactionId: record.transactionId, sender, date: record.startAt, processType }
    const codes = point === undefined ? ["E10"] : correctionFaults(desk, { ...report, point })
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestReallocateChangeOfSupplier", to, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestReallocateChangeOfSupplier", to)
    beginCorrection(desk, caseOf({ ...report, point }))
  }
}

/** Only the latest supply, only by who has it, and only for sixty days. A move may be given another date. */
export const correctionFaults = (
  desk: Desk,
  { date, point, processType, sender }: ReportedError
): ReadonlyArray<string> => {
  const latest = point.supplies.at(-1)
  const fits = processType === ERRONEOUS_SWITCH ? latest?.began === "E03" : latest?.began !== "E03"
  const first = midnightFrom(desk.engine.clock.now(), -CORRECTION_DAYS_BACK_MAX)
  const isInTime = latest !== undefined && Math.min(latest.from, date) >= first
  const isRightDate = latest?.from === date || (processType !== ERRONEOUS_SWITCH && canMoveTo(desk, point, date))
  return [
    ...(latest?.supplier !== sender || latest.began === undefined ? ["E16"] : []),
    ...(isInTime && isRightDate ? [] : ["E17"]),
    ...(latest?.began !== undefined && !fits ? ["E22"] : [])
  ]
}

/** Unverified: a report that names another day than the move's says when the move really was. Only one at a time. */
const canMoveTo = (desk: Desk, point: WorldPoint, date: Instant): boolean =>
  MarketCalendar.isLocalMidnight(date) &&
  date <= midnightFrom(desk.engine.clock.now(), 0) &&
  date > (point.supplies.at(-2)?.from ?? Number.POSITIVE_INFINITY) &&
  !openOn(desk, point).some(({ kind }) => kind === "correction")

/** What a report that was taken is about. */
export const caseOf = ({ date, point, processType, sender, transactionId }: ReportedError): CorrectionCase => {
  const startAt = point.supplies.at(-1)!.from
  return { transactionId, point, sender, processType, startAt, ...(startAt === date ? {} : { correctedAt: date }) }
}

/**
 * What DataHub's portal does with a report (BRS-003, BRS-011): the latest start of the metering point is to be undone as a
 * whole. Gives the codes of what speaks against it.
 */
export const reportInPortal = (
  desk: Desk,
  { gsrn, processType, sender }: { readonly gsrn: string; readonly processType: string; readonly sender: string }
): string | undefined => {
  const point = desk.world.pointOf(gsrn)
  const latest = point?.supplies.at(-1)
  if (point === undefined || latest === undefined) return `There is no metering point ${gsrn}.`
  const transactionId = transactionIdOf(desk.engine.nextMessageId(), 0)
  const report = { transactionId, point, sender, date: latest.from, processType }
  const codes = correctionFaults(desk, report)
  if (codes.length > 0) return `It cannot be reported as erroneous: ${codes.join(", ")}.`
  beginCorrection(desk, caseOf(report))
  return undefined
}

/** Asks the previous supplier. One that nobody plays answers by itself after a working day. */
export const beginCorrection = (desk: Desk, one: CorrectionCase): void => {
  const previous = one.point.supplies.at(-2)?.supplier
  const now = desk.engine.clock.now()
  const today = MarketCalendar.localDateOf(now)
  const isPlayed = desk.engine.clients.some(({ gln }) => gln === previous)
  const days = isPlayed ? ANSWER_WORKING_DAYS + 1 : 1
  const until = MarketCalendar.startOfDay(WorkingDays.addWorkingDays(today, days)) + (isPlayed ? 0 : HALF_DAY_MS)
  const asked = isPlayed && previous !== undefined ? askPrevious(desk, one, previous) : one.transactionId
  startProcess(
    desk,
    { ...one, kind: "correction", transactionId: asked, hasCustomerData: false, state: "open" },
    () => {
      if (!isPlayed && desk.refuseResumption.has(one.point.gsrn)) refuse(desk, one)
      else accept(desk, one, previous)
    },
    until
  )
}

/** RSM-003 to the previous supplier; gives the transaction id that its answer has to refer to. */
const askPrevious = (desk: Desk, one: CorrectionCase, receiver: string): string => {
  const { point, processType, startAt } = one
  const transactionId = transactionIdOf(desk.engine.nextMessageId(), 0)
  desk.engine.deliver({
    receiver,
    queue: "masterdata",
    document: "RequestReallocateChangeOfSupplier",
    processType,
    write: (messageId, createdAt) =>
      bytesOfJson(
        encodeReallocationRequest({
          header: headerFrom({
            messageId,
            createdAt,
            receiver,
            processType,
            document: "RequestReallocateChangeOfSupplier",
            role: "DDZ"
          }),
          records: [{ transactionId, gsrn: point.gsrn, startAt }]
        })
      )
  })
  return transactionId
}

/** The previous supplier's answer to RSM-003. One that refers to nothing changes nothing. */
export const takeReallocationAnswer = (desk: Desk, submission: Submission): void => {
  const answer = Result.getOrThrow(decodeRequestAnswer(submission.body))
  for (const record of answer.records) {
    const process = desk.processes.get(record.answers)
    if (process === undefined || process.kind !== "correction" || process.state !== "open") continue
    const previous = process.point.supplies.at(-2)?.supplier
    if (previous !== submission.sender) continue
    process.state = "effected"
    if (answer.accepted) accept(desk, process, previous)
    else refuse(desk, process)
  }
}

/** The wrong supply never was: the previous one goes on, and its supplier gets everything anew. */
const accept = (desk: Desk, one: CorrectionCase, previous?: string): void => {
  const { correctedAt, point, processType, sender, startAt } = one
  if (correctedAt !== undefined) return moveStart(desk, one, correctedAt)
  const wrong = point.supplies.at(-1)
  restoreSupply(desk.world, point)
  if (wrong !== undefined && wrong.began !== "E03") removeCustomer(point, startAt)
  desk.master.notify(sender, point.gsrn, ACCEPTED, startAt)
  if (previous === undefined) return
  desk.master.sendPoints([point], { receiver: previous, processType, validFrom: startAt })
  desk.readings.sendDays({
    receiver: previous,
    points: desk.world.familyOf(point),
    fromDay: dayNumberAt(startAt),
    endDay: dayNumberAt(desk.engine.clock.now())
  })
}

/**
 * The move was on another day: the supply before ends there and the reporting one begins, with its customer. What the
 * reporting supplier gets is master data of the right day, and readings of days that were not its own before.
 */
const moveStart = (desk: Desk, { point, processType, sender, startAt }: CorrectionCase, correctedAt: Instant): void => {
  const { engine, master, readings, world } = desk
  moveSupplyStart(world, point, correctedAt)
  moveCustomer(point, startAt, correctedAt)
  master.notify(sender, point.gsrn, ACCEPTED, startAt)
  master.sendPoints([point], { receiver: sender, processType, validFrom: correctedAt })
  if (correctedAt > startAt) return
  readings.sendDays({
    receiver: sender,
    points: world.familyOf(point),
    fromDay: dayNumberAt(correctedAt),
    endDay: Math.min(dayNumberAt(startAt), dayNumberAt(engine.clock.now()))
  })
}

const refuse = (desk: Desk, { point, sender, startAt }: CorrectionCase): void =>
  desk.master.notify(sender, point.gsrn, REFUSED, startAt)
