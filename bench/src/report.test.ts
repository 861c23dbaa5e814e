import { expect, it } from "@effect/vitest"
import type { BenchmarkResult } from "./Benchmark.ts"
import { median } from "./Benchmark.ts"
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

it("prints one JSON object on one line", () => {
  const text = jsonReport(result)
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
    details: { megabytes: 48 }
  })
})

it("prints a table with every figure and its unit", () => {
  expect(tableReport(result).split("\n")).toEqual([
    "decode",
    "  points              200",
    "  runs                5",
    "  ours                12.3 ms",
    "  floor               10.0 ms",
    "  alternative         123.5 ms",
    "  ours / floor        1.23",
    "  alternative / ours  10.00",
    "  peak memory         171 MB",
    "  megabytes           48"
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
