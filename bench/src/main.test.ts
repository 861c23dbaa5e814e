import { expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { benchmarkNames } from "./registry.ts"

/** A process starts in half a second; on a machine that is busy with other things, in many. */
const TIMEOUT_MS = 600_000

const main = fileURLToPath(new URL("main.ts", import.meta.url))

const bench = (
  ...args: ReadonlyArray<string>
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ["--conditions=source", "--expose-gc", main, ...args], { encoding: "utf8" })

it(
  "lists the benchmarks when none is named, and for --help",
  () => {
    for (const args of [[], ["--help"]]) {
      const { status, stdout } = bench(...args)
      expect(status).toBe(0)
      for (const name of benchmarkNames) expect(stdout).toMatch(new RegExp(`^ *${name} `, "m"))
    }
  },
  TIMEOUT_MS
)

it(
  "ends with 2 and the list for an unknown name, with nothing on standard output",
  () => {
    const { status, stdout, stderr } = bench("nosuch", "--json")
    expect(status).toBe(2)
    expect(stdout).toBe("")
    expect(stderr).toContain('No benchmark is called "nosuch".')
    for (const name of benchmarkNames) expect(stderr).toContain(name)
  },
  TIMEOUT_MS
)

it(
  "refuses an option that the benchmark does not have",
  () => {
    const { status, stderr } = bench("decode", "--mix", "real")
    expect(status).toBe(2)
    expect(stderr).toContain('Benchmark "decode" has no --mix.')
  },
  TIMEOUT_MS
)

it(
  "says whether targets are met, and ends with 1 for --check where one is not",
  () => {
    const { status, stdout } = bench("decode", "--points", "40", "--runs", "1", "--json", "--check")
    const { targets } = JSON.parse(stdout) as { readonly targets: ReadonlyArray<{ readonly met: boolean }> }
    expect(targets.length).toBeGreaterThan(0)
    expect(status).toBe(targets.every(({ met }) => met) ? 0 : 1)
  },
  TIMEOUT_MS
)

it(
  "refuses a size of nothing",
  () => {
    const { status, stderr } = bench("decode", "--points", "0")
    expect(status).not.toBe(0)
    expect(stderr).toContain("a whole number above 0")
  },
  TIMEOUT_MS
)
