import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { type BrokenCopy, brokenCopy, makeWorkFolder } from "./brokenCopy.ts"
import { exampleFolder, runCommand } from "./runCommand.ts"

const work = makeWorkFolder()
afterAll(() => rmSync(work, { recursive: true, force: true }))

const OCTOBER = "household-october-2025"
const GSRN = "571313999000002021"
const week = "readings/week-from-2025-10-08.json"

/** Settles a broken copy of October; the figures must not come out. */
const refusal = async (breakIt: (copy: BrokenCopy) => void) => {
  const copy = brokenCopy(work, OCTOBER)
  breakIt(copy)
  const result = await runCommand(["settle", copy.folder], { cwd: work })
  expect(result.code).toBe(1)
  expect(result.stdout).toBe("")
  return result.stderr
}

describe("data that cannot be settled ends with 1 and says everything", () => {
  it("a day without readings", async () => {
    const stderr = await refusal((copy) => copy.remove("readings/week-from-2025-10-29.json"))
    expect(stderr).toContain("Cannot be settled: 1 problem.")
    expect(stderr).toContain(
      `- Missing reading: metering point ${GSRN}, 2025-10-28T23:00:00Z/2025-10-31T23:00:00Z: 72 interval(s) without a usable value (A02)`
    )
  })

  it("a charge without a price", async () => {
    const missing = await refusal((copy) => {
      copy.replace("prices/energinet.json", /.*"EA-001".*\n/, "")
      copy.replace("prices/energinet.json", /},\s*\]/, "}\n]")
      copy.replace("prices/energinet.json", /"total": 4/, '"total": 3')
    })
    expect(missing).toContain(`- Charge linked but not known: metering point ${GSRN}, 5790000432752/D03/EA-001`)
  })

  it("a quarter without a spot price", async () => {
    const stderr = await refusal((copy) => {
      copy.replace("prices/day-ahead-dk2.json", /.*"2025-10-20T10:15:00".*\n/, "")
      copy.replace("prices/day-ahead-dk2.json", /"total": 2980/, '"total": 2979')
    })
    expect(stderr).toContain(
      `- Missing spot price: metering point ${GSRN}, spot DK2, 2025-10-20T10:00:00Z/2025-10-20T11:00:00Z`
    )
  })

  it("a file that is not JSON, with line and column", async () => {
    const stderr = await refusal((copy) =>
      copy.replace("product.json", '"name": "Spot Basis",', '"name": "Spot Basis"')
    )
    expect(stderr).toMatch(/- product\.json: line \d+, column \d+: expected JSON, got /)
  })

  it("a document of the wrong shape, with path, expectation and value", async () => {
    const stderr = await refusal((copy) => copy.replace(week, '"quantity":0.', '"quantity":-0.'))
    expect(stderr).toMatch(
      /- readings\/week-from-2025-10-08\.json: NotifyValidatedMeasureData_MarketDocument\.Series\[0\]\.Period\.Point\[0\]\.quantity: expected .*, got -0\.\d+/
    )
  })

  it("a unit that is not kWh", async () => {
    const stderr = await refusal((copy) =>
      copy.replace(
        week,
        '"quantity_Measure_Unit.name": {"value":"KWH"}',
        '"quantity_Measure_Unit.name": {"value":"K3"}'
      )
    )
    expect(stderr).toContain(
      `- Unit K3 cannot be settled: metering point ${GSRN}, 2025-10-07T22:00:00Z/2025-10-08T22:00:00Z`
    )
  })

  it("readings outside the supply", async () => {
    const stderr = await refusal((copy) =>
      copy.replace(
        "master-data.json",
        /"supplyStart_DateAndOrTime.dateTime": "[^"]*"/,
        '"supplyStart_DateAndOrTime.dateTime": "2025-10-04T22:00:00Z"'
      )
    )
    expect(stderr).toContain(
      `- Readings outside our supply: metering point ${GSRN}, 2025-09-30T22:00:00Z/2025-10-04T22:00:00Z`
    )
  })

  it("a field of settlement.json that nobody knows, and one that is missing", async () => {
    const stderr = await refusal((copy) => {
      copy.replace("settlement.json", '"priceArea": "DK2"', '"pricearea": "DK2"')
    })
    expect(stderr).toContain("- settlement.json: settlement.meteringPoints[0].priceArea: expected a value, got nothing")
    expect(stderr).toContain("- settlement.json: settlement.meteringPoints[0].pricearea: ")
  })

  it("two faults at once, both told", async () => {
    const stderr = await refusal((copy) => {
      copy.remove("readings/week-from-2025-10-29.json")
      copy.replace("product.json", '"0.6950"', "0.6950")
    })
    expect(stderr).toContain("product.json: product.terms[0].energy")
    expect(stderr).toContain("- Missing reading: ")
  })

  it("a consumption point that settlement.json forgets", async () => {
    const stderr = await refusal((copy) =>
      copy.write("other.json", readFileSync(join(exampleFolder("household-january-2026"), "master-data.json"), "utf8"))
    )
    expect(stderr).toContain(
      "consumption point 571313999000001017 (RSM-022) is not among the meteringPoints of any settlement.json"
    )
  })

  it("a broken file beside all that is needed: it may have held a correction", async () => {
    const stderr = await refusal((copy) => copy.write("readings/extra.json", "{"))
    expect(stderr).toContain("Cannot be settled: 1 problem.")
    expect(stderr).toContain("- readings/extra.json: line 1, column 2: expected JSON, got ")
  })

  it("an empty folder", async () => {
    const folder = join(work, "empty")
    mkdirSync(folder)
    const { code, stderr } = await runCommand(["settle", folder], { cwd: work })
    expect(code).toBe(1)
    expect(stderr).toContain("- the folder holds no JSON files")
  })

  it("with --json one object on standard output says it all", async () => {
    const copy = brokenCopy(work, OCTOBER)
    copy.remove("readings/week-from-2025-10-29.json")
    const { code, stdout } = await runCommand(["settle", copy.folder, "--json"], { cwd: work })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      settled: false,
      settlements: [],
      problems: [{ kind: "MissingReading", gsrn: GSRN, from: "2025-10-28T23:00:00Z", to: "2025-10-31T23:00:00Z" }]
    })
  })
})

describe("wrong use ends with 2", () => {
  const october = exampleFolder(OCTOBER)

  it.each([
    ["no such folder", ["settle", join(work, "nowhere")], "there is no folder"],
    ["a file instead of a folder", ["settle", join(october, "product.json")], "is not a folder"],
    ["no folder at all", ["settle"], "Missing required argument: folder"],
    ["an unknown flag", ["settle", october, "--fast"], "--fast"],
    ["an impossible month", ["settle", october, "--period", "2025-13"], "--period 2025-13: expected a month"],
    [
      "an impossible day",
      ["settle", october, "--from", "2025-02-30", "--to", "2025-03-01"],
      "--from 2025-02-30: expected a day"
    ],
    [
      "a period given twice",
      ["settle", october, "--period", "2025-10", "--from", "2025-10-01"],
      "--period goes without"
    ],
    ["half a period", ["settle", october, "--to", "2025-10-03"], "--from and --to go together"],
    [
      "an instant without an offset",
      ["settle", october, "--as-of", "2025-10-03T12:00"],
      "--as-of 2025-10-03T12:00: expected an instant"
    ],
    ["a page where none can be", ["settle", october, "--html", "/dev/null/invoice.html"], "cannot be written"]
  ])("%s", async (_name, args, expected) => {
    const { code, stderr, stdout } = await runCommand(args, { cwd: work })
    expect(stdout + stderr).toContain(expected)
    expect(stderr).not.toMatch(/ {4}at /)
    expect(code).toBe(2)
  })
})

it("a page is never written among the input", async () => {
  const { folder } = brokenCopy(work, OCTOBER)
  const { code, stderr } = await runCommand(["settle", folder, "--html", join(folder, "invoice.html")], { cwd: work })
  expect(stderr).toContain("would be written into the input folder")
  expect(code).toBe(2)
  expect(existsSync(join(folder, "invoice.html"))).toBe(false)
})

describe("what can be settled is settled", () => {
  it("documents that settling does not need are named, and left out", async () => {
    const copy = brokenCopy(work, OCTOBER)
    copy.write("sums.json", '{"NotifyAggregatedMeasureData_MarketDocument": {}}')
    copy.write("weather.json", '{"temperature": 11}')
    copy.write("co2.json", '{"total": 0, "dataset": "CO2Emis", "records": []}')
    const { code, stderr } = await runCommand(["settle", copy.folder], { cwd: work })
    expect(code).toBe(0)
    expect(stderr).toContain("note: sums.json: ignored: RSM-014 NotifyAggregatedMeasureData is not needed to settle")
    expect(stderr).toContain("note: weather.json: ignored: no document that settling knows")
    expect(stderr).toContain("note: co2.json: ignored: dataset CO2Emis is not needed to settle")
  })

  it("links hold in the order in which DataHub made them, whatever the files are called", async () => {
    const copy = brokenCopy(work, OCTOBER)
    const links = readFileSync(join(copy.folder, "charge-links.json"), "utf8")
    const record = /"mRID": "41004",[^}]*}[^}]*"effectiveDate": "([^"]*)"/.exec(links)
    expect(record?.[1]).toBe("2024-02-29T23:00:00Z")
    const stop = links
      .replace(/"mRID": "[0-9a-f]{32}"/, '"mRID": "stop"')
      .replace(/"createdDateTime": "[^"]*"/, '"createdDateTime": "2025-10-10T06:00:00Z"')
      .replaceAll(
        /"effectiveDate": "[^"]*"/g,
        '"effectiveDate": "2025-10-15T22:00:00Z", "terminationDate": "2025-10-15T22:00:00Z"'
      )
    copy.write("a-stop.json", stop)
    const { code, stdout } = await runCommand(["settle", copy.folder, "--json"], { cwd: work })
    expect(code).toBe(0)
    const lines: ReadonlyArray<{ readonly id: string; readonly to: string }> = JSON.parse(stdout).settlements[0].lines
    expect(lines.filter(({ id, to }) => id.includes("/D0") && to > "2025-10-15T22:00:00Z")).toEqual([])
    expect(lines.filter(({ id }) => id === "5790000432752/D01/41004")).not.toEqual([])
  })

  it("readings that no settled point uses are told", async () => {
    const copy = brokenCopy(work, OCTOBER)
    const stray = readFileSync(join(copy.folder, week), "utf8").replaceAll(GSRN, "571313999000000010")
    copy.write("stray.json", stray)
    const { code, stderr } = await runCommand(["settle", copy.folder], { cwd: work })
    expect(code).toBe(0)
    expect(stderr).toContain("note: readings of 571313999000000010 belong to no settled metering point; left out")
  })

  it("of two metering points the one that can be, and the other is told", async () => {
    const copy = brokenCopy(work, OCTOBER)
    const neighbour = exampleFolder("household-january-2026")
    copy.write("neighbour.json", readFileSync(join(neighbour, "master-data.json"), "utf8"))
    copy.write(
      "neighbour-settlement.json",
      JSON.stringify({
        settlement: { meteringPoints: [{ gsrn: "571313999000001017", priceArea: "DK2", customer: { name: "Nabo" } }] }
      })
    )
    const { code, stderr, stdout } = await runCommand(
      ["settle", copy.folder, "--html", join(work, "pages", "page.html")],
      { cwd: work }
    )
    expect(code).toBe(1)
    expect(stdout).toContain("Total with VAT")
    expect(stderr).toContain("Settled 1 metering point(s); others cannot be settled: ")
    expect(stderr).toContain("Missing reading: metering point 571313999000001017")
  })

  it("two metering points: a bill and a page for each", async () => {
    const copy = brokenCopy(work, OCTOBER)
    const neighbour = "571313999000000010"
    const inOctober = ["master-data.json", "charge-links.json", "settlement.json"]
    const readings = readdirSync(join(copy.folder, "readings")).map((file) => `readings/${file}`)
    for (const file of [...inOctober, ...readings]) {
      const text = readFileSync(join(copy.folder, file), "utf8").replaceAll(GSRN, neighbour)
      copy.write(file.replace(".json", "-neighbour.json"), text.replace("Jens & Maja Skov", "Nabo"))
    }
    const page = join(work, "two", "page.html")
    const { code, stdout } = await runCommand(["settle", copy.folder, "--json", "--html", page], { cwd: work })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      settlements: [
        { gsrn: neighbour, customer: "Nabo", total: "945.75" },
        { gsrn: GSRN, customer: "Jens & Maja Skov", total: "945.75" }
      ],
      invoiceFiles: [`two/page-${neighbour}.html`, `two/page-${GSRN}.html`]
    })
    expect(readFileSync(join(work, "two", `page-${neighbour}.html`), "utf8")).toContain("Nabo")
  })

  it("the same files twice change nothing", async () => {
    const copy = brokenCopy(work, OCTOBER)
    for (const file of [
      week,
      "charge-links.json",
      "prices/energinet.json",
      "prices/day-ahead-dk2.json",
      "prices/grid-prices.json"
    ]) {
      copy.write(file.replace(".json", "-again.json"), readFileSync(join(copy.folder, file), "utf8"))
    }
    const { code, stdout } = await runCommand(["settle", copy.folder, "--json"], { cwd: work })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ settlements: [{ total: "945.75" }] })
  })

  it("ten thousand more documents", async () => {
    const copy = brokenCopy(work, OCTOBER)
    const document = readFileSync(join(copy.folder, "readings", "2025-10-20-correction.json"), "utf8")
    mkdirSync(join(copy.folder, "many"))
    for (let i = 0; i < 10_000; i++) {
      copy.write(
        `many/${i}.json`,
        document.replace(/"2025-10-22T08:41:00Z"/, `"2025-10-21T${String(10 + (i % 10))}:00:00Z"`)
      )
    }
    const { code, stderr, stdout } = await runCommand(["settle", copy.folder, "--json"], { cwd: work })
    expect(stderr).toBe("note: left alone, not JSON: SOURCE.md\n")
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ settlements: [{ total: "945.75" }] })
  })
})

describe("help and version", () => {
  it("help names the files, the exit codes and examples", async () => {
    const { code, stdout } = await runCommand(["settle", "--help"])
    expect(code).toBe(0)
    for (const word of ["settlement.json", "product.json", "RSM-012", "Exit codes", "--as-of", "EXAMPLES"])
      expect(stdout).toContain(word)
  })

  it("the version", async () => {
    const { code, stdout } = await runCommand(["--version"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/datahub-settlement v\d+\.\d+\.\d+/)
  })
})
