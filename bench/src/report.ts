import type { BenchmarkResult } from "./Benchmark.ts"
import type { Listing } from "./registry.ts"

/** The result as one JSON object on one line, figures rounded to what they can be trusted to. */
export const jsonReport = (result: BenchmarkResult): string =>
  JSON.stringify({
    name: result.name,
    points: result.points,
    runs: result.runs,
    oursMs: rounded(result.oursMs, 3),
    floorMs: rounded(result.floorMs, 3),
    alternativeMs: rounded(result.alternativeMs, 3),
    vsFloor: rounded(result.vsFloor, 3),
    vsAlternative: rounded(result.vsAlternative, 3),
    peakRssMb: rounded(result.peakRssMb, 1),
    details: result.details
  })

/** The result as a table for a person. */
export const tableReport = (result: BenchmarkResult): string => {
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
  return [result.name, ...columns(rows)].join("\n")
}

/** What there is to run. */
export const listReport = (listings: ReadonlyArray<Listing>): string =>
  ["Benchmarks:", ...columns(listings.map((listing) => [listing.name, summaryOf(listing)] as const))].join("\n")

const summaryOf = (listing: Listing): string =>
  "benchmark" in listing
    ? `${listing.benchmark.summary} (${listing.benchmark.defaults.points} points, ${listing.benchmark.defaults.runs} runs)`
    : `cannot be loaded: ${listing.fault}`

const columns = (rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> => {
  const width = Math.max(0, ...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals))
