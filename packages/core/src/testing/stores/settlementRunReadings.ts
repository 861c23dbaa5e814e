import {
  addDays,
  firstOfMonth,
  type Gsrn,
  intervalMs,
  type LocalDate,
  MarketCalendar,
  type MeteringPointType,
  type Period,
  type Resolution
} from "../../market/index.ts"
import { KWH, type MeteringSeries, Quality } from "../../metering/index.ts"
import type { SeededRandom } from "../SeededRandom.ts"
import { dates } from "./conformanceWorld.ts"

/** How the readings of a point are. */
interface ReadingsShape {
  readonly type?: MeteringPointType | undefined
  readonly resolution?: Resolution | undefined
  /** Dates of which nothing came. */
  readonly absent?: ReadonlyArray<string> | undefined
  /** Dates whose fourth to sixth reading came without a value. */
  readonly invalid?: ReadonlyArray<string> | undefined
}

const HOUR = intervalMs.PT1H

/** Random readings of the points of a world. */
export class RunReadings {
  readonly series: Array<MeteringSeries> = []
  private readonly random: SeededRandom

  constructor(random: SeededRandom) {
    this.random = random
  }

  /** A series for every day of a period. */
  addDays(
    gsrn: Gsrn,
    period: Period,
    { absent = [], invalid = [], resolution = "PT1H", type = "E17" }: ReadingsShape
  ): void {
    const end = MarketCalendar.localDateOf(period.to)
    for (let date = MarketCalendar.localDateOf(period.from); date < end; date = addDays(date, 1)) {
      if (absent.includes(date)) continue
      const one = this.seriesOf(gsrn, MarketCalendar.dayPeriod(date), resolution, type)
      if (invalid.includes(date)) one.qualities.fill(Quality.missing, 3, 6)
      this.series.push(one)
    }
  }

  /** A series for every month of a period. */
  addMonths(gsrn: Gsrn, period: Period, absent: ReadonlyArray<string>): void {
    const end = MarketCalendar.localDateOf(period.to)
    for (let date: LocalDate = MarketCalendar.localDateOf(period.from); date < end; date = firstOfMonth(date, 1)) {
      if (!absent.includes(date)) this.series.push(this.seriesOf(gsrn, MarketCalendar.monthPeriod(date), "PT1H", "E17"))
    }
  }

  /** A newer registration of one day, an older one of another that arrives late, and an estimate of part of a third. */
  correct(gsrn: Gsrn): void {
    const newer = this.seriesOf(gsrn, dates("2025-10-10", "2025-10-11"), "PT1H", "E17")
    const older = this.seriesOf(gsrn, dates("2025-10-26", "2025-10-27"), "PT1H", "E17")
    const { from } = dates("2025-10-14", "2025-10-15")
    const estimate = this.seriesOf(gsrn, { from: from + 4 * HOUR, to: from + 9 * HOUR }, "PT1H", "E17")
    estimate.qualities.fill(Quality.estimated)
    this.series.push(
      { ...newer, registeredAt: newer.registeredAt + 90 * HOUR },
      { ...older, registeredAt: older.registeredAt - 2 * HOUR },
      { ...estimate, registeredAt: estimate.registeredAt + 90 * HOUR }
    )
  }

  private seriesOf(
    gsrn: Gsrn,
    { from, to }: Period,
    resolution: Resolution,
    meteringPointType: MeteringPointType
  ): MeteringSeries {
    const intervals = (to - from) / intervalMs[resolution]
    return {
      gsrn,
      meteringPointType,
      unit: KWH,
      resolution,
      start: from,
      quantitiesWh: Int32Array.from({ length: intervals }, () =>
        this.random.int(0, resolution === "PT1H" ? 1150 : 290)
      ),
      qualities: new Uint8Array(intervals).fill(Quality.measured),
      registeredAt: to + 5 * HOUR,
      messageId: "",
      transactionId: `${gsrn}-${this.series.length}`
    }
  }
}
