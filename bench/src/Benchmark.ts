/** What a benchmark was asked to do. */
export interface BenchmarkOptions {
  /** Size of the job; what a point is, the benchmark says (metering points, as a rule). */
  readonly points: number
  /** Measured runs, after one that is not counted. */
  readonly runs: number
  /** Called with a line of progress for the person who waits. */
  readonly progress: (line: string) => void
}

/** One measured job: ours, the floor and the alternative in the same process and the same run. Medians, milliseconds. */
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
}

/** A benchmark behind `pnpm bench <name>`. */
export interface Benchmark {
  readonly name: string
  /** One line for `--help`: what is measured, beside which floor and which alternative. */
  readonly summary: string
  readonly defaults: { readonly points: number; readonly runs: number }
  readonly run: (options: BenchmarkOptions) => Promise<BenchmarkResult>
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
