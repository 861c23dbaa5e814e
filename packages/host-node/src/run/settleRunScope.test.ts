import {
  gsrnOf,
  type GridArea,
  LocalDate,
  MarketCalendar,
  MeteringLedger,
  Portfolio,
  SettlementRunStore
} from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { Database } from "@datahub-settlement/persistence"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { migratedDatabase } from "../../test/onDatabase.ts"
import { exampleFolder } from "../../test/runCommand.ts"

const patience = 600_000
const household = "571313999000001017"
const elsewhere = gsrnOf("57131399900009001")
const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))

/** A point in another grid area, of which nothing else is known. */
const recordElsewhere = Portfolio.use((portfolio) =>
  portfolio.record({
    meteringPoints: [
      {
        gsrn: elsewhere,
        from: midnight("2026-01-01"),
        type: "E17",
        gridArea: "131" as GridArea,
        priceArea: "DK1"
      }
    ],
    supply: [{ gsrn: elsewhere, from: midnight("2026-01-01") }]
  })
)

/** A day of the household measured anew, with other figures. */
const correctDay = MeteringLedger.use((ledger) => {
  const period = MarketCalendar.dayPeriod(LocalDate.make("2026-01-10"))
  const gsrn = gsrnOf(household.slice(0, 17))
  const series = seriesOf({ gsrn, period, kwh: "2", registeredAt: Date.UTC(2026, 2, 1), messageId: "newer" })
  return ledger.append([{ messageId: "newer", series: [series] }])
})

const linesOf = (runId: string) => SettlementRunStore.use((store) => store.lines(runId, { points: 10 }))

/** Changes what is stored, as only the owner of the tables can. */
const tamper = (change: string) =>
  Database.use(({ sql }) =>
    sql.withTransaction(
      Effect.andThen(sql`SET LOCAL session_replication_role = replica`, Effect.asVoid(sql.unsafe(change)))
    )
  )

it.live(
  "a run is made again as of its instant after readings were corrected, and what was tampered with is found",
  () =>
    Effect.gen(function* () {
      const { command, layer } = yield* migratedDatabase
      const on = Effect.provide(layer)
      yield* command("import", exampleFolder("household-january-2026"))
      yield* on(recordElsewhere)
      const first = JSON.parse((yield* command("settle", "run", "--period", "2026-01", "--json")).stdout)
      expect(first).toMatchObject({ settled: 1, failed: 1, total: "936.88" })
      yield* on(correctDay)

      const now = JSON.parse((yield* command("settle", "run", "--period", "2026-01", "--json")).stdout)
      expect(now).toMatchObject({ settled: 1, failed: 1 })
      expect(now.total).not.toBe("936.88")
      const asOf = ["settle", "run", "--period", "2026-01", "--as-of", first.asOf, "--json"]
      const dry = JSON.parse((yield* command(...asOf, "--dry-run")).stdout)
      expect(dry).toMatchObject({ dryRun: true, asOf: first.asOf, settled: 1, failed: 1, total: "936.88" })
      const again = JSON.parse((yield* command(...asOf)).stdout)
      expect(again).toMatchObject({ asOf: first.asOf, total: "936.88" })
      expect(yield* on(linesOf(again.runId))).toEqual(yield* on(linesOf(first.runId)))
      expect(yield* on(linesOf(now.runId))).not.toEqual(yield* on(linesOf(first.runId)))
      const runs = yield* on(SettlementRunStore.use((store) => store.list(9)))
      expect(runs.map(({ runId }) => runId)).toEqual([again.runId, now.runId, first.runId])
      const future = yield* command("settle", "run", "--period", "2026-01", "--as-of", "2099-01-01T00:00:00Z")
      expect(future).toMatchObject({ code: 1, stdout: "" })
      expect(future.stderr).toContain("its instant has not passed yet")

      const clean = yield* command("runs", "verify", first.runId)
      expect(clean).toMatchObject({ code: 0, stderr: "" })
      expect(clean.stdout).toBe(
        `Run ${first.runId} (2026-01), made again as of ${first.asOf}, gives the same ${first.lines} line(s) of ` +
          "2 metering point(s), byte for byte, and the same 2 reason(s) why points are not settled.\n"
      )
      const inOnes = yield* command("runs", "verify", now.runId, "--chunk-points", "1", "--json")
      expect(inOnes.code).toBe(0)
      expect(JSON.parse(inOnes.stdout)).toMatchObject({ same: true, finished: true, points: 2, lines: now.lines })

      yield* on(
        tamper(`UPDATE settlement.line SET amount_oere = amount_oere + 1
        WHERE run_id = '${first.runId}' AND line_no = 3`)
      )
      const tampered = yield* command("runs", "verify", first.runId)
      expect(tampered).toMatchObject({ code: 1, stdout: "" })
      expect(tampered.stderr).toContain(`Metering point ${household}, line 3 (`)
      expect(tampered.stderr).toMatch(/\n {2}amountOere: stored (\d+), made again (\d+)\n/)
      const told = JSON.parse((yield* command("runs", "verify", first.runId, "--json")).stdout)
      expect(told).toMatchObject({ same: false, difference: { what: "line", gsrn: household } })
      expect(told.difference.stored.amountOere).toBe(told.difference.computed.amountOere + 1)

      yield* on(tamper(`UPDATE settlement.point SET vat_oere = vat_oere - 1 WHERE run_id = '${now.runId}'`))
      const sums = yield* command("runs", "verify", now.runId)
      expect(sums.stderr).toContain(`Metering point ${household}: subtotal, VAT and total:\n  vatOere: stored `)
      yield* on(tamper(`DELETE FROM settlement.failure WHERE run_id = '${again.runId}'`))
      const lost = yield* command("runs", "verify", again.runId)
      expect(lost.stderr).toContain(
        `Metering point ${elsewhere}: a reason why it is not settled: it is not stored, and made again it is there.`
      )
      const unknown = yield* command("runs", "verify", "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1")
      expect(unknown).toMatchObject({ code: 1, stdout: "" })
      expect(unknown.stderr).toContain("there is no such run")
    }),
  patience
)

it.live(
  "only points of the given grid areas are settled, and a dry run says the same and stores nothing",
  () =>
    Effect.gen(function* () {
      const { command, layer } = yield* migratedDatabase
      yield* command("import", exampleFolder("household-january-2026"))
      yield* Effect.provide(recordElsewhere, layer)
      const settle = (...args: ReadonlyArray<string>) =>
        Effect.map(command("settle", "run", "--period", "2026-01", "--json", ...args), ({ code, stdout }) => ({
          code,
          told: JSON.parse(stdout)
        }))
      const dry = yield* settle("--grid-area", "791", "--dry-run")
      expect(dry).toMatchObject({ code: 0, told: { dryRun: true, points: 1, settled: 1, failed: 0, total: "936.88" } })
      expect((yield* command("runs", "list", "--json")).stdout).toBe("[]\n")
      const one = yield* settle("--grid-area", "791")
      expect(one).toMatchObject({ code: 0, told: { gridAreas: ["791"], points: 1, total: "936.88" } })
      expect(one.told.lines).toBe(dry.told.lines)
      const other = yield* settle("--grid-area", "131")
      expect(other).toMatchObject({ code: 1, told: { gridAreas: ["131"], points: 1, settled: 0, failed: 1 } })
      const both = yield* settle("--grid-area", "791", "--grid-area", "131", "--grid-area", "791")
      expect(both).toMatchObject({ told: { gridAreas: ["131", "791"], points: 2, settled: 1, failed: 1 } })
      const shown = yield* command("runs", "show", both.told.runId)
      expect(shown.stdout).toContain("Grid areas      131, 791\n")
      const none = yield* command("runs", "failures", one.told.runId)
      expect(none.stdout).toBe("Every metering point was settled.\n")
      const failures = JSON.parse((yield* command("runs", "failures", both.told.runId, "--json")).stdout)
      expect(failures).toMatchObject([
        { gsrn: elsewhere, problem: "MissingReading" },
        { gsrn: elsewhere, problem: "MissingProduct" }
      ])
      expect((yield* command("runs", "failures", one.told.runId, "--json")).stdout).toBe("[]\n")
    }),
  patience
)
