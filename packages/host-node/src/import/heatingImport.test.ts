import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { rmSync } from "node:fs"
import { brokenCopy, makeWorkFolder } from "../../test/brokenCopy.ts"
import { migratedDatabase } from "../../test/onDatabase.ts"
import { exampleFolder, runCommand } from "../../test/runCommand.ts"

const patience = 600_000
const example = exampleFolder("solar-heat-pump")

interface Line {
  readonly id: string
  readonly from: string
  readonly amount: string
  readonly kwh?: string
}

const linesOf = (lines: ReadonlyArray<Line>) =>
  lines.map(({ amount, from, id, kwh }) => `${id} ${from} ${kwh} ${amount}`).sort()

const amountOf = ({ amount }: Line): string => amount

const workFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(makeWorkFolder),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
)

describe("import of electric heating", () => {
  it.live(
    "a run comes to the lines of settle <folder>, for each month and for both together",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const imported = yield* command("import", example, "--json")
        expect(JSON.parse(imported.stdout)).toMatchObject({ problems: [] })
        expect(imported.stdout).not.toContain("heating")
        const taxes: Array<ReadonlyArray<string>> = []
        for (const days of [
          ["--period", "2025-03"],
          ["--period", "2025-04"],
          ["--from", "2025-03-01", "--to", "2025-05-01"]
        ]) {
          const run = yield* command("settle", "run", ...days, "--json")
          expect(run.code, run.stderr).toBe(0)
          const told = JSON.parse(run.stdout)
          const byFolder = yield* Effect.promise(() => runCommand(["settle", example, ...days, "--json"]))
          const [settlement] = JSON.parse(byFolder.stdout).settlements
          expect(told).toMatchObject({ settled: 1, failed: 0, total: settlement.total })
          const shown = yield* command("runs", "show", told.runId, "--gsrn", settlement.gsrn, "--explain", "--json")
          const { lines } = JSON.parse(shown.stdout)
          expect(linesOf(lines)).toEqual(linesOf(settlement.lines))
          taxes.push(settlement.lines.filter(({ id }: Line) => id === "5790000432752/D03/EA-001").map(amountOf))
        }
        // 446.860 kWh in April, of which what lies above the limit carries 0.008 instead of 0.72 DKK.
        expect(taxes).toEqual([["551.21"], ["161.64"], ["551.21", "161.64"]])
      }),
    patience
  )

  it.live(
    "months before the day until which the use is known are refused for their readings",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        yield* command("import", example)
        const run = yield* command("settle", "run", "--period", "2025-02", "--json")
        expect(run.code).toBe(1)
        expect(run.stderr).toMatch(/Missing reading: metering point 571313999000003035, 2024-12-31T23:00/)
      }),
    patience
  )

  for (const { fault, found, put, said } of [
    {
      fault: "a limit that the days do not give",
      found: '"limitKwh": "4000"',
      put: '"limitKwh": "3000"',
      said: "gives 3000 kWh from 2025-01-01, but the days of supply and contract in that year have 4000 kWh"
    },
    {
      fault: "a year in which there is no supply",
      found: '"from": "2025-01-01"',
      put: '"from": "2022-01-01"',
      said: "gives 4000 kWh from 2022-01-01, but the days of supply and contract in that year have none"
    },
    {
      fault: "use that was counted in another year",
      found: '"until": "2025-03-01"',
      put: '"until": "2026-03-01"',
      said: "says what was used of 4000 kWh until 2026-03-01, but these are shared out by the days from 2025-01-01 to 2026-01-01"
    }
  ]) {
    it.live(
      `refuses ${fault}, and the contract with it`,
      () =>
        Effect.gen(function* () {
          const { command } = yield* migratedDatabase
          const copy = brokenCopy(yield* workFolder, "solar-heat-pump")
          copy.replace("settlement.json", found, put)
          const { code, stderr } = yield* command("import", copy.folder)
          expect(code).toBe(1)
          expect(stderr).toContain(`- the contract of 571313999000003035 was not recorded: settlement.json ${said}\n`)
          const run = yield* command("settle", "run", "--period", "2025-03")
          expect(run.stderr).toContain("No product terms: metering point 571313999000003035")
          yield* command("import", example)
          expect((yield* command("settle", "run", "--period", "2025-03")).code).toBe(0)
        }),
      patience
    )
  }
})
