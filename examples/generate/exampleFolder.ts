import {
  type Gsrn,
  type Instant,
  intervalMs,
  LocalDate,
  MarketCalendar,
  type Period,
  type Resolution
} from "@datahub-settlement/core"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { documentText, rsm012, type WireReading, type WireSeries } from "./wire.ts"

const HOUR_MS = intervalMs.PT1H

/** Files of an example by path: documents as values, notes and our own files as text. */
export type ExampleFiles = Readonly<Record<string, unknown>>

/** Writes an example folder anew. */
export const writeExample = (root: string, name: string, files: ExampleFiles): void => {
  const folder = join(root, name)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === "string" ? content : documentText(content))
  }
}

/** From and to as local dates. */
export const periodOfDates = (from: string, to: string): Period =>
  MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))

/** All readings of a metering point in one stretch. */
export interface PointReadings {
  readonly gsrn: Gsrn
  readonly type: "E17" | "E18"
  readonly resolution: Resolution
  readonly period: Period
  readonly readings: ReadonlyArray<WireReading>
}

/** The series of one local day, registered on the morning after unless said otherwise. */
export const daySeries = (point: PointReadings, day: LocalDate, registeredAt?: Instant): WireSeries => {
  const period = MarketCalendar.dayPeriod(day)
  const step = intervalMs[point.resolution]
  return {
    gsrn: point.gsrn,
    type: point.type,
    resolution: point.resolution,
    period,
    registeredAt: registeredAt ?? period.to + 5 * HOUR_MS,
    readings: point.readings.slice((period.from - point.period.from) / step, (period.to - point.period.from) / step)
  }
}

/** One document a day and point, as they come in daily. */
export const dailyFiles = (point: PointReadings): ExampleFiles =>
  Object.fromEntries(
    MarketCalendar.localDays(point.period).map((day) => {
      const series = daySeries(point, day)
      return [`readings/${day}.json`, rsm012(series.registeredAt + HOUR_MS / 2, [series])]
    })
  )

/** One bundle a week: a series for each day and point. */
export const weeklyFiles = (points: ReadonlyArray<PointReadings>): ExampleFiles => {
  const days = MarketCalendar.localDays(points[0]!.period)
  const files: Record<string, unknown> = {}
  for (let first = 0; first < days.length; first += 7) {
    const week = days.slice(first, first + 7)
    const series = points.flatMap((point) => week.map((day) => daySeries(point, day)))
    const last = MarketCalendar.dayPeriod(week.at(-1)!).to
    files[`readings/week-from-${week[0]}.json`] = rsm012(last + 6 * HOUR_MS, series)
  }
  return files
}

/** The same stretch with some intervals registered as something else. */
export const replacing = (
  point: PointReadings,
  within: Period,
  reading: (original: WireReading, index: number) => WireReading
): PointReadings => {
  const step = intervalMs[point.resolution]
  return {
    ...point,
    readings: point.readings.map((original, index) => {
      const start = point.period.from + index * step
      return within.from <= start && start < within.to ? reading(original, index) : original
    })
  }
}
