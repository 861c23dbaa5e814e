import { intervalMs, type LocalDate, MarketCalendar } from "../market/index.ts"
import { type MeteringSeries, periodOf } from "./MeteringSeries.ts"
import { isSettleable } from "./Quality.ts"

/** One registration of one metering point's local day, or of part of it: the row of the ledger. */
export interface MeteringDay extends Omit<MeteringSeries, "start"> {
  readonly day: LocalDate
  /** Which interval of the day the first quantity belongs to, from 0. */
  readonly firstInterval: number
  /** Sum of what may be settled. */
  readonly totalWh: number
}

/** A series cut at local midnights: 23, 24 or 25 hours a day. */
export const meteringDays = (series: MeteringSeries): ReadonlyArray<MeteringDay> => {
  const days: Array<MeteringDay> = []
  const step = intervalMs[series.resolution]
  const { from, to } = periodOf(series)
  for (let at = from; at < to;) {
    const day = MarketCalendar.localDayOf(at)
    const end = Math.min(day.to, to)
    days.push(dayOf(series, day.date, (at - day.from) / step, (at - from) / step, (end - from) / step))
    at = end
  }
  return days
}

const dayOf = (
  series: MeteringSeries,
  day: LocalDate,
  firstInterval: number,
  first: number,
  last: number
): MeteringDay => {
  const whole = first === 0 && last === series.quantitiesWh.length
  const quantitiesWh = whole ? series.quantitiesWh : series.quantitiesWh.subarray(first, last)
  const qualities = whole ? series.qualities : series.qualities.subarray(first, last)
  let totalWh = 0
  for (let i = 0; i < quantitiesWh.length; i++) if (isSettleable(qualities[i]!)) totalWh += quantitiesWh[i]!
  return {
    gsrn: series.gsrn,
    day,
    meteringPointType: series.meteringPointType,
    unit: series.unit,
    resolution: series.resolution,
    firstInterval,
    quantitiesWh,
    qualities,
    unknownQualities: unknownWithin(series, first, last),
    totalWh,
    registeredAt: series.registeredAt,
    messageId: series.messageId,
    transactionId: series.transactionId
  }
}

const unknownWithin = (
  { unknownQualities }: MeteringSeries,
  first: number,
  last: number
): ReadonlyMap<number, string> | undefined =>
  unknownQualities === undefined
    ? undefined
    : new Map([...unknownQualities].filter(([i]) => first <= i && i < last).map(([i, code]) => [i - first, code]))

/** The series that a day is. */
export const seriesOfDay = (day: MeteringDay): MeteringSeries => {
  const { day: date, firstInterval, totalWh: _, ...series } = day
  return { ...series, start: MarketCalendar.startOfDay(date) + firstInterval * intervalMs[day.resolution] }
}
