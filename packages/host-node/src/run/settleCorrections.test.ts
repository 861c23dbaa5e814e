import { CorrectionsDue, gsrnOf, LocalDate, MarketCalendar, MeteringLedger } from "@datahub-settlement/core"
import { memoryExchange, memorySettlementRunStore, memoryStores, seriesOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { type BrokenCopy, brokenCopy } from "../../test/brokenCopy.ts"
import { holdBills } from "../../test/holdBills.ts"
import { migratedDatabase, temporaryFolder } from "../../test/onDatabase.ts"
import { exampleFolder } from "../../test/runCommand.ts"
import { CORRECTIONS, settleCorrections } from "../serve/settleCorrections.ts"
import { ServeStatus } from "../serve/ServeStatus.ts"
import { SettlementRunStore } from "@datahub-settlement/core"

const patience = 600_000
const day = MarketCalendar.dayPeriod(LocalDate.make("2026-01-10"))

/** Newer readings of a day, as the intake records and notes them. */
const correctDay = Effect.gen(function* () {
  const store = yield* SettlementRunStore
  const [run] = yield* store.list(1)
  const [line] = yield* store.lines(run!.runId, { points: 1 })
  const { gsrn } = line!
  const messageId = "newer"
  const series = seriesOf({ gsrn, period: day, kwh: "2", registeredAt: Date.UTC(2026, 2, 1), messageId })
  yield* (yield* MeteringLedger).append([{ messageId, series: [series] }])
  yield* (yield* CorrectionsDue).note([{ gsrn, period: day, cause: "readings", messageId, notedAt: 0 }])
  return gsrn
})

describe("settle corrections", () => {
  it.live(
    "stores the differences once, in a run that is told apart",
    () =>
      Effect.gen(function* () {
        const { command, layer } = yield* migratedDatabase
        expect((yield* command("settle", "corrections")).stdout).toBe("No corrections are due.\n")
        yield* command("import", exampleFolder("household-january-2026"))
        yield* command("settle", "run", "--period", "2026-01")
        const gsrn = yield* Effect.provide(correctDay, layer)
        yield* holdBills(gsrn, "2026-01").pipe(Effect.provide(layer))
        yield* holdBills(gsrnOf("57131399900000910"), "2026-02", "p-2").pipe(Effect.provide(layer))
        const dry = yield* command("settle", "corrections", "--dry-run")
        expect(dry.stdout.match(/On hold: .* by process p-\d/g)).toEqual([
          `On hold: ${gsrn} is not to be billed from 2026-01-10 on, by process p-1`
        ])
        expect(dry.stdout).toContain("1 correction(s) are due; dry run: nothing was stored.\n2026-01: ")
        const settled = yield* command("settle", "corrections", "--json")
        expect(settled.code).toBe(0)
        const told = JSON.parse(settled.stdout)
        expect(told).toMatchObject({ dryRun: false, settled: 1, waiting: 0, runs: [{ kind: "correction", points: 1 }] })
        expect(told.holds).toMatchObject([{ gsrn, processId: "p-1" }])
        expect(dry.stdout).toContain(`Total with VAT  ${told.total} DKK`)
        const { runId } = told.runs[0]
        expect((yield* command("runs", "list")).stdout).toMatch(new RegExp(`${runId} +correction +2026-01`))
        expect((yield* command("runs", "show", runId)).stdout).toContain("corrections: differences to what was billed")
        const shown = yield* command("runs", "show", runId, "--gsrn", gsrn, "--explain")
        expect(shown.code).toBe(0)
        expect(shown.stdout).toContain("less what was settled")
        expect((yield* command("settle", "corrections")).stdout).toBe("No corrections are due.\n")
      }),
    patience
  )
})

describe("what import brings after a month was settled", () => {
  /** Each changes one thing of the month, and all before it stay. */
  const changes: ReadonlyArray<readonly [what: string, change: (copy: BrokenCopy) => void]> = [
    ["a contract", ({ replace }) => replace("product.json", '"0.0500"', '"0.0700"')],
    ["a spot price", ({ replace }) => replace("prices/day-ahead-dk2.json", ":475.25}", ":975.25}")],
    ["a price list", ({ replace }) => replace("prices/radius.json", '"Price1":36.773011', '"Price1":46.773011')]
  ]

  it.live(
    "is settled as the difference: contract, spot price and price list",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const oereOf = (text: string): number => Math.round(Number(JSON.parse(text).total) * 100)
        const copy = brokenCopy(yield* temporaryFolder, "household-january-2026")
        yield* command("import", copy.folder)
        let billed = oereOf((yield* command("settle", "run", "--period", "2026-01", "--json")).stdout)
        for (const [what, change] of changes) {
          change(copy)
          const imported = yield* command("import", copy.folder)
          expect([what, imported.code]).toEqual([what, 0])
          const corrected = yield* command("settle", "corrections", "--json")
          expect([what, corrected.code, corrected.stderr]).toEqual([what, 0, ""])
          const settled = oereOf(corrected.stdout)
          expect([what, settled === 0]).toEqual([what, false])
          billed += settled
        }
        const fresh = yield* command("settle", "run", "--period", "2026-01", "--dry-run", "--json")
        expect(billed).toBe(oereOf(fresh.stdout))
      }),
    2 * patience
  )
})

describe("the worker that settles corrections", () => {
  const stores = Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore, ServeStatus.layer)

  it.effect("has nothing to do without corrections, or while another process settles them", () =>
    Effect.gen(function* () {
      expect(yield* settleCorrections).toBe("idle")
      const gsrn = gsrnOf("57131399900000001")
      yield* (yield* CorrectionsDue).note([{ gsrn, period: day, cause: "readings", messageId: "m", notedAt: 0 }])
      const held = Effect.andThen((yield* SettlementRunStore).hold("corrections"), settleCorrections)
      expect(yield* Effect.scoped(held)).toBe("idle")
      expect((yield* (yield* CorrectionsDue).open(9)).length).toBe(1)
      expect(yield* settleCorrections).toBe("idle")
      expect(yield* (yield* CorrectionsDue).open(9)).toEqual([])
      const workers = yield* (yield* ServeStatus).workers
      expect(workers.find(({ name }) => name === CORRECTIONS)).toBeUndefined()
    }).pipe(Effect.provide(stores))
  )
})
