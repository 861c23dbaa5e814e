import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { type HandInput, handComputed } from "./handComputed.ts"
import { exampleFolder, runCommand } from "./runCommand.ts"

const work = mkdtempSync(join(tmpdir(), "settle-examples-"))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** What a person wrote down about each example, and its figures in DKK. */
const examples: ReadonlyArray<
  HandInput & { readonly name: string; readonly total: string; readonly consumption: string }
> = [
  {
    name: "household-january-2026",
    folder: exampleFolder("household-january-2026"),
    gsrn: "571313999000001017",
    boundaries: ["2025-12-31T23:00Z", "2026-01-31T23:00Z"],
    products: [{ spot: true, perKwh: "0.059", perMonth: "29" }],
    total: "936.88",
    consumption: "440.970"
  },
  {
    name: "household-october-2025",
    folder: exampleFolder("household-october-2025"),
    gsrn: "571313999000002021",
    boundaries: ["2025-09-30T22:00Z", "2025-10-14T22:00Z", "2025-10-31T23:00Z"],
    products: [
      { spot: false, perKwh: "0.695", perMonth: "19" },
      { spot: true, perKwh: "0.059", perMonth: "29" }
    ],
    total: "945.75",
    consumption: "374.576"
  },
  {
    name: "solar-heat-pump",
    folder: exampleFolder("solar-heat-pump"),
    gsrn: "571313999000003035",
    production: "571313999000003042",
    boundaries: ["2025-02-28T23:00Z", "2025-03-31T22:00Z", "2025-04-30T22:00Z"],
    products: [
      { spot: true, perKwh: "0.054", perMonth: "35" },
      { spot: true, perKwh: "0.054", perMonth: "35" }
    ],
    heating: { leftKwh: "987.582", reduced: "0.008" },
    total: "2670.06",
    consumption: "1793.825"
  }
]

interface JsonReport {
  readonly settled: boolean
  readonly problems: ReadonlyArray<unknown>
  readonly invoiceFiles: ReadonlyArray<string>
  readonly settlements: ReadonlyArray<{
    readonly consumptionKwh: string
    readonly subtotal: string
    readonly vat: string
    readonly total: string
    readonly lines: ReadonlyArray<{ readonly id: string; readonly amount: string }>
  }>
}

describe.each(examples)("$name", ({ consumption, name, total, ...input }) => {
  it("settles to the same figures as by hand, line by line", async () => {
    const { code, stderr, stdout } = await runCommand(["settle", input.folder, "--json"])
    expect(stderr).toBe("note: left alone, not JSON: SOURCE.md\n")
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as JsonReport
    const [settlement] = report.settlements
    expect(report).toMatchObject({ settled: true, problems: [], invoiceFiles: [] })
    expect(report.settlements).toHaveLength(1)
    expect(settlement).toMatchObject({ total, consumptionKwh: consumption })
    const oere: Record<string, number> = {}
    for (const { amount, id } of settlement!.lines) oere[id] = (oere[id] ?? 0) + Math.round(Number(amount) * 100)
    const lines = Object.fromEntries(Object.entries(oere).map(([id, sum]) => [id, (sum / 100).toFixed(2)]))
    const { subtotal, total: handTotal, vat } = settlement!
    expect({ lines, subtotal, vat, total: handTotal }).toEqual(handComputed(input))
  })

  it("prints the bill and writes the page below the current folder", async () => {
    const cwd = mkdtempSync(join(work, "cwd-"))
    const { code, stdout } = await runCommand(["settle", input.folder], { cwd })
    expect(code).toBe(0)
    const inEnglish = Number(total).toLocaleString("en-US", { minimumFractionDigits: 2 })
    expect(stdout).toMatch(new RegExp(`^Total with VAT +${inEnglish.replace(".", "\\.")}$`, "m"))
    expect(stdout).not.toContain("\u001b")
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80)
    const page = join("out", name, "invoice.html")
    expect(stdout).toContain(`Invoice: ${page}`)
    const html = readFileSync(join(cwd, page), "utf8")
    expect(html).toContain(Number(total).toLocaleString("da-DK", { minimumFractionDigits: 2 }))
    expect(existsSync(join(input.folder, "out"))).toBe(false)
  })
})

describe("what the examples show", () => {
  it("October has a day of 25 hours and an estimate that is told", async () => {
    const { stdout } = await runCommand([
      "settle",
      exampleFolder("household-october-2025"),
      "--html",
      join(work, "october.html")
    ])
    expect(stdout).toContain("! 2 readings of metering point 571313999000002021 are estimates")
    expect(readFileSync(join(work, "october.html"), "utf8")).toContain("26. okt. 2025 (25 timer): ")
  })

  it("the heat pump crosses the yearly limit, and April alone counts March's kWh from the readings", async () => {
    const whole = await runCommand([
      "settle",
      exampleFolder("solar-heat-pump"),
      "--explain",
      "--html",
      join(work, "solar.html")
    ])
    expect(whole.stdout).toMatch(/Reduced tax above it \(5790000432752\/D03\/EA-002\): 224\.853 kWh/)
    const april = await runCommand([
      "settle",
      exampleFolder("solar-heat-pump"),
      "--period",
      "2025-04",
      "--explain",
      "--html",
      join(work, "april.html")
    ])
    expect(april.stdout).toMatch(/Reduced tax above it \(5790000432752\/D03\/EA-002\): 224\.853 kWh/)
  })

  it("before its correction January rests on an estimated day", async () => {
    const args = [
      "settle",
      exampleFolder("household-january-2026"),
      "--json",
      "--to",
      "2026-01-15",
      "--from",
      "2026-01-14"
    ]
    const after = await runCommand(args)
    const before = await runCommand([...args, "--as-of", "2026-01-16T12:00:00Z"])
    expect(JSON.parse(before.stdout)).toMatchObject({
      settlements: [{ consumptionKwh: "13.920", warnings: [{ kind: "estimatedReadings", intervals: 96 }] }]
    })
    expect(JSON.parse(after.stdout)).toMatchObject({ settlements: [{ warnings: [] }] })
    expect(JSON.parse(after.stdout).settlements[0].consumptionKwh).not.toBe("13.920")
  })
})
