import { Database, migrate } from "@datahub-settlement/persistence"
import { testDatabase } from "@datahub-settlement/persistence/testing"
import { NodeServices } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Redacted, Runtime, Sink, Stdio } from "effect"
import { CliError, Command } from "effect/cli"
import { TestClock } from "effect/testing"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { priceListCommand } from "../../src/energidata/priceListCommand.ts"
import { spotCommand } from "../../src/energidata/spotCommand.ts"
import { today } from "./asking.ts"
import { fakeEnergiData, status } from "./fakeEnergiData.ts"
import { dayAheadRows, priceRow, type Row } from "./spotRows.ts"

const root = Command.make("datahub-settlement").pipe(Command.withSubcommands([spotCommand, priceListCommand]))

/** A database with our tables, a service, and the command line with both. */
const world = Effect.gen(function* () {
  yield* TestClock.setTime(today)
  const { url } = yield* testDatabase
  yield* migrate().pipe(Effect.provide(Database.layer({ url })))
  const fake = yield* fakeEnergiData({
    DayAheadPrices: dayAheadRows(["2026-01-01", "2026-01-03"]),
    DatahubPricelist: [priceRow({}), priceRow({ ChargeTypeCode: "X", ResolutionDuration: "PT15M" })]
  })
  const folder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "energidata-"))),
    (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
  )
  const file = (name: string, dataset: string, records: ReadonlyArray<Row>) => {
    const path = join(folder, name)
    const text = JSON.stringify({ total: records.length, filters: "{}", dataset, records })
    return Effect.as(
      Effect.promise(() => writeFile(path, text)),
      path
    )
  }
  const run = (...args: ReadonlyArray<string>) => runWith(fake.url, [...args, "--database-url", Redacted.value(url)])
  return { fake, file, folder, run }
})

const runWith = Effect.fnUntraced(function* (serviceUrl: string, args: ReadonlyArray<string>) {
  const printed = { out: "", err: "" }
  const into = (stream: "out" | "err") => () =>
    Sink.forEach((chunk: string | Uint8Array) =>
      Effect.sync(() => {
        printed[stream] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk)
      })
    )
  const exit = yield* Effect.result(
    Command.runWith(root, { version: "0.0.0" })(args).pipe(
      Effect.provide(
        Layer.mergeAll(
          NodeServices.layer,
          Stdio.layerTest({ stdout: into("out"), stderr: into("err") }),
          ConfigProvider.layer(ConfigProvider.fromUnknown({ ENERGI_DATA_SERVICE_URL: serviceUrl }))
        )
      )
    )
  )
  const code =
    exit._tag === "Success" ? 0 : CliError.isCliError(exit.failure) ? 2 : Runtime.getErrorExitCode(exit.failure)
  return { code, ...printed }
})

const january = ["--from", "2026-01-01", "--to", "2026-01-03"]

describe("spot", () => {
  it.effect("gaps are listed, fetched, and gone", () =>
    Effect.gen(function* () {
      const { run } = yield* world
      const gaps = yield* run("spot", "gaps", ...january, "--area", "DK1")
      expect(gaps).toEqual({
        code: 1,
        out: "DK1: 1 gap\n  missing 2025-12-31T23:00:00Z/2026-01-02T23:00:00Z\n",
        err: ""
      })
      expect(yield* run("spot", "fetch", ...january)).toEqual({
        code: 0,
        out: "DK1: 192 added, 0 revised; no gaps\nDK2: 192 added, 0 revised; no gaps\n",
        err: ""
      })
      const after = yield* run("spot", "gaps", ...january, "--json")
      expect([after.code, JSON.parse(after.out)]).toEqual([
        0,
        {
          complete: true,
          areas: ["DK1", "DK2"].map((priceArea) => ({ priceArea, added: 0, revised: 0, withoutPrice: 0, gaps: [] })),
          documents: 0,
          otherAreas: {},
          problems: []
        }
      ])
    })
  )

  it.effect("a refused query is told on standard error, and --json stays JSON", () =>
    Effect.gen(function* () {
      const { fake, run } = yield* world
      fake.faults.push(status(400, "no such column"))
      const { code, err, out } = yield* run("spot", "fetch", ...january, "--json")
      expect([code, JSON.parse(out).complete, JSON.parse(out).problems.length]).toEqual([1, false, 1])
      expect(err).toContain("refused the query for DayAheadPrices with status 400: no such column")
    })
  )

  it.effect("files are recorded, and those that cannot be are told", () =>
    Effect.gen(function* () {
      const { file, folder, run } = yield* world
      const good = yield* file("good.json", "DayAheadPrices", dayAheadRows(["2025-12-24", "2025-12-25"]))
      expect(yield* run("spot", "import", good)).toMatchObject({
        code: 0,
        out: "DK1: 96 added, 0 revised; no gaps\nDK2: 96 added, 0 revised; no gaps\n"
      })
      const later = yield* file("later.json", "DayAheadPrices", dayAheadRows(["2025-12-26", "2025-12-27"], ["DK1"]))
      expect(yield* run("spot", "import", good, later)).toMatchObject({
        code: 0,
        out:
          "DK1: 96 added, 0 revised; 1 gap\n  missing 2025-12-24T23:00:00Z/2025-12-25T23:00:00Z\n" +
          "DK2: 0 added, 0 revised; no gaps\n"
      })
      const bad = yield* file("bad.json", "CO2Emis", [])
      const again = yield* run("spot", "import", bad, join(folder, "none.json"), good)
      expect(again).toMatchObject({
        code: 1,
        out: "DK1: 0 added, 0 revised; no gaps\nDK2: 0 added, 0 revised; no gaps\n"
      })
      expect(again.err).toMatch(/none\.json: there is no such file/)
      expect(again.err).toMatch(/bad\.json: .*\n- dataset: expected Elspotprices or DayAheadPrices, got "CO2Emis"/)
    })
  )

  it.effect("wrong use is wrong use", () =>
    Effect.gen(function* () {
      const { run } = yield* world
      const turned = yield* run("spot", "fetch", "--from", "2026-01-03", "--to", "2026-01-03")
      expect([turned.code, turned.err]).toEqual([
        2,
        "datahub-settlement: --to 2026-01-03: expected a day after --from 2026-01-03; it is the first one no longer meant\n" +
          "Try datahub-settlement spot fetch --help.\n"
      ])
      expect((yield* run("spot", "fetch", "--from", "2026-02-30", "--to", "2026-03-03")).code).toBe(2)
      expect((yield* run("spot", "gaps", ...january, "--area", "SE4")).code).toBe(2)
      expect((yield* run("spot", "import")).code).toBe(2)
    })
  )
})

describe("prices", () => {
  it.effect("are fetched by owner and code; what is left out is told and no fault", () =>
    Effect.gen(function* () {
      const { run } = yield* world
      expect(yield* run("prices", "fetch", "--gln", "5790009990031")).toEqual({
        code: 0,
        out:
          "Charges read: 1; new or renamed: 1; price versions added: 1, superseded: 0\n" +
          "left out: 5790009990031/D03/X, records[1]: resolution PT15M of a charge of type D03\n",
        err: ""
      })
      yield* TestClock.adjust(60_000)
      const missing = yield* run(
        "prices",
        "fetch",
        "--gln",
        "5790009990031",
        "--code",
        "CD",
        "--code",
        "EA-001",
        "--json"
      )
      expect([missing.code, JSON.parse(missing.out).missing]).toEqual([1, ["code EA-001"]])
      expect((yield* run("prices", "fetch", "--gln", "5790009990032")).code).toBe(2)
      expect((yield* run("prices", "fetch")).code).toBe(2)
    })
  )

  it.effect("come from files, with what the rows do not say", () =>
    Effect.gen(function* () {
      const { file, run } = yield* world
      const row = priceRow({ ChargeTypeCode: "EA-001", VATClass: null, TaxIndicator: null, TransparentInvoicing: null })
      const list = yield* file("list.json", "DatahubPricelist", [row])
      const bare = yield* run("prices", "import", list)
      expect([bare.code, bare.out.split("\n").length]).toEqual([1, 5])
      const said = ["--vat-class", "D02", "--transparent-invoicing", "yes", "--tax", "5790009990031/D03/EA-001"]
      const ok = yield* run("prices", "import", list, ...said)
      expect([ok.code, ok.err]).toEqual([0, ""])
      const ended = yield* file("ended.json", "DatahubPricelist", [{ ...row, ValidTo: "2026-01-01T00:00:00" }])
      expect((yield* run("prices", "import", ended, ...said, "--whole")).out).toContain(
        "ended: 5790009990031/D03/EA-001 has no price any more in 2025-12-31T23:00:00Z/…"
      )
    })
  )
})
