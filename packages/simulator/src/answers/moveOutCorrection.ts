import { type Instant, MarketCalendar, WorkingDays } from "@datahub-settlement/core"
import { midnightFrom } from "../world/World.ts"
import { customerAt, moveCustomer, removeCustomer, UNKNOWN_CUSTOMER, type WorldPoint } from "../world/WorldPoint.ts"
import { CORRECTION_DAYS_BACK_MAX, type ReportedError } from "./correction.ts"
import { type Desk, type OpenProcess, openOn, startProcess } from "./Desk.ts"

/*
 * An erroneous move-out (BRS-011, D33). Unverified throughout: no other supplier is affected, so nobody is asked, and
 * RSM-004/D34 comes after a working day.
 */

const ACCEPTED = "D34"
const HALF_DAY_MS = 12 * 3_600_000

/** The move-out that a report is about: the sender's own, that nothing has followed. */
export const reportedMoveOut = (desk: Desk, point: WorldPoint, sender: string): OpenProcess | undefined => {
  const left = point.customers.at(-1)
  if (left?.name !== UNKNOWN_CUSTOMER || (point.supplies.at(-1)?.from ?? left.from) >= left.from) return undefined
  return [...desk.processes.values()].findLast(
    (one) => one.kind === "moveOut" && one.point === point && one.sender === sender && one.state === "effected"
  )
}

/** Only for sixty days, and only one report at a time. The date is that of the move-out, or the right one. */
export const moveOutFaults = (desk: Desk, { date, point }: ReportedError): ReadonlyArray<string> => {
  const now = desk.engine.clock.now()
  const left = point.customers.at(-1)!.from
  const first = midnightFrom(now, -CORRECTION_DAYS_BACK_MAX)
  const isDate = MarketCalendar.isLocalMidnight(date) && date <= midnightFrom(now, 0) && cameBefore(point, date)
  const isOpen = openOn(desk, point).some(({ kind }) => kind === "correction")
  return isDate && Math.min(left, date) >= first && !isOpen ? [] : ["E17"]
}

const cameBefore = (point: WorldPoint, date: Instant): boolean => (point.customers.at(-2)?.from ?? date) < date

/** After a working day the customer is there again, or left on the right date. */
export const beginMoveOutCorrection = (desk: Desk, report: ReportedError): void => {
  const { date, point, processType, sender, transactionId } = report
  const leftAt = point.customers.at(-1)!.from
  const today = MarketCalendar.localDateOf(desk.engine.clock.now())
  startProcess(
    desk,
    {
      kind: "correction",
      transactionId,
      sender,
      point,
      startAt: leftAt,
      processType,
      hasCustomerData: false,
      state: "open"
    },
    () => {
      if (date === leftAt) removeCustomer(point, leftAt)
      else moveCustomer(point, leftAt, date)
      desk.master.notify(sender, point.gsrn, ACCEPTED, leftAt)
      const isBack = customerAt(point, leftAt)?.name !== UNKNOWN_CUSTOMER && date === leftAt
      if (isBack) desk.master.sendCustomers([point], { receiver: sender, processType, validFrom: leftAt })
    },
    MarketCalendar.startOfDay(WorkingDays.addWorkingDays(today, 1)) + HALF_DAY_MS
  )
}
