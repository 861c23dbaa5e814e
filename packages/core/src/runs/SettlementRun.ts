import type { GridArea, Gsrn, Instant, Period } from "../market/index.ts"
import { MarketCalendar } from "../market/index.ts"
import type { Oere } from "../quantity/index.ts"
import type { Settlement, SettlementProblem, Totals } from "../settlement/index.ts"

/** The id of a run, a UUID. */
export type RunId = string

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Whether a text can be the id of a run.
 *
 * @example
 * import { isRunId } from "@datahub-settlement/core"
 *
 * isRunId("5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1") // => true
 * isRunId("run 7") // => false
 */
export const isRunId = (text: string): boolean => RUN_ID.test(text)

/**
 * The rules by which lines come out. It changes when the engine gives other lines for the same request, so that an old
 * run is not continued or compared by new rules without anyone noticing.
 */
export const RULE_VERSION = "1"

/** What is to be settled. */
export interface RunScope {
  readonly period: Period
  /** Only these grid areas; without it all. */
  readonly gridAreas?: ReadonlyArray<GridArea> | undefined
}

/**
 * What a run stores: settlements of a period, or the changes of the bill between what was settled and what is known now.
 */
export type RunKind = "settlement" | "correction"

/** A scope in words, the same for the same scope: `2026-01-01 to 2026-02-01, grid areas 131, 791`. */
export const runScopeText = ({ gridAreas, period }: RunScope): string => {
  const areas = gridAreas === undefined ? "all grid areas" : `grid areas ${[...new Set(gridAreas)].sort().join(", ")}`
  return `${MarketCalendar.localDateOf(period.from)} to ${MarketCalendar.localDateOf(period.to)}, ${areas}`
}

/** What only one process at a time may work on: a scope, or all corrections. */
export type HeldScope = RunScope | "corrections"

/** What is held, in words. */
export const heldScopeText = (held: HeldScope): string => (held === "corrections" ? held : runScopeText(held))

/** A run: settled metering points of a scope, from what was known at an instant. Immutable once it has begun. */
export interface SettlementRun extends RunScope {
  readonly runId: RunId
  readonly kind: RunKind
  readonly asOf: Instant
  readonly ruleVersion: string
  /** Metering points to be settled. */
  readonly points: number
  readonly startedAt: Instant
}

/** A point of a correction run. */
export interface CorrectedPoint {
  readonly gsrn: Gsrn
  /** As of when it was settled last, which is what was billed; undefined when it never was. */
  readonly settledAsOf: Instant | undefined
}

/** What settlement runs of one period and the same grid areas have come to. */
export interface SettledScope extends RunScope {
  /** The newest instant of those that are finished, and of those that are not. */
  readonly finishedAsOf: Instant | undefined
  readonly unfinishedAsOf: Instant | undefined
}

/** How far a run is. */
export interface RunProgress {
  readonly settled: number
  readonly failed: number
  readonly lines: number
  readonly totalOere: Oere
  /** The last metering point whose result is stored. */
  readonly lastGsrn: Gsrn | undefined
  readonly chunks: number
  readonly finishedAt: Instant | undefined
}

/** How far a run is that has stored nothing. */
export const noProgress: RunProgress = {
  settled: 0,
  failed: 0,
  lines: 0,
  totalOere: 0,
  lastGsrn: undefined,
  chunks: 0,
  finishedAt: undefined
}

/** A metering point that was settled, or every reason why it was not. */
export type PointResult =
  | { readonly kind: "settled"; readonly gsrn: Gsrn; readonly settlement: Settlement }
  | { readonly kind: "failed"; readonly gsrn: Gsrn; readonly problems: ReadonlyArray<SettlementProblem> }

/** Results of neighbouring metering points, in GSRN order and at least one: stored together or not at all. */
export interface RunChunk {
  readonly chunkNo: number
  readonly results: ReadonlyArray<PointResult>
}

/** One stored line, as it can be read again. */
export interface StoredLine extends Period {
  readonly gsrn: Gsrn
  /** From 0 in each metering point. */
  readonly lineNo: number
  readonly kind: string
  readonly id: string
  readonly pricedGsrn: Gsrn
  readonly quantityWh: number
  readonly exactUnits: bigint
  readonly amountOere: Oere
  readonly vatClass: string
  readonly isTax: boolean
}

/** What a run stored of one metering point that it settled. */
export interface StoredResult extends Totals {
  readonly gsrn: Gsrn
  readonly runId: RunId
  readonly kind: RunKind
  readonly asOf: Instant
  /** Of a correction: as of when what it corrects was settled; undefined when it never was. */
  readonly settledAsOf: Instant | undefined
}

/** One stored reason why a metering point could not be settled. */
export interface StoredFailure {
  readonly gsrn: Gsrn
  readonly problem: string
  readonly message: string
}
