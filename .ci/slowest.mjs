/* The files of tests that took longest, from vitest's JSON report: where to look when a run becomes slow. */
import { readFileSync } from "node:fs"
import { relative } from "node:path"

const FILES = 10

const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"))
const slowest = testResults
  .map(({ endTime, name, startTime }) => ({
    path: relative(process.cwd(), name),
    seconds: (endTime - startTime) / 1000
  }))
  .toSorted((a, b) => b.seconds - a.seconds)
  .slice(0, FILES)
console.log("slowest files:")
for (const { path, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(8)} s  ${path}`)
