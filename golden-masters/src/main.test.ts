import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Report } from "./report.ts"
import { reportFolder } from "./reportFolder.ts"

const here = fileURLToPath(new URL("..", import.meta.url))
const cases = join(here, "cases")

const run = (...args: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ["--conditions=source", join(here, "src/main.ts"), ...args],
    { encoding: "utf8" }
  )
  return { status, stdout, stderr }
}

const report = (folder: string): Promise<Report> =>
  Effect.runPromise(Effect.provide(reportFolder(folder), NodeServices.layer))

/** A copy of the golden masters in which one file's text is another. */
const withCopy = async (
  file: string,
  edit: (text: string) => string,
  look: (folder: string) => void | Promise<void>
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "golden-masters-"))
  try {
    cpSync(cases, folder, { recursive: true })
    const path = join(folder, file)
    writeFileSync(path, edit(readdirSync(folder).includes(file) ? readFileSync(path, "utf8") : ""))
    await look(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe("golden masters", () => {
  it("all twelve come out to the last figure", () => {
    const { status, stdout } = run()
    assert.strictEqual(status, 0, stdout)
    assert.match(stdout, /12 of 12 cases as expected; 116 figures, 0 differ, 0 cases without a result\n$/)
  })

  it("come out the same in quarters", () =>
    withCopy(
      "common.json",
      (text) => text.replace('"PT1H"', '"PT15M"'),
      async (folder) => {
        const { cases, figures } = await report(folder)
        assert.deepStrictEqual(
          cases.filter((one) => !one.passed),
          []
        )
        assert.strictEqual(figures, 116)
      }
    ))

  it("hold where much happens at once: solar, heating, a new tariff, supply, corrections, clock changes", async () => {
    const { cases } = await report(join(here, "combined-cases"))
    assert.deepStrictEqual(
      cases.filter((one) => !one.passed),
      []
    )
    assert.strictEqual(cases.length, 7)
  })
})

describe("a golden master that differs", () => {
  it("is marked where it differs, and the command fails", () =>
    withCopy(
      "gm01-full-month.json",
      (text) => text.replace('"386.51"', '"386.52"'),
      (folder) => {
        const { status, stdout } = run(folder)
        assert.strictEqual(status, 1)
        assert.match(stdout, /gm01-full-month +lines\.energy +386\.52 +386\.51 +DIFFERS\n/)
        assert.match(stdout, /\n11 of 12 cases as expected; 116 figures, 1 differ, 0 cases without a result\n$/)
      }
    ))

  it("is one JSON object for machines, and nothing else", () =>
    withCopy(
      "gm01-full-month.json",
      (text) => text.replace('"386.51"', '"386.52"'),
      (folder) => {
        const { status, stderr, stdout } = run(folder, "--json")
        assert.strictEqual(status, 1)
        assert.strictEqual(stderr, "")
        const { cases, differences, passed } = JSON.parse(stdout) as Report
        assert.isFalse(passed)
        assert.strictEqual(differences, 1)
        const differing = cases.flatMap((one) => one.figures).filter(({ same }) => !same)
        assert.deepStrictEqual(differing, [{ figure: "lines.energy", expected: "386.52", got: "386.51", same: false }])
      }
    ))

  it("differs where it expects one credit note more or less", async () => {
    await withCopy(
      "gm06-erroneous-switch.json",
      (text) => text.replace('"727.02"\n  ]', '"727.02", "1.00"\n  ]'),
      async (folder) => {
        assert.strictEqual((await report(folder)).differences, 1)
      }
    )
    await withCopy(
      "gm06-erroneous-switch.json",
      (text) => text.replace(/"793.14",\s+"727.02"/, '"793.14"'),
      async (folder) => {
        assert.strictEqual((await report(folder)).differences, 1)
      }
    )
  })

  it("differs where it expects a figure that there is not", () =>
    withCopy(
      "gm01-full-month.json",
      (text) => text.replace('"subtotal"', '"totalDue": "1.00", "subtotal"'),
      async (folder) => {
        assert.strictEqual((await report(folder)).differences, 1)
      }
    ))
})

const problemOf = ({ cases }: Report, file: string): string =>
  cases.find((one) => one.file === file)?.problem ?? "no problem"

const add =
  (key: string, value: unknown) =>
  (text: string): string =>
    text.replace("{", `{${JSON.stringify(key)}: ${JSON.stringify(value)},`)

const swap =
  (from: string, to: string) =>
  (text: string): string =>
    text.replace(from, to)

describe("a case that cannot be read", () => {
  it.each([
    [
      "names a key it does not know",
      "gm01-full-month.json",
      add("colour", "red"),
      /^gm01-full-month\.json: colour: unknown key$/
    ],
    [
      "names a figure it does not know",
      "gm01-full-month.json",
      swap('"energy"', '"enregy"'),
      /: expected\.lines\.enregy: unknown key$/
    ],
    [
      "names the value that is no number",
      "gm05-correction.json",
      swap('"0.750"', '"0.7505"'),
      /: changes\[0\]\.newKwh: Expected kWh as decimal text with at most 3 decimals$/
    ],
    [
      "refuses keys that do not go together",
      "gm06-erroneous-switch.json",
      add("period", ["2025-01-01", "2025-02-01"]),
      /: periods: cannot stand beside period/
    ],
    [
      "refuses a move with one end",
      "gm11-erroneous-move.json",
      (text: string) => text.replace(/"correctedPeriod": \[[^\]]*\],/, ""),
      /: correctedPeriod: is missing beside originalPeriod$/
    ],
    [
      "refuses a case that does nothing",
      "gm01-full-month.json",
      (text: string) => text.replace(/"period": \[[^\]]*\],/, ""),
      /: period: is missing/
    ],
    [
      "refuses a VAT rate that the engine does not have",
      "gm01-full-month.json",
      add("vatRate", "0.20"),
      /: vatRate: Expected the Danish VAT rate/
    ],
    [
      "refuses a wrong metering point number",
      "gm01-full-month.json",
      add("gsrn", "571313100000012342"),
      /: gsrn: .*check digit/
    ],
    [
      "refuses a period that ends before it begins",
      "gm01-full-month.json",
      swap("2025-02-01", "2024-02-01"),
      /: period: Expected two local dates/
    ],
    [
      "refuses 23 hours of consumption",
      "gm01-full-month.json",
      add("consumptionKwhByLocalHour", Array(23).fill("1")),
      /: consumptionKwhByLocalHour: Expected 24 values/
    ],
    [
      "says where JSON breaks off",
      "gm01-full-month.json",
      (text: string) => text.slice(0, 50),
      /^gm01-full-month\.json: not JSON: /
    ],
    [
      "tells why the engine refuses",
      "gm01-full-month.json",
      swap("2025-02-01", "2030-02-01"),
      /: Metering point .* longer than 1200 days/s
    ],
    [
      "refuses a change outside its period",
      "gm05-correction.json",
      (text: string) => text.replace("2025-01-15", "2025-02-15"),
      /: changes\[0\]\.localDate: 2025-02-15 is outside the period$/
    ],
    [
      "refuses two changes of one hour",
      "gm05-correction.json",
      (text: string) => text.replace('"localHour": 17', '"localHour": 10'),
      /: changes\[1\]: 2025-01-15 hour 10 is changed twice$/
    ],
    [
      "refuses another root than an object",
      "gm01-full-month.json",
      () => "[]",
      /^gm01-full-month\.json: must hold one JSON object$/
    ]
  ] as const)("%s", (_, file, edit, message) =>
    withCopy(file, edit, async (folder) => {
      const result = await report(folder)
      assert.match(problemOf(result, file), message)
      assert.isFalse(result.passed)
      assert.strictEqual(result.problems, 1)
      assert.strictEqual(result.cases.filter((one) => one.passed).length, 11)
    })
  )

  it("may be all of them: common.json with an unknown or a missing key, an empty folder, none", async () => {
    await withCopy("common.json", swap('"gsrn"', '"gsnr"'), async (folder) => {
      assert.strictEqual(problemOf(await report(folder), "common.json"), "common.json: gsnr: unknown key")
    })
    await withCopy(
      "common.json",
      (text) => text.replace(/"marginDkkPerKwh".*\n/, ""),
      async (folder) => {
        const result = await report(folder)
        assert.strictEqual(result.problems, 12)
        assert.match(
          problemOf(result, "gm01-full-month.json"),
          /: marginDkkPerKwh: is missing, in the case and in common\.json$/
        )
      }
    )
    const { status, stdout } = run(join(here, "no-such-folder"))
    assert.strictEqual(status, 1)
    assert.match(stdout, /no-such-folder: no such folder/)
    assert.match((await report(join(here, "src"))).cases[0]!.problem!, /no cases/)
  })
})
