import { expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const TIMEOUT_MS = 300_000

const main = fileURLToPath(new URL("main.ts", import.meta.url))

it(
  "loses and doubles nothing in a short run",
  () => {
    const args = ["--messages", "30", "--seed", "20250117", "--kills", "3", "--rate", "0.1", "--json"]
    const { status, stderr, stdout } = spawnSync(process.execPath, ["--conditions=source", main, ...args], {
      encoding: "utf8"
    })
    expect(stderr).toMatch(/^seed 20250117\n/)
    expect(status, stderr).toBe(0)
    expect(stdout.trim().split("\n")).toHaveLength(1)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ seed: 20250117, lost: 0, doubled: 0, ledgerEqual: true })
    expect(report.kills + report.databaseKills).toBeGreaterThanOrEqual(3)
    expect(report.databaseKills).toBeGreaterThan(0)
    expect(report.messages).toBeGreaterThan(30)
    expect(Object.keys(report.faults)).toEqual(expect.arrayContaining(["cut", "duplicate"]))
  },
  TIMEOUT_MS
)
