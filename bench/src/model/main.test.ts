import { expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const TIMEOUT_MS = 600_000

const main = fileURLToPath(new URL("main.ts", import.meta.url))

const model = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, ["--conditions=source", main, ...args], { encoding: "utf8" })

it(
  "plays on a database, tells its seed, and prints one JSON object alone",
  () => {
    const args = ["--sequences", "2", "--steps", "12", "--seed", "3", "--store", "postgres", "--json"]
    const { status, stderr, stdout } = model(...args)
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(/^seed 3\n/)
    expect(stdout.trim().split("\n")).toHaveLength(1)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ sequences: 2, seed: 3, failures: 0 })
    expect(report.steps).toBeGreaterThan(4)
    expect(report.invariantChecks).toBe(report.steps + report.sequences)
  },
  TIMEOUT_MS
)

it(
  "ends with 1 where an invariant is broken, and tells the shortest sequence that breaks it",
  () => {
    const { status, stderr, stdout } = model(
      "--sequences",
      "1",
      "--seed",
      "1",
      "--fault",
      "forgetsStatements",
      "--json"
    )
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ seed: 1, failures: 1 })
    expect(stderr).toContain("An invariant is broken: the sequence is shortened.")
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^known is what was told: /)
  },
  TIMEOUT_MS
)

it(
  "refuses a number of sequences that is none",
  () => {
    const { status, stderr } = model("--sequences", "0")
    expect(status).not.toBe(0)
    expect(stderr).toContain("a whole number above 0")
  },
  TIMEOUT_MS
)
