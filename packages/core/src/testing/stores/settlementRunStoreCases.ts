import { Effect, Result } from "effect"
import type { Gsrn } from "../../market/index.ts"
import { MissingReading } from "../../metering/index.ts"
import {
  type PointResult,
  type RunChunk,
  type SettlementRun,
  SettlementRunStore,
  storedLinesOf
} from "../../runs/index.ts"
import { MissingProduct, settle } from "../../settlement/index.ts"
import { householdRequest } from "../householdRequest.ts"
import { type ConformanceCase, expectSame } from "./conformance.ts"
import { dates, worldPoint } from "./conformanceWorld.ts"
import { runIdOf } from "./RecordedRunWorld.ts"

type Store = SettlementRunStore["Service"]

export type RunStoreCases = Array<ConformanceCase<SettlementRunStore>>

export const period = dates("2025-01-01", "2025-02-01")

/** Adds cases, each with a run of its own; `firstNumber` tells the runs of these cases from those of others. */
export const runStoreCaseIn =
  (cases: RunStoreCases, firstNumber: number) =>
  (name: string, test: (store: Store, run: SettlementRun) => Effect.Effect<void, unknown>): void => {
    const number = firstNumber + cases.length
    const run: SettlementRun = {
      runId: runIdOf(number),
      kind: "settlement",
      period,
      gridAreas: undefined,
      asOf: 1_760_000_000_000,
      ruleVersion: "1",
      points: 6,
      startedAt: 1_770_000_000_000 + number
    }
    cases.push({ name, run: Effect.flatMap(SettlementRunStore, (store) => test(store, run)) })
  }

export const point = (index: number): Gsrn => worldPoint(6000, index)

export const settledPoint = (index: number): PointResult & { readonly kind: "settled" } => {
  const gsrn = point(index)
  const settlement = Result.getOrThrow(settle(householdRequest({ meteringPoint: { gsrn, priceArea: "DK1" } })))
  return { kind: "settled", gsrn, settlement }
}

export const failedPoint = (index: number): PointResult => {
  const gsrn = point(index)
  const reading = new MissingReading({ gsrn, ...period, intervals: 3, qualities: ["A02"] })
  return {
    kind: "failed",
    gsrn,
    problems: [new MissingProduct({ gsrn, from: period.from, to: Number.POSITIVE_INFINITY }), reading]
  }
}

export const chunkOf = (chunkNo: number, ...results: ReadonlyArray<PointResult>): RunChunk => ({ chunkNo, results })

export const firstChunk = (): RunChunk => chunkOf(0, settledPoint(1), failedPoint(2), settledPoint(3))
export const secondChunk = (): RunChunk => chunkOf(1, settledPoint(4), settledPoint(5))

/** Text of what has bigints in it. */
const linesText = (lines: ReadonlyArray<object>): ReadonlyArray<string> =>
  lines
    .map((line) => JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value), 0))
    .map((text) => JSON.stringify(Object.entries(JSON.parse(text) as object).sort()))

export const expectLines = (what: string, actual: ReadonlyArray<object>, results: ReadonlyArray<PointResult>) =>
  expectSame(what, linesText(actual), linesText(results.flatMap(storedLinesOf)))
