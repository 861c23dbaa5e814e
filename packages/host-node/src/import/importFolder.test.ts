import { migrations } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { brokenCopy, makeWorkFolder } from "../../test/brokenCopy.ts"
import { migratedDatabase } from "../../test/onDatabase.ts"
import { exampleFolder } from "../../test/runCommand.ts"

const patience = 600_000

const NOTHING = {
  readingDays: 0,
  portfolio: { added: 0, superseded: 0 },
  prices: { added: 0, superseded: 0 },
  spotPrices: { added: 0, revised: 0 },
  problems: []
}

const workFolder = Effect.acquireRelease(Effect.sync(makeWorkFolder), (folder) =>
  Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
)

describe("import", () => {
  it.live(
    "takes every example, and changes nothing when it comes again, in whatever order",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const names = ["household-october-2025", "solar-heat-pump", "household-january-2026"]
        for (const name of names) {
          const { code, stdout } = yield* command("import", exampleFolder(name), "--json")
          expect(code).toBe(0)
          const outcome = JSON.parse(stdout)
          expect(outcome).toMatchObject({ knownMessages: 0, problems: [] })
          expect(outcome.readingDays).toBeGreaterThan(30)
          expect(outcome.portfolio.added).toBeGreaterThan(5)
        }
        for (const name of names.reverse()) {
          const { stdout } = yield* command("import", exampleFolder(name), "--json")
          const outcome = JSON.parse(stdout)
          expect(outcome).toMatchObject(NOTHING)
          expect(outcome.knownMessages).toBe(readdirSync(join(exampleFolder(name), "readings")).length)
        }
        const status = JSON.parse((yield* command("db", "status", "--json")).stdout)
        expect(status).toMatchObject({
          server: { kind: "own server" },
          migration: { level: migrations.length, latest: migrations.length },
          ledger: { messages: 48 }
        })
        const isPartitioned = status.ledger.storage === "native partitions"
        expect((yield* command("db", "status")).stdout).toMatch(
          isPartitioned
            ? /^metering\.metering_day_2026_01 +32 +\S+ KiB +-$/m
            : /^_timescaledb_internal\._hyper_\d+_\d+_chunk +\d+ +\S+ KiB +(yes|no)$/m
        )
      }),
    patience
  )

  it.live(
    "lists every problem with file and path, keeps the good documents, and takes the rest when it is put right",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const copy = brokenCopy(yield* workFolder, "household-january-2026")
        const good = readFileSync(join(copy.folder, "readings/2026-01-05.json"), "utf8")
        copy.replace("readings/2026-01-05.json", '"quantity"', '"quantitty"')
        copy.write("prices/broken.json", '{ "dataset": "DayAheadPrices",')
        const { code, stderr, stdout } = yield* command("import", copy.folder, "--json")
        expect(code).toBe(1)
        expect(stderr).toContain("2 problems; all else is recorded:")
        expect(stderr).toMatch(/^- prices\/broken\.json: line 1, column \d+: expected JSON/m)
        expect(stderr).toMatch(/^- readings\/2026-01-05\.json: NotifyValidatedMeasureData_MarketDocument\.Series\[0\]/m)
        expect(JSON.parse(stdout)).toMatchObject({ readingDays: 31, spotPrices: { added: 2976 } })

        copy.write("readings/2026-01-05.json", good)
        copy.remove("prices/broken.json")
        const again = yield* command("import", copy.folder, "--json")
        expect(again.code).toBe(0)
        expect(JSON.parse(again.stdout)).toMatchObject({ ...NOTHING, readingDays: 1, knownMessages: 31 })
        const run = yield* command("settle", "run", "--period", "2026-01", "--json")
        expect(JSON.parse(run.stdout)).toMatchObject({ settled: 1, total: "936.88" })
      }),
    patience
  )

  it.live(
    "does not let another message go under that has an id which is known",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        yield* command("import", exampleFolder("household-january-2026"))
        const copy = brokenCopy(yield* workFolder, "household-january-2026")
        copy.replace("readings/2026-01-05.json", /"quantity": *0\.(\d)/, '"quantity":7.$1')
        const { code, stderr } = yield* command("import", copy.folder)
        expect(code).toBe(1)
        expect(stderr).toMatch(
          /^- RSM-012 \S+ is in the ledger already with other readings of 571313999000001017: these/m
        )
      }),
    patience
  )

  it.live(
    "says that there is no such folder",
    () =>
      Effect.gen(function* () {
        const { command } = yield* migratedDatabase
        const { code, stderr } = yield* command("import", "/no/such/folder")
        expect(code).toBe(2)
        expect(stderr).toContain("there is no folder /no/such/folder")
      }),
    patience
  )
})
