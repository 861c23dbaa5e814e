import {
  type Gsrn,
  type Instant,
  intervalMs,
  KWH,
  MarketCalendar,
  type MeteringSeries,
  type Period,
  Quality,
  type Resolution,
  type Wh
} from "@datahub-settlement/core"
import type { Change } from "./Case.ts"

const HOUR_MS = intervalMs.PT1H

/** What a registered series of a case is made from. */
interface Registration {
  readonly gsrn: Gsrn
  readonly type: "E17" | "E18"
  readonly period: Period
  readonly resolution: Resolution
  readonly registeredAt: Instant
  /** Wh of the hour that begins then. */
  readonly hourWh: (start: Instant) => Wh
}

/** One series over a period, each hour's quantity in one interval or in four quarters. */
export const register = ({ gsrn, hourWh, period, registeredAt, resolution, type }: Registration): MeteringSeries => {
  const hours = Array.from({ length: (period.to - period.from) / HOUR_MS }, (_, i) => hourWh(period.from + i * HOUR_MS))
  const quantitiesWh = Int32Array.from(resolution === "PT1H" ? hours : hours.flatMap(quartersOf))
  return {
    gsrn,
    meteringPointType: type,
    unit: KWH,
    resolution,
    start: period.from,
    quantitiesWh,
    qualities: new Uint8Array(quantitiesWh.length).fill(Quality.measured),
    registeredAt,
    messageId: `registered-${registeredAt}`,
    transactionId: `${gsrn}-${period.from}-${registeredAt}`
  }
}

/**
 * Four equal quarters. A Wh is the least that DataHub sends: what four do not divide goes to the first quarters, one Wh
 * each. No figure can tell the difference, as every price of a case holds for the whole hour.
 */
const quartersOf = (wh: Wh): ReadonlyArray<Wh> => {
  const quarter = Math.floor(wh / 4)
  const rest = wh - quarter * 4
  return [0, 1, 2, 3].map((i) => (i < rest ? quarter + 1 : quarter))
}

/** The same quantities every local day: the long day's doubled hour counts twice, the short day's missing one never. */
export const profile =
  (whByLocalHour: ReadonlyArray<Wh>) =>
  (start: Instant): Wh =>
    whByLocalHour[MarketCalendar.localHourOf(start)]!

/** The hours that a change means: one as a rule, two on the long day, none on the short one. */
export const hoursOf = ({ localDate, localHour }: Change): ReadonlyArray<Period> => {
  const day = MarketCalendar.dayPeriod(localDate)
  const hours: Array<Period> = []
  for (let from = day.from; from < day.to; from += HOUR_MS) {
    if (MarketCalendar.localHourOf(from) === localHour) hours.push({ from, to: from + HOUR_MS })
  }
  return hours
}
