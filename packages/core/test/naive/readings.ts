import { BigNumber } from "bignumber.js"
import type { MeteringSeries } from "@datahub-settlement/core"

const HOUR_MS = 3_600_000
const QUARTER_MS = HOUR_MS / 4

/** One reading: kWh of an interval. */
export interface Reading {
  readonly start: number
  readonly lengthMs: number
  readonly kwh: BigNumber
  /** Whether its quality allows it to be settled. */
  readonly usable: boolean
}

/**
 * The readings that hold between two instants, in time order: every registration is written over the older ones, an
 * hourly value takes the place of its quarters and the other way round.
 */
export const readingsOf = (
  series: ReadonlyArray<MeteringSeries>,
  gsrn: string,
  from: number,
  to: number,
  asOf: number | undefined
): ReadonlyArray<Reading> => {
  const byStart = new Map<number, Reading>()
  const oldestFirst = series
    .filter((one) => one.gsrn === gsrn && (asOf === undefined || one.registeredAt <= asOf))
    .sort((a, b) => a.registeredAt - b.registeredAt)
  for (const one of oldestFirst) {
    const lengthMs = one.resolution === "PT1H" ? HOUR_MS : QUARTER_MS
    one.quantitiesWh.forEach((wh, i) => {
      const start = one.start + i * lengthMs
      if (start < from || start >= to) return
      if (lengthMs === HOUR_MS)
        for (let quarter = 1; quarter < 4; quarter++) byStart.delete(start + quarter * QUARTER_MS)
      else dropHour(byStart, start)
      const quality = one.qualities[i]!
      byStart.set(start, {
        start,
        lengthMs,
        kwh: new BigNumber(wh).shiftedBy(-3),
        usable: quality >= 1 && quality <= 4
      })
    })
  }
  return Array.from(byStart.values()).sort((a, b) => a.start - b.start)
}

const dropHour = (byStart: Map<number, Reading>, quarter: number): void => {
  const hour = quarter - (quarter % HOUR_MS)
  if (byStart.get(hour)?.lengthMs === HOUR_MS) byStart.delete(hour)
}

/** The readings of a part of the time; throws where a usable value is missing. */
export const completeWithin = (
  gsrn: string,
  all: ReadonlyArray<Reading>,
  from: number,
  to: number
): ReadonlyArray<Reading> => {
  const readings = all.filter(({ start }) => from <= start && start < to)
  let at = from
  for (const { lengthMs, start, usable } of readings) {
    if (start !== at || !usable) throw new Error(`No reading of ${gsrn} at ${new Date(at).toISOString()}`)
    at = start + lengthMs
  }
  if (at !== to) throw new Error(`No reading of ${gsrn} at ${new Date(at).toISOString()}`)
  return readings
}

/** What is left of one series when another is taken from it hour by hour, never below zero. */
export const hourlyDifference = (
  minuend: ReadonlyArray<Reading>,
  subtrahend: ReadonlyArray<Reading>
): ReadonlyArray<Reading> => {
  const taken = byHour(subtrahend)
  return Array.from(byHour(minuend), ([start, kwh]) => ({
    start,
    lengthMs: HOUR_MS,
    kwh: BigNumber.max(0, kwh.minus(taken.get(start) ?? 0)),
    usable: true
  }))
}

const byHour = (readings: ReadonlyArray<Reading>): Map<number, BigNumber> => {
  const hours = new Map<number, BigNumber>()
  for (const { kwh, start } of readings) {
    const hour = start - (start % HOUR_MS)
    hours.set(hour, kwh.plus(hours.get(hour) ?? 0))
  }
  return hours
}
