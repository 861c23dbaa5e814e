import { expect, it } from "@effect/vitest"
import {
  alternativeTarget,
  type BenchmarkResult,
  detailTarget,
  floorTarget,
  median,
  targetOutcomes
} from "./Benchmark.ts"
import { jsonReport, listReport, tableReport } from "./report.ts"

const result: BenchmarkResult = {
  name: "decode",
  points: 200,
  runs: 5,
  oursMs: 12.34567,
  floorMs: 10,
  alternativeMs: 123.4567,
  vsFloor: 1.234567,
  vsAlternative: 10,
  peakRssMb: 171.26,
  details: { megabytes: 48 }
}

const outcomes = targetOutcomes(
  [floorTarget(1.2), alternativeTarget(10), detailTarget("megabytes", { atMost: 48 })],
  result
)

it("holds figures to their targets, and one that is missing misses its target", () => {
  expect(outcomes.map(({ isMet }) => isMet)).toEqual([false, true, true])
  expect(targetOutcomes([detailTarget("nosuch", { atMost: 1 })], result)[0]!.isMet).toBe(false)
})

it("prints one JSON object on one line", () => {
  const text = jsonReport(result, outcomes)
  expect(text).not.toContain("\n")
  expect(JSON.parse(text)).toEqual({
    name: "decode",
    points: 200,
    runs: 5,
    oursMs: 12.346,
    floorMs: 10,
    alternativeMs: 123.457,
    vsFloor: 1.235,
    vsAlternative: 10,
    peakRssMb: 171.3,
    details: { megabytes: 48 },
    targets: [
      { figure: "ours / floor", value: 1.235, atMost: 1.2, met: false },
      { figure: "alternative / ours", value: 10, atLeast: 10, met: true },
      { figure: "megabytes", value: 48, atMost: 48, met: true }
    ]
  })
})

it("prints a table with every figure and its unit", () => {
  const plans = [{ statement: "SELECT '…'", times: 2, ms: 1.75, plan: ["Result", "  Buffers"] }]
  expect(tableReport({ ...result, plans }, outcomes).split("\n")).toEqual([
    "decode",
    "  points              200",
    "  runs                5",
    "  ours                12.3 ms",
    "  floor               10.0 ms",
    "  alternative         123.5 ms",
    "  ours / floor        1.23",
    "  alternative / ours  10.00",
    "  peak memory         171 MB",
    "  megabytes           48",
    "Targets:",
    "  ours / floor        1.23, at most 1.2: MISSED",
    "  alternative / ours  10, at least 10: met",
    "  megabytes           48, at most 48: met",
    "",
    "SELECT '…'",
    "2 × in 1.8 ms, the slowest:",
    "  Result",
    "    Buffers"
  ])
})

it("lists a benchmark that cannot be loaded with its reason", () => {
  expect(listReport([{ name: "decode", fault: "no such file" }])).toBe(
    "Benchmarks:\n  decode  cannot be loaded: no such file"
  )
})

it("takes the middle of an odd and of an even number of runs", () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 7])).toBe(6)
})
