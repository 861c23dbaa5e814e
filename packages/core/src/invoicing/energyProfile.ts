import type { SpotPrices } from "../charges/index.ts"
import { covers, type Gsrn, type Instant, intervalMs, MarketCalendar, type Period } from "../market/index.ts"
import { assembleReadings } from "../metering/index.ts"
import type { NanoDkk, Wh } from "../quantity/index.ts"
import type { Segment, SettlementRequest } from "../settlement/index.ts"
import type { DayEnergy, EnergyProfile } from "./Invoice.ts"

const HOUR_MS = intervalMs.PT1H

/** Energy by local day and by local hour of what was settled, with the mean spot price of each day. */
export const energyProfile = (request: SettlementRequest, segments: ReadonlyArray<Segment>): EnergyProfile => {
  const days = MarketCalendar.localDays(request.period).map((date) => ({
    date,
    period: MarketCalendar.dayPeriod(date)
  }))
  const consumptionWh = days.map(() => 0)
  const productionWh = days.map(() => 0)
  const byHour = Array.from({ length: 24 }, () => 0)
  eachReading(request, request.meteringPoint.gsrn, segments, (start, day, wh) => {
    consumptionWh[day]! += wh
    byHour[MarketCalendar.localHourOf(start)]! += wh
  })
  if (request.production !== undefined) {
    eachReading(request, request.production.gsrn, segments, (_start, day, wh) => {
      productionWh[day]! += wh
    })
  }
  return {
    days: days.map(({ date, period }, index): DayEnergy => ({
      date,
      hours: (period.to - period.from) / HOUR_MS,
      consumptionWh: consumptionWh[index]!,
      productionWh: productionWh[index]!,
      spotNanoDkkPerKwh: meanSpot(request.spotPrices, period)
    })),
    consumptionWhByHour: byHour
  }
}

const eachReading = (
  request: SettlementRequest,
  gsrn: Gsrn,
  segments: ReadonlyArray<Segment>,
  visit: (start: Instant, dayIndex: number, wh: Wh) => void
): void => {
  const ends = MarketCalendar.localDays(request.period).map((date) => MarketCalendar.dayPeriod(date).to)
  let day = 0
  for (const stretch of assembleReadings(request.readings, gsrn, request.period, request.asOf).stretches) {
    for (let i = 0; i < stretch.quantitiesWh.length; i++) {
      const start = stretch.start + i * intervalMs[stretch.resolution]
      while (start >= ends[day]!) day++
      if (segments.some((segment) => covers(segment, start))) visit(start, day, stretch.quantitiesWh[i]!)
    }
  }
}

/** Mean over time of the prices that are known in a period; undefined when none is. */
const meanSpot = ({ stretches }: SpotPrices, { from, to }: Period): NanoDkk | undefined => {
  let weighted = 0
  let known = 0
  for (const { nanoDkkPerKwh, resolution, start } of stretches) {
    const step = intervalMs[resolution]
    const first = Math.max(0, Math.floor((from - start) / step))
    const last = Math.min(nanoDkkPerKwh.length, Math.ceil((to - start) / step))
    for (let i = first; i < last; i++) {
      if (Number.isNaN(nanoDkkPerKwh[i])) continue
      weighted += nanoDkkPerKwh[i]! * (step / HOUR_MS)
      known += step / HOUR_MS
    }
  }
  return known === 0 ? undefined : Math.round(weighted / known)
}
