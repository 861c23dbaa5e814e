import { expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const TIMEOUT_MS = 600_000

const main = fileURLToPath(new URL("main.ts", import.meta.url))

it(
  "loses and doubles nothing in a short run",
  () => {
    const args = ["--messages", "120", "--seed", "20250117", "--kills", "6", "--rate", "0.1", "--json"]
    const { status, stderr, stdout } = spawnSync(process.execPath, ["--conditions=source", main, ...args], {
      encoding: "utf8"
    })
    expect(stderr).toMatch(/^seed 20250117\n/)
    expect(status, stderr).toBe(0)
    expect(stdout.trim().split("\n")).toHaveLength(1)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ seed: 20250117, lost: 0, doubled: 0, ledgerEqual: true, hostsEnded: 0 })
    expect(report.messages).toBeGreaterThan(120)
    expect(report.hostKills).toBeGreaterThan(0)
    expect(report.databaseKills).toBeGreaterThan(0)
    expect(report.awayStarts).toBeGreaterThan(0)
    expect(report.kills).toBe(report.hostKills + report.databaseKills)
    expect(report.kills).toBeGreaterThanOrEqual(5)
    expect(report.deadLettered).toBeGreaterThan(0)
    const kinds: ReadonlyArray<readonly [kind: string, count: number]> = Object.entries(report.faultsByKind)
    expect(kinds.length).toBeGreaterThanOrEqual(6)
    expect(report.faults).toBe(kinds.reduce((sum, [, count]) => sum + count, 0))
  },
  TIMEOUT_MS
)
