import type { Mix } from "./store/worldSize.ts"

/** What a benchmark was asked to do. */
export interface BenchmarkOptions {
  /** Size of the job; what a point is, the benchmark says (metering points, as a rule). */
  readonly points: number
  /** Measured runs, after one that is not counted. */
  readonly runs: number
  /** Months of readings; the last one is settled. Only where the benchmark takes it. */
  readonly months: number
  /** What kinds of points there are. Only where the benchmark takes it. */
  readonly mix: Mix
  /** Whether the plans of all statements are shown. Only where the benchmark takes it. */
  readonly explain: boolean
  /** Called with a line of progress for the person who waits. */
  readonly progress: (line: string) => void
}

/** Options that not every benchmark has. */
export type OwnOption = "months" | "mix" | "explain"

/** One measured job: ours, the floor and the alternative in the same run on the same data. Medians, milliseconds. */
export interface BenchmarkResult {
  readonly name: string
  readonly points: number
  readonly runs: number
  readonly oursMs: number
  /** The least that the machine needs for the same data, and what that is. */
  readonly floorMs: number
  /** What one would do without us, and what that is. */
  readonly alternativeMs: number
  /** ours / floor: 1 is perfect. */
  readonly vsFloor: number
  /** alternative / ours: how many times faster. */
  readonly vsAlternative: number
  readonly peakRssMb: number
  /** What else was measured, for the report. */
  readonly details: Readonly<Record<string, string | number>>
  /** How the server carried out our statements, where that was asked for. */
  readonly plans?: ReadonlyArray<StatementPlan>
}

/** A statement that the program sent, however often and with whatever values, and how it was carried out. */
export interface StatementPlan {
  readonly statement: string
  readonly times: number
  readonly ms: number
  /** The slowest of them, line by line. */
  readonly plan: ReadonlyArray<string>
}

/** What a figure has to reach, at the benchmark's own size. */
export interface Target {
  readonly figure: string
  readonly of: (result: BenchmarkResult) => number
  readonly limit: { readonly atMost: number } | { readonly atLeast: number }
}

/** A target, and what came of it. */
export interface TargetOutcome {
  readonly figure: string
  readonly value: number
  readonly limit: Target["limit"]
  readonly isMet: boolean
}

/** A benchmark behind `pnpm bench <name>`. */
export interface Benchmark {
  readonly name: string
  /** One line for `--help`: what is measured, beside which floor and which alternative. */
  readonly summary: string
  readonly defaults: { readonly points: number; readonly runs: number }
  readonly takes: ReadonlyArray<OwnOption>
  readonly targets: ReadonlyArray<Target>
  readonly run: (options: BenchmarkOptions) => Promise<BenchmarkResult>
}

/** ours / floor. */
export const floorTarget = (atMost: number): Target => ({
  figure: "ours / floor",
  of: ({ vsFloor }) => vsFloor,
  limit: { atMost }
})

/** alternative / ours. */
export const alternativeTarget = (atLeast: number): Target => ({
  figure: "alternative / ours",
  of: ({ vsAlternative }) => vsAlternative,
  limit: { atLeast }
})

/** A figure among the details, by its name there. */
export const detailTarget = (figure: string, limit: Target["limit"]): Target => ({
  figure,
  of: ({ details }) => Number(details[figure]),
  limit
})

/** What came of each target. A figure that is none misses it. */
export const targetOutcomes = (targets: ReadonlyArray<Target>, result: BenchmarkResult): ReadonlyArray<TargetOutcome> =>
  targets.map(({ figure, limit, of }) => {
    const value = of(result)
    return { figure, value, limit, isMet: "atMost" in limit ? value <= limit.atMost : value >= limit.atLeast }
  })

/** The middle value; of an even number of values the mean of the two in the middle. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
