import {
  type ChangeOfSupplierRecord,
  decodeChangeOfSupplierRequest,
  type Instant,
  MarketCalendar
} from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { dayNumberAt, giveSupply, midnightFrom } from "../world/World.ts"
import {
  addCustomer,
  customerAt,
  supplyAt,
  UNKNOWN_CUSTOMER,
  type WorldCustomer,
  type WorldPoint
} from "../world/WorldPoint.ts"
import { type Desk, type OpenProcess, openOn, sendAnswer, startProcess } from "./Desk.ts"

const SWITCH = "E03"
const ORDINARY_MOVE = "E65"
const MOVED = "E01"
const NO_CUSTOMER_DATA = "D11"
const PUT_FORWARD = "D46"
const PUT_FORWARD_DAYS = 7

/** RSM-001: change of supplier (BRS-001) and move-in (BRS-009). */
export const answerChangeOfSupplier = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeChangeOfSupplierRequest(submission.body))
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = {
      receiver: submission.sender,
      processType: submission.processType,
      answers: record.transactionId,
      gsrn: record.gsrn
    }
    const isSwitch = submission.processType === SWITCH
    const codes =
      point === undefined
        ? ["E10"]
        : isSwitch
          ? switchFaults(desk, record, point, submission.sender)
          : moveFaults(desk, record, point, submission)
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestChangeOfSupplier", to, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestChangeOfSupplier", to)
    if (isSwitch) beginSwitch(desk, record, point, submission)
    else beginMove(desk, record, point, submission)
  }
}

const YEAR_DAYS = 365
const MOVE_DAYS_BACK = 7
const MOVE_DAYS_AHEAD = 60

/** Codes of all rules that hold for both. */
const faultsOfBoth = (
  record: ChangeOfSupplierRecord,
  point: WorldPoint,
  sender: string,
  window: { readonly first: Instant; readonly last: Instant }
): ReadonlyArray<string> => {
  const { startAt } = record
  return [
    ...(point.type === "D14" ? ["D18"] : []),
    ...(record.supplier !== sender ? ["E16"] : []),
    ...(!MarketCalendar.isLocalMidnight(startAt) ? ["D66"] : []),
    ...(startAt < window.first || startAt > window.last ? ["E17"] : [])
  ]
}

const switchFaults = (
  desk: Desk,
  record: ChangeOfSupplierRecord,
  point: WorldPoint,
  sender: string
): ReadonlyArray<string> => {
  const now = desk.engine.clock.now()
  const window = { first: midnightFrom(now, 1), last: midnightFrom(now, YEAR_DAYS) }
  const customer = customerAt(point, record.startAt)
  const open = openOn(desk, point)
  const supply = supplyAt(point, record.startAt)
  return [
    ...faultsOfBoth(record, point, sender, window),
    ...(supply?.supplier === sender ? ["E16"] : []),
    ...(supply === undefined || customer?.name === UNKNOWN_CUSTOMER ? ["E22"] : []),
    ...(open.some((one) => one.kind === "switch" && one.startAt === record.startAt) ? ["E22"] : []),
    ...(open.some((one) => one.kind === "moveIn" && one.startAt <= record.startAt) ? ["D07"] : []),
    ...(customer !== undefined && customer.name !== UNKNOWN_CUSTOMER && !isSame(record, customer) ? ["D17"] : [])
  ]
}

const moveFaults = (
  desk: Desk,
  record: ChangeOfSupplierRecord,
  point: WorldPoint,
  { processType, sender }: Submission
): ReadonlyArray<string> => {
  const now = desk.engine.clock.now()
  const window = { first: midnightFrom(now, -MOVE_DAYS_BACK), last: midnightFrom(now, MOVE_DAYS_AHEAD) }
  const customer = customerAt(point, record.startAt)
  const isRegistered = customer !== undefined && isSame(record, customer)
  const isOurs = supplyAt(point, record.startAt)?.supplier === sender
  const movesThen = [...desk.processes.values()].some(
    (one) => one.kind === "moveIn" && one.point === point && one.state !== "cancelled" && one.startAt === record.startAt
  )
  return [
    ...faultsOfBoth(record, point, sender, window),
    ...((record.customerName ?? "") === "" ? ["D03"] : []),
    ...(record.customer === undefined ? ["D17"] : []),
    ...(isRegistered && (processType !== ORDINARY_MOVE || !isOurs) ? ["D17"] : []),
    ...(movesThen ? ["D07"] : [])
  ]
}

/** Whether the number is the registered customer's. */
const isSame = ({ customer }: ChangeOfSupplierRecord, known: WorldCustomer): boolean =>
  customer !== undefined && customer.number === (customer.scheme === "VAT" ? known.cvr : known.cpr)

const beginSwitch = (
  desk: Desk,
  record: ChangeOfSupplierRecord,
  point: WorldPoint,
  { processType, sender }: Submission
): void => {
  const { startAt, transactionId } = record
  const reason = { receiver: sender, processType, validFrom: startAt, answers: transactionId }
  const process = {
    kind: "switch",
    transactionId,
    sender,
    point,
    startAt,
    processType,
    hasCustomerData: false,
    state: "open"
  } as const
  startProcess(desk, { ...process }, () => {
    const own = desk.processes.get(transactionId)!
    if (desk.needCustomerData.has(point.gsrn) && !own.hasCustomerData) {
      own.state = "cancelled"
      return desk.master.notify(sender, point.gsrn, NO_CUSTOMER_DATA, startAt, transactionId)
    }
    takeSupply(desk, point, { supplier: sender, from: startAt, began: SWITCH }, SWITCH)
  })
  desk.master.sendPoints([point], reason)
  if (desk.endingElsewhere.has(point.gsrn)) putForward(desk, desk.processes.get(transactionId)!)
}

/** An end of supply that has not been carried out: a switch within seven days takes effect today, and RSM-004/D46 says so. */
const putForward = (desk: Desk, own: OpenProcess): void => {
  const now = desk.engine.clock.now()
  if (own.state !== "open" || own.startAt > midnightFrom(now, PUT_FORWARD_DAYS)) return
  const from = midnightFrom(now, 0)
  own.state = "effected"
  takeSupply(desk, own.point, { supplier: own.sender, from, began: SWITCH }, SWITCH)
  desk.master.notify(own.sender, own.point.gsrn, PUT_FORWARD, from, own.transactionId)
}

const beginMove = (
  desk: Desk,
  record: ChangeOfSupplierRecord,
  point: WorldPoint,
  { processType, sender }: Submission
): void => {
  const { startAt, transactionId } = record
  const began = processType === ORDINARY_MOVE ? ORDINARY_MOVE : "D29"
  const number = record.customer!
  const customer: WorldCustomer = {
    from: startAt,
    name: record.customerName!,
    ...(number.scheme === "VAT" ? { cvr: number.number } : { cpr: number.number })
  }
  addCustomer(point, customer)
  startProcess(
    desk,
    { kind: "moveIn", transactionId, sender, point, startAt, processType, hasCustomerData: false, state: "open" },
    () => {
      takeSupply(desk, point, { supplier: sender, from: startAt, began }, MOVED)
    }
  )
  desk.master.sendPoints([point], { receiver: sender, processType, validFrom: startAt, answers: transactionId })
}

/**
 * The supply goes over: who supplied hears of it (RSM-004), who had a switch ahead too, and the gaining side gets the
 * readings there are since then.
 */
export const takeSupply = (
  desk: Desk,
  point: WorldPoint,
  supply: { readonly supplier: string; readonly from: Instant; readonly began: "E03" | "E65" | "D29" },
  notice: string
): void => {
  const losing = supplyAt(point, supply.from)?.supplier
  giveSupply(desk.world, point, supply)
  if (losing !== undefined && (losing !== supply.supplier || notice === MOVED)) {
    desk.master.notify(losing, point.gsrn, notice, supply.from)
  }
  for (const crossed of openOn(desk, point)) {
    if (crossed.kind === "correction" || (notice !== MOVED && crossed.kind !== "endOfSupply")) continue
    crossed.state = "cancelled"
    if (crossed.sender !== supply.supplier) desk.master.notify(crossed.sender, point.gsrn, notice, crossed.startAt)
  }
  const today = dayNumberAt(desk.engine.clock.now())
  const fromDay = dayNumberAt(supply.from)
  if (fromDay < today) {
    const points = desk.world.familyOf(point)
    desk.readings.sendDays({ receiver: supply.supplier, points, fromDay, endDay: today })
  }
}
