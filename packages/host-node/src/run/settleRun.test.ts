import {
  gsrnOf,
  type GridArea,
  MarketCalendar,
  LocalDate,
  Portfolio,
  SettlementRunStore
} from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { holdBills } from "../../test/holdBills.ts"
import { migratedDatabase } from "../../test/onDatabase.ts"
import { exampleFolder, runCommand } from "../../test/runCommand.ts"

const patience = 600_000

interface Line {
  readonly id: string
  readonly from: string
  readonly amount: string
}

const linesOf = (lines: ReadonlyArray<Line>) => lines.map(({ amount, from, id }) => `${id} ${from} ${amount}`).sort()

describe("settle run", () => {
  for (const { month, name, total } of [
    { name: "household-january-2026", month: "2026-01", total: "936.88" },
    { name: "household-october-2025", month: "2025-10", total: "945.75" }
  ]) {
    it.live(
      `comes to the same as settle <folder>, line by line: ${name}`,
      () =>
        Effect.gen(function* () {
          const { command, layer } = yield* migratedDatabase
          expect((yield* command("import", exampleFolder(name))).code).toBe(0)
          const run = yield* command("settle", "run", "--period", month, "--json")
          expect(run.code).toBe(0)
          const told = JSON.parse(run.stdout)
          expect(told).toMatchObject({ settled: 1, failed: 0, total, dryRun: false })
          const byFolder = yield* Effect.promise(() => runCommand(["settle", exampleFolder(name), "--json"]))
          const [settlement] = JSON.parse(byFolder.stdout).settlements
          expect(settlement.total).toBe(total)
          const shown = yield* command("runs", "show", told.runId, "--gsrn", settlement.gsrn, "--explain", "--json")
          const { lines } = JSON.parse(shown.stdout)
          expect(linesOf(lines)).toEqual(linesOf(settlement.lines))
          expect(lines[0].why[0]).toContain(settlement.gsrn)

          const text = yield* command("runs", "show", told.runId)
          expect(text.stdout).toContain(`Total with VAT  ${total} DKK`)
          expect(text.stdout).not.toContain("On hold")
          yield* holdBills(gsrnOf(settlement.gsrn.slice(0, -1)), month).pipe(Effect.provide(layer))
          // Of another point, and of time after the run.
          yield* holdBills(gsrnOf("57131399900000909"), month, "p-2").pipe(Effect.provide(layer))
          yield* holdBills(gsrnOf("57131399900000910"), "2026-06", "p-3").pipe(Effect.provide(layer))
          const held = `On hold: ${settlement.gsrn} is not to be billed from ${month}-10 on, by process p-1.`
          const ofRun = (yield* command("runs", "show", told.runId)).stdout
          expect(ofRun).toContain(held)
          expect(ofRun.match(/by process p-\d/g)?.sort()).toEqual(["by process p-1", "by process p-2"])
          const ofPoint = yield* command("runs", "show", told.runId, "--gsrn", settlement.gsrn)
          expect(ofPoint.stdout).toContain(held)
          expect(ofPoint.stdout.match(/On hold/g)).toHaveLength(1)
          const pointJson = yield* command("runs", "show", told.runId, "--gsrn", settlement.gsrn, "--json")
          expect(JSON.parse(pointJson.stdout).holds).toMatchObject([{ gsrn: settlement.gsrn, processId: "p-1" }])
          const asJson = yield* command("runs", "show", told.runId, "--json")
          expect(JSON.parse(asJson.stdout)).toMatchObject({
            total,
            holds: expect.arrayContaining([expect.objectContaining({ gsrn: settlement.gsrn, taskId: "p-1#1.1" })])
          })
          const again = yield* command("settle", "run", "--resume", told.runId, "--json")
          expect(JSON.parse(again.stdout)).toMatchObject({
            runId: told.runId,
            total,
            holds: expect.arrayContaining([
              expect.objectContaining({ gsrn: settlement.gsrn, from: expect.any(String), processId: "p-1" })
            ])
          })
          expect((yield* command("settle", "run", "--resume", told.runId)).stdout).toContain(held)
        }),
      patience
    )
  }

  it.live(
    "stores nothing in a dry run, and says why a point is not settled",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        yield* command("import", exampleFolder("household-january-2026"))
        const dry = yield* command("settle", "run", "--period", "2026-01", "--dry-run")
        expect(dry.stdout).toContain("dry run: nothing was stored")
        expect(dry.stdout).toContain("936.88")
        expect(dry.stderr).not.toContain("is not over yet")
        expect((yield* command("runs", "list")).stdout).toBe("No settlement runs yet.\n")

        const february = yield* command("settle", "run", "--period", "2026-02", "--json")
        expect(february.code).toBe(1)
        expect(february.stderr).toContain("1 metering point(s) could not be settled:\n- Missing reading")
        const { runId } = JSON.parse(february.stdout)
        const failures = yield* command("runs", "failures", runId)
        expect(failures.stdout).toMatch(/^MissingReading: Missing reading: metering point 571313999000001017/)
        const elsewhere = yield* command("settle", "run", "--period", "2026-01", "--grid-area", "999")
        expect(elsewhere.stderr).toContain("no metering point is supplied")
        const toCome = yield* command("settle", "run", "--period", "2099-01", "--dry-run")
        expect(toCome.stderr).toContain("note: the period is not over yet")
      }),
    patience
  )

  it.live(
    "says what makes no sense in a call",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const wrong = [
          [["settle", "run"], "--period 2026-01"],
          [["settle", "run", "--period", "2026-13"], "expected a month"],
          [["settle", "run", "--period", "2026-01", "--grid-area", "79"], "expected three digits"],
          [["settle", "run", "--period", "2026-01", "--resume", "x"], "it takes no period"],
          [["runs", "show", "x", "--explain"], "--explain goes with --gsrn"],
          [["runs", "show", "x", "--gsrn", "123"], "expected 18 digits"]
        ] as const
        for (const [args, reason] of wrong) {
          const { code, stderr, stdout } = yield* command(...args)
          expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
          expect(stderr).toContain(reason)
        }
        const unknown = yield* command("settle", "run", "--resume", "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1")
        expect(unknown).toMatchObject({ code: 1, stdout: "" })
        expect(unknown.stderr).toContain("there is no such run")
      }),
    patience
  )

  it.live(
    "stops after the chunk in work when it is interrupted, and goes on",
    () =>
      Effect.gen(function* () {
        const { command, layer, url } = yield* migratedDatabase
        const points = 600
        yield* Effect.provide(recordPoints(points), layer)
        const child = spawn(
          process.execPath,
          [
            "--conditions=source",
            join(import.meta.dirname, "..", "main.ts"),
            "settle",
            "run",
            "--period",
            "2026-01",
            "--chunk-points",
            "1"
          ],
          { env: { ...process.env, DATABASE_URL: url }, stdio: ["ignore", "pipe", "pipe"] }
        )
        let stderr = ""
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
        const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
        yield* Effect.provide(untilChunks(5), layer)
        child.kill("SIGINT")
        expect(yield* Effect.promise(() => ended)).toBe(130)
        const said =
          /^Stopped\. (\d+) metering point\(s\) are done and stored\. Go on with:\n {2}datahub-settlement settle run --resume (\S+)$/m.exec(
            stderr
          )
        expect(said, stderr).not.toBeNull()
        const [, done, runId] = said!
        const progress = yield* Effect.provide(
          SettlementRunStore.use((store) => store.progress(runId!)),
          layer
        )
        expect(progress).toMatchObject({ failed: Number(done), chunks: Number(done), finishedAt: undefined })
        expect(Number(done)).toBeLessThan(points)
        expect((yield* command("runs", "list")).stdout).toContain(`stopped at ${done} of ${points}`)

        const resumed = yield* command("settle", "run", "--resume", runId!, "--json")
        expect(resumed.code).toBe(1)
        expect(JSON.parse(resumed.stdout)).toMatchObject({ runId, points, failed: points, settled: 0 })
        expect(resumed.stderr).toContain(`and more: datahub-settlement runs failures ${runId}`)
      }),
    patience
  )
})

const from = MarketCalendar.startOfDay(LocalDate.make("2026-01-01"))

/** Points that we supply and know nothing else of: each fails, which is enough to make a chunk. */
const recordPoints = Effect.fnUntraced(function* (count: number) {
  const gsrns = Array.from({ length: count }, (_, index) => gsrnOf(`571313999${String(index).padStart(8, "0")}`))
  const portfolio = yield* Portfolio
  yield* portfolio.record({
    meteringPoints: gsrns.map((gsrn) => ({
      gsrn,
      from,
      type: "E17",
      gridArea: "791" as GridArea,
      priceArea: "DK2"
    })),
    supply: gsrns.map((gsrn) => ({ gsrn, from }))
  })
})

const untilChunks = (count: number) =>
  Database.use(({ sql }) => sql<{ chunks: number }>`SELECT count(*) AS chunks FROM settlement.run_chunk`).pipe(
    Effect.repeat({ schedule: Schedule.spaced("5 millis"), until: ([row]) => row!.chunks >= count })
  )
