import { type CustomerDataRequestRecord, decodeCustomerDataRequest } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { customerAt, supplyAt, UNKNOWN_CUSTOMER, type WorldPoint } from "../world/WorldPoint.ts"
import { type Desk, openOn, sendAnswer } from "./Desk.ts"

const ANSWER_TYPE = "D16"
const HEATING = "D20"

/** RSM-027: customer data, after a switch or move-in, as an update (BRS-015), or the mark of electric heating (BRS-041). */
export const answerCustomerData = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeCustomerDataRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const codes = point === undefined ? ["E10"] : faultsOf(desk, record, point, submission)
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestChangeCustomerCharacteristics", to, ANSWER_TYPE, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestChangeCustomerCharacteristics", to, ANSWER_TYPE)
    for (const process of openOn(desk, point)) if (process.sender === sender) process.hasCustomerData = true
    const customer = customerAt(point, record.startAt)
    if (customer !== undefined && record.customer.name !== undefined && processType !== HEATING) {
      customer.name = record.customer.name
    }
    if (processType === HEATING) {
      point.electricHeating = record.customer.electricHeating ?? false
      desk.master.sendCustomers([point], { receiver: sender, processType, validFrom: record.startAt })
    }
  }
}

const faultsOf = (
  desk: Desk,
  { customer, startAt }: CustomerDataRequestRecord,
  point: WorldPoint,
  { processType, sender }: Submission
): ReadonlyArray<string> => {
  const isSupplier = supplyAt(point, startAt)?.supplier === sender
  const isComing = openOn(desk, point).some((one) => one.sender === sender)
  const name = customer.name ?? ""
  return [
    ...(point.type === "D14" ? ["D18"] : []),
    ...(isSupplier || isComing ? [] : ["E16"]),
    ...(processType !== HEATING && (name === "" || name === UNKNOWN_CUSTOMER) ? ["D03"] : []),
    ...(customer.cvr !== undefined && !/^\d{8}$/.test(customer.cvr) ? ["D17"] : []),
    ...(customer.cpr !== undefined && !/^\d{10}$/.test(customer.cpr) ? ["D17"] : [])
  ]
}
