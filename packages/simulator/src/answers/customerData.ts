import { type CustomerDataRequestRecord, decodeCustomerDataRequest, type Instant } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { customerAt, supplyAt, UNKNOWN_CUSTOMER, type WorldPoint } from "../world/WorldPoint.ts"
import { type Desk, openOn, sendAnswer } from "./Desk.ts"

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
      sendAnswer(desk, "RejectRequestChangeCustomerCharacteristics", to, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestChangeCustomerCharacteristics", to)
    for (const process of openOn(desk, point)) if (process.sender === sender) process.hasCustomerData = true
    const customer = customerAt(point, record.startAt)
    if (customer !== undefined && record.customer.name !== undefined && processType !== HEATING) {
      customer.name = record.customer.name
    }
    if (processType === HEATING) {
      point.electricHeating = record.customer.electricHeating ?? false
      desk.master.sendCustomers([point], { receiver: sender, processType, validFrom: record.startAt })
      changeHeatingPoint(desk, point, record.startAt, sender)
    }
  }
}

/** What the grid company and DataHub do then: the heating point is made or closed, and the links of the tax change. */
const changeHeatingPoint = (desk: Desk, point: WorldPoint, at: Instant, receiver: string): void => {
  const child = point.children.map((index) => desk.world.points[index]!).find(({ type }) => type === "D14")
  if (point.electricHeating === (child !== undefined)) return
  if (child === undefined) {
    const made = desk.world.addHeatingPoint(point, at)
    desk.master.sendMasterData([made], { receiver, processType: "E02", validFrom: at })
  } else {
    desk.world.detach(child, at)
    child.connectionState = "D02"
    desk.master.notify(receiver, child.gsrn, "D14", at)
  }
  desk.master.sendLinks([point], { receiver, processType: HEATING, validFrom: at })
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
