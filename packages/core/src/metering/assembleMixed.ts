import { intervalMs, type Period } from "../market/index.ts"
import { reportContradictions } from "./contradictions.ts"
import { type MeteringSeries, periodOf } from "./MeteringSeries.ts"
import { MixedResolution, type ReadingProblem } from "./ReadingProblem.ts"
import type { ReadingStretch } from "./ReadingStretch.ts"

/*
 * A metering point changes between hourly and quarter-hourly readings (BRS-006), and a correction may come in the other
 * resolution than what it corrects. The hour is then the atom: each holds either one hourly value or four quarters, as
 * its newest registration says. Some quarters over an hourly value fit neither and are a problem.
 */

const QUARTERS = 4
const NOTHING = 0
const HOURLY = 1
const QUARTERLY = 2

interface Hours {
  /** What each hour holds. */
  readonly kind: Uint8Array
  /** Four cells an hour; an hourly value lies in the first. */
  readonly quantitiesWh: Int32Array
  readonly qualities: Uint8Array
  /** Hours of which a part is quarters over an hourly value, until a newer registration gives the hour as a whole. */
  readonly mixed: Map<number, MixedResolution>
}

/** Readings of a window from sources of both resolutions, oldest registration first. */
export const assembleMixed = (
  sources: ReadonlyArray<MeteringSeries>,
  window: Period,
  problems: Array<ReadingProblem>
): ReadonlyArray<ReadingStretch> => {
  const n = (window.to - window.from) / intervalMs.PT1H
  const hours: Hours = {
    kind: new Uint8Array(n),
    quantitiesWh: new Int32Array(n * QUARTERS),
    qualities: new Uint8Array(n * QUARTERS),
    mixed: new Map()
  }
  sources.forEach((source, index) => {
    reportContradictions(sources, index, window, problems)
    if (source.resolution === "PT1H") paintHours(hours, source, window)
    else paintQuarters(hours, source, window)
  })
  problems.push(...hours.mixed.values())
  return stretchesOf(hours, window)
}

const paintHours = (hours: Hours, source: MeteringSeries, window: Period): void => {
  const offset = (source.start - window.from) / intervalMs.PT1H
  for (let i = Math.max(0, -offset); i < source.quantitiesWh.length && i + offset < hours.kind.length; i++) {
    const cell = (i + offset) * QUARTERS
    hours.mixed.delete(i + offset)
    hours.kind[i + offset] = HOURLY
    hours.quantitiesWh[cell] = source.quantitiesWh[i]!
    hours.qualities[cell] = source.qualities[i]!
  }
}

const paintQuarters = (hours: Hours, source: MeteringSeries, window: Period): void => {
  const { from, to } = periodOf(source)
  const start = Math.max(from, window.from)
  const end = Math.min(to, window.to)
  const hourMs = intervalMs.PT1H
  for (let hour = Math.floor((start - window.from) / hourMs); window.from + hour * hourMs < end; hour++) {
    const hourStart = window.from + hour * hourMs
    const whole = start <= hourStart && hourStart + hourMs <= end
    if (!whole && hours.kind[hour] === HOURLY) {
      hours.mixed.set(hour, new MixedResolution({ gsrn: source.gsrn, from: hourStart, to: hourStart + hourMs }))
      continue
    }
    if (whole) hours.mixed.delete(hour)
    hours.kind[hour] = QUARTERLY
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const at = hourStart + quarter * intervalMs.PT15M
      if (at < start || at >= end) continue
      const i = (at - source.start) / intervalMs.PT15M
      hours.quantitiesWh[hour * QUARTERS + quarter] = source.quantitiesWh[i]!
      hours.qualities[hour * QUARTERS + quarter] = source.qualities[i]!
    }
  }
}

/** Runs of hours of one kind; an hour that holds nothing belongs to the run before it. */
const stretchesOf = (hours: Hours, window: Period): ReadonlyArray<ReadingStretch> => {
  const stretches: Array<ReadingStretch> = []
  const n = hours.kind.length
  for (let first = 0; first < n;) {
    const kind = hours.kind[first] === NOTHING ? HOURLY : hours.kind[first]!
    let end = first + 1
    while (end < n && (hours.kind[end] === kind || hours.kind[end] === NOTHING)) end++
    stretches.push(
      kind === QUARTERLY ? quarterStretch(hours, first, end, window) : hourStretch(hours, first, end, window)
    )
    first = end
  }
  return stretches
}

const quarterStretch = (hours: Hours, first: number, end: number, window: Period): ReadingStretch => ({
  resolution: "PT15M",
  start: window.from + first * intervalMs.PT1H,
  quantitiesWh: hours.quantitiesWh.slice(first * QUARTERS, end * QUARTERS),
  qualities: hours.qualities.slice(first * QUARTERS, end * QUARTERS)
})

const hourStretch = (hours: Hours, first: number, end: number, window: Period): ReadingStretch => ({
  resolution: "PT1H",
  start: window.from + first * intervalMs.PT1H,
  quantitiesWh: Int32Array.from({ length: end - first }, (_, i) => hours.quantitiesWh[(first + i) * QUARTERS]!),
  qualities: Uint8Array.from({ length: end - first }, (_, i) => hours.qualities[(first + i) * QUARTERS]!)
})
