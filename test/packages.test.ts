import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createContext, runInContext } from "node:vm"
import { emptyProject } from "./packages/emptyProject.ts"
import { packPublished, type PackedPackage, publishedPackages, root } from "./packages/packed.ts"

/*
 * The packages as a user gets them: built, packed, and installed into an empty project outside the workspace. Nothing
 * here looks at sources.
 */

let packages: ReadonlyArray<PackedPackage> = []
let project = ""

beforeAll(() => {
  packages = packPublished()
  project = emptyProject(packages, ["@datahub-settlement/core", "@datahub-settlement/host-node"])
})

afterAll(() => {
  if (packages[0] !== undefined) rmSync(dirname(packages[0].tarball), { recursive: true, force: true })
  if (project !== "") rmSync(project, { recursive: true, force: true })
})

const packageNamed = (name: string): PackedPackage => packages.find((one) => one.name === name)!

const run = (
  command: string,
  ...args: ReadonlyArray<string>
): { readonly status: number | null; readonly output: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: "utf8" })
  return { status, output: stdout + stderr }
}

const tool = (name: string, ...args: ReadonlyArray<string>) => run(join(root, "node_modules/.bin", name), ...args)

describe.each(publishedPackages())("$name as packed", ({ isImported, name }) => {
  it("holds what was built, a README and the licence, and no sources, tests or build info", () => {
    const { files } = packageNamed(name)
    expect(files).toContain("README.md")
    expect(files).toContain("LICENSE")
    expect(files.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0)
    expect(
      files.filter((path) => !/^(?:dist\/.*\.(?:js|js\.map|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path))
    ).toEqual([])
    expect(files.filter((path) => path.includes(".test."))).toEqual([])
  })

  it("names versions that exist outside the workspace, and no entry into sources", () => {
    const manifest = JSON.stringify(packageNamed(name).manifest)
    expect(manifest).not.toContain("workspace:")
    expect(manifest).not.toContain("./src/")
  })

  it("has nothing that publint objects to", () => {
    const { output, status } = tool("publint", "run", packageNamed(name).tarball, "--strict")
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining("All good!") })
  })

  it.runIf(isImported)(
    "ships types that each module resolution finds",
    () => {
      // CommonJS callers load ES modules with `import()`; resolution as before Node 16 knows no `exports`.
      const { output, status } = tool("attw", packageNamed(name).tarball, "--profile", "esm-only")
      expect(output).not.toContain("does not contain types")
      expect({ status, output }).toMatchObject({ status: 0 })
    },
    600_000
  )
})

describe("@datahub-settlement/core", () => {
  it("loads where there is no Node: one bundle for the browser, nothing left outside it", async () => {
    const result = await build({
      stdin: { contents: 'export * from "@datahub-settlement/core"', resolveDir: project },
      bundle: true,
      platform: "browser",
      format: "iife",
      globalName: "core",
      target: "es2023",
      write: false,
      metafile: true,
      logLevel: "silent"
    })
    expect(result.warnings).toEqual([])
    const left = Object.values(result.metafile.inputs).flatMap((input) => input.imports.filter((one) => one.external))
    expect(left).toEqual([])
    const { TextDecoder, TextEncoder, URL, URLSearchParams, AbortController, clearTimeout, setTimeout } = globalThis
    const browser = createContext({
      TextDecoder,
      TextEncoder,
      URL,
      URLSearchParams,
      AbortController,
      clearTimeout,
      setTimeout
    })
    runInContext(result.outputFiles[0]!.text, browser)
    expect(runInContext('core.Gsrn.make("571313999000000010")', browser)).toBe("571313999000000010")
  })

  it("settles a month in an empty project", () => {
    copyFileSync(join(root, "examples/embed/settle-a-month.ts"), join(project, "settle-a-month.ts"))
    const { output, status } = run(process.execPath, "settle-a-month.ts")
    expect({ status, lines: output.trim().split("\n").slice(0, 4) }).toEqual({
      status: 0,
      lines: [
        "Spot: 409.200 kWh, 220.97 DKK",
        "Elafgift: 409.200 kWh, 3.27 DKK",
        "Spot: 0.000 kWh, 29.00 DKK",
        "VAT 63.31, total 316.55 DKK"
      ]
    })
  })

  it("type-checks there, by the types that it ships", () => {
    copyFileSync(join(root, "examples/embed/settle-a-month.ts"), join(project, "settle-a-month.ts"))
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: "ES2023",
      module: "NodeNext",
      lib: ["ES2023", "DOM"],
      types: [],
      skipLibCheck: false
    }
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["settle-a-month.ts"] }))
    // Other people's declarations are theirs; ours and the example must be clean.
    const { output } = tool("tsc", "-p", project)
    expect(output.split("\n").filter((line) => /settle-a-month|datahub-settlement/.test(line))).toEqual([])
  })
})

describe("@datahub-settlement/host-node", () => {
  it("installs a command that runs", () => {
    const main = join(project, "node_modules/@datahub-settlement/host-node/dist/main.js")
    expect(readFileSync(main, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/)
    const { output, status } = run(join(project, "node_modules/.bin/datahub-settlement"), "--help")
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining("settle") })
  })
})
