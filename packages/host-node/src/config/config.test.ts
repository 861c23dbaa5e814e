import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../test/onDatabase.ts"
import { runCommand } from "../../test/runCommand.ts"
import type { ConfigKey } from "./ConfigKey.ts"
import { configKeys } from "./configKeys.ts"
import { configMarkdown } from "./configText.ts"
import { priceAreaIn } from "./gridAreas.ts"
import { readConfig } from "./readConfig.ts"

const keys: ReadonlyArray<ConfigKey<unknown>> = Object.values(configKeys)

/** For a handful of processes, one after another, however busy the machine is. */
const PROCESSES_MS = 300_000

const least = {
  DATAHUB_ENVIRONMENT: "preprod",
  DATAHUB_CLIENT_ID: "client",
  DATAHUB_CLIENT_SECRET: "hunter2",
  DATAHUB_GLN: "5790009990017"
}

describe("the configuration", () => {
  it("describes every key with an example and a default that it takes itself", () => {
    for (const { example, fallback, name, parse, isSecret } of keys) {
      if (!isSecret) expect([name, Result.isSuccess(parse(example))]).toEqual([name, true])
      if (fallback !== undefined) expect([name, Result.isSuccess(parse(fallback))]).toEqual([name, true])
    }
    expect(new Set(keys.map(({ name }) => name)).size).toBe(keys.length)
  })

  it("stands in the documentation as it is", () => {
    const path = join(import.meta.dirname, "..", "..", "..", "..", "docs", "operating.md")
    const isThere = readFileSync(path, "utf8").includes(configMarkdown())
    expect(isThere, `docs/operating.md has to hold:\n\n${configMarkdown()}\n`).toBe(true)
  })

  it("takes the environment before the file before the default", () => {
    const file = { ...least, DATAHUB_POLL_INTERVAL: "3s", DATAHUB_RETRY_MAX: "7m" }
    const { config, entries, problems } = readConfig({ environment: { DATAHUB_POLL_INTERVAL: "250ms" }, file })
    expect(problems).toEqual([])
    expect([config?.pollIntervalMs, config?.retryMaxMs, config?.requestTimeoutMs]).toEqual([250, 420_000, 60_000])
    const sourceOf = Object.fromEntries(entries.map(({ key, source }) => [key.name, source]))
    expect(sourceOf).toMatchObject({
      DATAHUB_POLL_INTERVAL: "environment",
      DATAHUB_RETRY_MAX: "file",
      DATAHUB_REQUEST_TIMEOUT: "default",
      DATAHUB_PATHS: "not set"
    })
  })

  it("says all that is wrong at once", () => {
    const { config, problems } = readConfig({
      environment: {
        DATAHUB_GLN: "5790009990018",
        DATAHUB_BODY_LIMIT: "64 megs",
        DATAHUB_PATHS: `{"queue":{}}`,
        DATAHUB_BASE_URL: "https://user:hunter2@host",
        DATAHUB_API_KEYS: "hunter2",
        DATAHUB_QUEUES: " , "
      },
      file: { DATAHUB_POLL_INTERVALL: "3s" }
    })
    expect(config).toBeUndefined()
    for (const name of [
      "CLIENT_ID",
      "CLIENT_SECRET",
      "GLN",
      "BODY_LIMIT",
      "PATHS",
      "BASE_URL",
      "API_KEYS",
      "QUEUES",
      "POLL_INTERVALL",
      "ENVIRONMENT"
    ]) {
      expect(problems.filter((problem) => problem.includes(`DATAHUB_${name}`))).not.toEqual([])
    }
    expect(problems.join()).toContain("did you mean DATAHUB_POLL_INTERVAL")
    expect(problems.join()).not.toContain("hunter2")
  })

  it("knows DataHub's installations, and takes what is given besides", () => {
    expect(readConfig({ environment: least }).problems).toEqual([])
    const { DATAHUB_ENVIRONMENT: _, ...elsewhere } = least
    const { problems } = readConfig({ environment: { ...elsewhere, DATAHUB_BASE_URL: "http://localhost:8090" } })
    expect(problems).toEqual([
      "Where DataHub is has not been said: set DATAHUB_ENVIRONMENT (preprod or prod), or DATAHUB_TOKEN_URL, DATAHUB_SCOPE."
    ])
  })

  it("says price areas of grid areas before those that are published", () => {
    const { config } = readConfig({ environment: { ...least, DATAHUB_GRID_AREAS: "998=DK1, 791=DK1" } })
    expect(["998", "791", "740", "999"].map(priceAreaIn(config?.gridAreas))).toEqual(["DK1", "DK1", "DK2", undefined])
  })

  it("says which document reports what was wrong, where it is not the usual one", () => {
    const formsOf = (value: string) => readConfig({ environment: { ...least, DATAHUB_CORRECTION_FORMS: value } })
    expect(formsOf("BRS-011=RSM-003, BRS-003=RSM-005/D08").config?.correctionForms).toEqual({
      "BRS-003": { document: "RequestEndOfSupply", processType: "D08" },
      "BRS-011": { document: "RequestReallocateChangeOfSupplier", processType: "D33" }
    })
    expect(formsOf("BRS-011=RSM-004").problems).toEqual([expect.stringContaining("such as BRS-011=RSM-003")])
  })

  it.live(
    "is checked by a command that shows no secret",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        const path = join(folder, "host.json")
        const content = {
          ...least,
          DATAHUB_QUEUES: ["measuredata", "charges"],
          DATAHUB_HTTP_PORT: 9090,
          DATAHUB_PATHS: { queues: { charges: "charges" } },
          DATABASE_URL: "postgres://us:hunter2@db/settlement"
        }
        yield* Effect.promise(() => writeFile(path, JSON.stringify(content)))
        const check = (...args: ReadonlyArray<string>) =>
          Effect.promise(() => runCommand(["config", "check", ...args], { env: { DATABASE_URL: "" } }))
        const usable = yield* check("--config", path)
        expect([usable.code, usable.stderr]).toEqual([0, ""])
        expect(usable.stdout).toContain("postgres://us:***@db/settlement")
        expect(usable.stdout).not.toContain("hunter2")
        // Each setting with what it is, in lines that a terminal of that width can show.
        for (const { example, fallback, name, type, what } of keys) {
          const stood = usable.stdout.replaceAll(/\n {6}/g, " ")
          const entry = stood.split("\n").find((line) => line.startsWith(`  ${name} `))
          const form = `${type}; ${fallback === undefined ? "" : `default: ${fallback}; `}`
          expect(entry).toContain(`${what.replaceAll("`", "")}. ${form}`)
          expect(entry).toContain(`example: ${example}`)
        }
        const long = usable.stdout.split("\n").filter((line) => line.length > 100 && line.trim().includes(" "))
        expect(long).toEqual([])
        const json = JSON.parse((yield* check("--config", path, "--json")).stdout)
        expect(json.settings.find(({ name }: { name: string }) => name === "DATAHUB_POLL_INTERVAL")).toMatchObject({
          what: "How long a queue that was empty is left alone",
          type: "duration",
          default: "10s",
          example: "500ms",
          group: "Patience"
        })
        expect(json).toMatchObject({ usable: true, problems: [] })
        expect(JSON.stringify(json)).not.toContain("hunter2")
        const unusable = yield* check()
        expect([unusable.code, unusable.stderr]).toEqual([1, ""])
        expect(unusable.stdout).toContain("DATAHUB_CLIENT_SECRET is missing")
        const noFile = yield* check("--config", join(folder, "none.json"))
        expect([noFile.code, noFile.stdout]).toEqual([1, ""])
        expect(noFile.stderr).toMatch(/^datahub-settlement: The configuration file .* cannot be used/)
      }),
    PROCESSES_MS
  )
})
