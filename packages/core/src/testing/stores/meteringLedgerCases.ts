import { Effect } from "effect"
import { type Gsrn, type Instant, intervalMs, type Period } from "../../market/index.ts"
import { assembleReadings, MeteringLedger, type MeteringSeries, Quality } from "../../metering/index.ts"
import type { ConformanceCase } from "./conformance.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"

type Ledger = MeteringLedger["Service"]

export type LedgerCases = Array<ConformanceCase<MeteringLedger>>

/** Adds cases, each with points and message ids of its own; `firstWorld` tells them from those of other cases. */
export const ledgerCaseIn =
  (cases: LedgerCases, firstWorld: number) =>
  (name: string, test: (ledger: Ledger, gsrn: Gsrn, other: Gsrn) => Effect.Effect<void, unknown>): void => {
    const world = firstWorld + cases.length
    cases.push({
      name,
      run: Effect.flatMap(MeteringLedger, (ledger) => test(ledger, worldPoint(world, 1), worldPoint(world, 2)))
    })
  }

export const messageOf = (...series: ReadonlyArray<MeteringSeries>) => ({ messageId: series[0]!.messageId, series })

/** The readings that hold: `start resolution: quantities / qualities` of each stretch. */
export const holding = (ledger: Ledger, gsrn: Gsrn, period: Period, asOf?: Instant) =>
  Effect.map(
    ledger.readings({ gsrns: [gsrn], period, asOf }),
    (series) => assembleReadings(series, gsrn, period).stretches
  )

export const wh = (ledger: Ledger, gsrn: Gsrn, period: Period, asOf?: Instant) =>
  Effect.map(holding(ledger, gsrn, period, asOf), (stretches) =>
    stretches.flatMap(({ qualities, quantitiesWh }) =>
      Array.from(quantitiesWh, (one, i) => (qualities[i] === Quality.missing ? null : one))
    )
  )

export const day = dates("2025-03-10", "2025-03-11")
export const hours = (values: ReadonlyArray<number>): ReadonlyArray<number> => values
export const all = (kwh: number): ReadonlyArray<number> => Array.from({ length: 24 }, () => kwh)
export const registered = (date: string): Instant => midnight(date) + 10 * intervalMs.PT1H
