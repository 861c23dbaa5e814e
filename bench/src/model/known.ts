import {
  AcontoPlans,
  type AcontoShare,
  assembleReadings,
  ChargeStore,
  CorrectionsDue,
  type Gsrn,
  intervalMs,
  MeteringLedger,
  type Period,
  Portfolio,
  ProcessStore,
  Quality,
  SettlementRunStore
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { readPoints } from "./cast.ts"
import { DAYS, dayAt } from "./modelCalendar.ts"

const always: Period = { from: dayAt(0), to: dayAt(DAYS) }

/** All that the program knows, read from its ports. */
export const readKnown = Effect.gen(function* () {
  const portfolio = yield* Portfolio
  const points = yield* portfolio.versions(readPoints)
  const charges = yield* (yield* ChargeStore).charges({ period: always })
  const series = yield* (yield* MeteringLedger).readings({ gsrns: readPoints, period: always })
  const due = yield* (yield* CorrectionsDue).open(10_000)
  const processes = yield* (yield* ProcessStore).list({ limit: 1000 })
  const plans = yield* AcontoPlans
  const prepaid = yield* plans.of(readPoints)
  const shares = new Map<Gsrn, ReadonlyArray<AcontoShare>>()
  for (const gsrn of prepaid.keys()) shares.set(gsrn, yield* plans.history(gsrn))
  return { points, charges, series, due, processes, prepaid, shares }
})

export type Known = Effect.Success<typeof readKnown>

const HOUR_MS = 3_600_000

/** Wh of every hour of a point since the first day; `undefined` where nothing was read. */
export const hoursOf = ({ series }: Known, gsrn: Gsrn): ReadonlyArray<number | undefined> => {
  const hours = Array.from({ length: (always.to - always.from) / HOUR_MS }, (): number | undefined => undefined)
  for (const { qualities, quantitiesWh, resolution, start } of assembleReadings(series, gsrn, always).stretches) {
    const perHour = HOUR_MS / intervalMs[resolution]
    const first = (start - always.from) / HOUR_MS
    quantitiesWh.forEach((wh, index) => {
      if (qualities[index] === Quality.missing) return
      const hour = first + Math.floor(index / perHour)
      hours[hour] = (hours[hour] ?? 0) + wh
    })
  }
  return hours
}

/** The number of a day's first hour. */
export const hourOf = (day: number): number => (dayAt(day) - always.from) / HOUR_MS

/** As text, to see whether anything has changed. */
export const textOf = (known: unknown): string =>
  JSON.stringify(known, (_, value: unknown) =>
    value instanceof Map
      ? [...value]
      : typeof value === "bigint"
        ? `${value}n`
        : ArrayBuffer.isView(value)
          ? [...(value as Int32Array)]
          : value
  )

/** Lines of all runs that are finished, by run. */
export const readRuns = Effect.gen(function* () {
  const store = yield* SettlementRunStore
  const runs = yield* store.list(10_000)
  return yield* Effect.forEach(runs, (run) =>
    Effect.gen(function* () {
      const progress = yield* store.progress(run.runId)
      const lines = yield* store.lines(run.runId, { points: 1000 })
      return { run, progress, lines }
    })
  )
})

export type KnownRun = Effect.Success<typeof readRuns>[number]
