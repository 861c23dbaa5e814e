import { type CancellationRecord, decodeCancellationRequest } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { removeCustomer } from "../world/WorldPoint.ts"
import { type Desk, sendAnswer } from "./Desk.ts"

/** RSM-024: takes back a request of the same supplier that has not taken effect. */
export const answerCancellation = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeCancellationRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const codes = faultsOf(desk, record, sender)
    if (codes.length > 0) {
      sendAnswer(desk, "RejectRequestCancellation", to, codes)
      continue
    }
    const process = desk.processes.get(record.cancels)!
    process.state = "cancelled"
    if (process.kind === "moveIn") removeCustomer(process.point, process.startAt)
    sendAnswer(desk, "ConfirmRequestCancellation", to)
  }
}

const faultsOf = (desk: Desk, record: CancellationRecord, sender: string): ReadonlyArray<string> => {
  if (desk.world.pointOf(record.gsrn) === undefined) return ["E10"]
  const process = desk.processes.get(record.cancels)
  if (process === undefined || process.kind === "correction") return ["D06"]
  if (process.sender !== sender) return ["E16"]
  if (process.point.gsrn !== record.gsrn) return ["D05"]
  if (process.state === "cancelled") return ["D06"]
  const isOver = process.state === "effected"
  return isOver ? ["E17"] : []
}
