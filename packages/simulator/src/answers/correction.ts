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
import { dayNumberAt, midnightFrom, restoreSupply } from "../world/World.ts"
import { removeCustomer, type WorldPoint } from "../world/WorldPoint.ts"
import { type Desk, sendAnswer, startProcess } from "./Desk.ts"

/*
 * Erroneous change of supplier (BRS-003, D07) and erroneous move (BRS-011, D33). Which document starts it is unverified:
 * RSM-005 and RSM-003 are both taken. The previous supplier is asked with RSM-003 and has three working days; silence is
 * consent.
 */

const ANSWER_TYPE = "D02"
const REQUEST_TYPE = "D01"
const DAYS_BACK_MAX = 60
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
}

/** RSM-003 from the supplier that took a point by mistake. */
export const answerReallocation = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeReallocationRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const codes =
      point === undefined ? ["E10"] : correctionFaults(desk, { point, sender, startAt: record.startAt, processType })
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestReallocateChangeOfSupplier", to, ANSWER_TYPE, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestReallocateChangeOfSupplier", to, ANSWER_TYPE)
    beginCorrection(desk, { ...record, point, sender, processType })
  }
}

/** Only the latest supply, only by who has it, and only for sixty days. */
export const correctionFaults = (
  desk: Desk,
  { point, processType, sender, startAt }: Omit<CorrectionCase, "transactionId">
): ReadonlyArray<string> => {
  const latest = point.supplies.at(-1)
  const fits = processType === ERRONEOUS_SWITCH ? latest?.began === "E03" : latest?.began !== "E03"
  return [
    ...(latest?.supplier !== sender || latest.began === undefined ? ["E16"] : []),
    ...(latest?.from !== startAt || startAt < midnightFrom(desk.engine.clock.now(), -DAYS_BACK_MAX) ? ["E17"] : []),
    ...(latest?.began !== undefined && !fits ? ["E22"] : [])
  ]
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
          header: headerFrom({ messageId, createdAt, receiver, processType, type: REQUEST_TYPE, role: "DDZ" }),
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
const accept = (desk: Desk, { point, processType, sender, startAt }: CorrectionCase, previous?: string): void => {
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

const refuse = (desk: Desk, { point, sender, startAt }: CorrectionCase): void =>
  desk.master.notify(sender, point.gsrn, REFUSED, startAt)
