import { afterAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

/* What runs when a test starts a program of the workspace. */

const TIMEOUT_MS = 600_000

const root = fileURLToPath(new URL("..", import.meta.url))
const sourceOf = (path: string): string => join(root, path)
const work = mkdtempSync(join(tmpdir(), "programs-test-"))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Starts a program; what it said, and the modules that it ran. */
const started = (program: string, env: Readonly<Record<string, string>> = {}) => {
  const coverage = mkdtempSync(join(work, "modules-"))
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--conditions=source", program, "--version"], {
    env: { ...process.env, ...env, NODE_V8_COVERAGE: coverage },
    encoding: "utf8"
  })
  const modules = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8"))
    return (result as ReadonlyArray<{ readonly url: string }>).map(({ url }) => url)
  })
  return { status, stderr, stdout, modules }
}

describe.each(["packages/host-node/src/main.ts", "packages/simulator/src/main.ts"])("%s", (path) => {
  const program = sourceOf(path)

  it(
    "runs from a bundle, and finds what lies beside its source",
    () => {
      const { modules, ...said } = started(program)
      expect(said).toEqual({ status: 0, stderr: "", stdout: expect.stringMatching(/ v?\d+\.\d+\.\d+\n$/) })
      expect(modules).not.toContain(pathToFileURL(program).href)
      expect(modules).toContainEqual(expect.stringMatching(/\/programs-[^/]+\/\d\/main\.js$/))
    },
    TIMEOUT_MS
  )

  it(
    "runs from its sources where no bundles are offered, and says the same",
    () => {
      const { modules, ...said } = started(program, { DATAHUB_SETTLEMENT_TEST_PROGRAMS: "" })
      expect(modules).toContain(pathToFileURL(program).href)
      const { modules: _, ...bundled } = started(program)
      expect(said).toEqual(bundled)
    },
    TIMEOUT_MS
  )
})

it(
  "a program that is not among them runs from its sources",
  () => {
    const program = sourceOf("golden-masters/src/main.ts")
    expect(started(program).modules).toContain(pathToFileURL(program).href)
  },
  TIMEOUT_MS
)
