import type { BenchmarkResult, StatementPlan, TargetOutcome } from "./Benchmark.ts"
import { round } from "./measure.ts"
import type { Listing } from "./registry.ts"

/** The result as one JSON object on one line, figures rounded to what they can be trusted to. */
export const jsonReport = (result: BenchmarkResult, targets: ReadonlyArray<TargetOutcome>): string =>
  JSON.stringify({
    name: result.name,
    points: result.points,
    runs: result.runs,
    oursMs: round(result.oursMs, 3),
    floorMs: round(result.floorMs, 3),
    alternativeMs: round(result.alternativeMs, 3),
    vsFloor: round(result.vsFloor, 3),
    vsAlternative: round(result.vsAlternative, 3),
    peakRssMb: round(result.peakRssMb),
    details: result.details,
    targets: targets.map(({ figure, isMet, limit, value }) => ({
      figure,
      value: round(value, 3),
      ...limit,
      met: isMet
    })),
    ...(result.plans === undefined ? {} : { plans: result.plans })
  })

/** The result as a table for a person. */
export const tableReport = (result: BenchmarkResult, targets: ReadonlyArray<TargetOutcome>): string => {
  const rows: ReadonlyArray<readonly [string, string]> = [
    ["points", String(result.points)],
    ["runs", String(result.runs)],
    ["ours", `${result.oursMs.toFixed(1)} ms`],
    ["floor", `${result.floorMs.toFixed(1)} ms`],
    ["alternative", `${result.alternativeMs.toFixed(1)} ms`],
    ["ours / floor", result.vsFloor.toFixed(2)],
    ["alternative / ours", result.vsAlternative.toFixed(2)],
    ["peak memory", `${result.peakRssMb.toFixed(0)} MB`],
    ...Object.entries(result.details).map(([label, value]) => [label, String(value)] as const)
  ]
  return [result.name, ...columns(rows), ...targetLines(targets), ...(result.plans ?? []).flatMap(planLines)].join("\n")
}

const targetLines = (targets: ReadonlyArray<TargetOutcome>): ReadonlyArray<string> =>
  targets.length === 0
    ? []
    : [
        "Targets:",
        ...columns(
          targets.map(({ figure, isMet, limit, value }) => {
            const said = "atMost" in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`
            return [figure, `${round(value, 2)}, ${said}: ${isMet ? "met" : "MISSED"}`]
          })
        )
      ]

const planLines = ({ ms, plan, statement, times }: StatementPlan): ReadonlyArray<string> => [
  "",
  `${statement}`,
  `${times} × in ${ms.toFixed(1)} ms, the slowest:`,
  ...plan.map((line) => `  ${line}`)
]

/** What there is to run. */
export const listReport = (listings: ReadonlyArray<Listing>): string =>
  ["Benchmarks:", ...columns(listings.map((listing) => [listing.name, summaryOf(listing)] as const))].join("\n")

const summaryOf = (listing: Listing): string => {
  if (!("benchmark" in listing)) return `cannot be loaded: ${listing.fault}`
  const { defaults, summary, takes } = listing.benchmark
  const own = takes.map((option) => `, --${option}`).join("")
  return `${summary} (${defaults.points} points, ${defaults.runs} runs${own})`
}

const columns = (rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> => {
  const width = Math.max(0, ...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)
}
