import { describe, expect, it } from "@effect/vitest"
import { existsSync, globSync, readFileSync } from "node:fs"
import { blanked } from "./architecture/blanked.ts"
import { faults, type PackageFacts } from "./architecture/faults.ts"
import { importsOf, type SourceFile } from "./architecture/imports.ts"
import { packageArrows } from "./architecture/rules.ts"

const root = new URL("..", import.meta.url).pathname

const sources = (): ReadonlyArray<SourceFile> =>
  globSync("{packages/*,golden-masters,bench}/{src,test}/**/*.ts", { cwd: root }).map((path) => ({
    path: path.replaceAll("\\", "/"),
    text: readFileSync(`${root}${path}`, "utf8")
  }))

const packageFacts = (): Readonly<Record<string, PackageFacts>> =>
  Object.fromEntries(
    Object.keys(packageArrows).flatMap((name) => {
      const path = [`packages/${name}`, name].find((folder) => existsSync(`${root}${folder}/package.json`))
      if (path === undefined) return []
      const manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, "utf8"))
      return [
        [
          name,
          {
            entries: Object.keys(manifest.exports ?? {}).map((entry) => entry.replace(/^\.\/?/, "")),
            dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
          }
        ]
      ]
    })
  )

it("keeps the arrows between packages, folders and files", () => {
  const files = sources()
  expect(files.length).toBeGreaterThan(30)
  expect(faults(files, packageFacts())).toEqual([])
})

it("sees the imports there are", () => {
  const engine = sources().find((file) => file.path === "packages/core/src/settlement/SettlementEngine.ts")!
  expect(importsOf(engine).map((one) => one.specifier)).toContain("./SettlementRequest.ts")
})

describe("the check itself", () => {
  const packages: Readonly<Record<string, PackageFacts>> = {
    core: { entries: ["", "testing"], dependencies: ["effect", "bignumber.js"] },
    "host-node": { entries: ["api"], dependencies: ["@datahub-settlement/core", "effect"] },
    simulator: { entries: [""], dependencies: [] }
  }
  const check = (files: Readonly<Record<string, string>>): ReadonlyArray<string> =>
    faults(
      Object.entries(files).map(([path, text]) => ({ path, text })),
      packages
    )
  const one = (path: string, text: string): ReadonlyArray<string> => check({ [path]: text })

  it("lets through what is allowed", () => {
    expect(
      check({
        "packages/core/src/index.ts": 'export * from "./market/index.ts"\n',
        "packages/core/src/market/index.ts": 'export * from "./Gsrn.ts"\n',
        "packages/core/src/market/Gsrn.ts": 'import { Schema } from "effect"\n',
        "packages/core/src/market/Gsrn.test.ts":
          'import { it } from "@effect/vitest"\nimport { readFileSync } from "node:fs"\nimport { x } from "./Gsrn.ts"\n',
        "packages/core/src/settlement/settle.ts": 'import type { Gsrn } from "../market/index.ts"\n',
        "packages/host-node/src/main.ts": 'import { x } from "@datahub-settlement/core"\nimport "node:fs"\n',
        "packages/host-node/src/demo/demo.ts": 'import { x } from "@datahub-settlement/simulator"\n'
      })
    ).toEqual([])
  })

  it.each([
    [
      "core takes nothing from Node",
      "packages/core/src/market/a.ts",
      'import { readFileSync } from "node:fs"',
      "core may not import it"
    ],
    [
      "core takes no other library",
      "packages/core/src/market/a.ts",
      'import { z } from "zod"',
      "core may not import it"
    ],
    ["types count", "packages/core/src/market/a.ts", 'import type { Stats } from "fs"', "core may not import it"],
    [
      "type queries count",
      "packages/core/src/market/a.ts",
      'type A = import("node:fs").Stats',
      "core may not import it"
    ],
    [
      "lazy imports count",
      "packages/core/src/market/a.ts",
      'const a = await import("node:fs")',
      "core may not import it"
    ],
    ["re-exports count", "packages/core/src/market/a.ts", 'export {\n  a\n} from "lodash"', ":3:"],
    [
      "core knows no other package",
      "packages/core/src/market/a.ts",
      'import "@datahub-settlement/host-node/api"',
      "core may not import host-node"
    ],
    [
      "nobody imports the bench",
      "golden-masters/src/a.ts",
      'import "@datahub-settlement/bench"',
      "golden-masters may not import bench"
    ],
    [
      "the simulator stays in the demo",
      "packages/host-node/src/serve.ts",
      'import "@datahub-settlement/simulator"',
      "demo command"
    ],
    [
      "internals are internal",
      "packages/host-node/src/a.ts",
      'import "@datahub-settlement/core/dist/market"',
      "not an entry point"
    ],
    [
      "no way round by a path",
      "packages/host-node/src/a.ts",
      'import "../../core/src/index.ts"',
      "reaches out of its package"
    ],
    ["dependencies are declared", "packages/host-node/src/a.ts", 'import "pg"', "not a dependency of its package"],
    ["a missing file", "packages/core/src/market/a.ts", 'import "./b.ts"', "no such file"],
    ["an import without its extension", "packages/core/src/market/a.ts", 'import "./a"', "no such file"],
    ["a folder without arrows", "packages/core/src/weather/a.ts", 'import "../weather2/b.ts"', "no such file"],
    ["Buffer", "packages/core/src/market/a.ts", "const a = Buffer.from([1])", "core may not use Buffer"],
    ["the environment", "packages/core/src/market/a.ts", "const a = process.env.HOME", "core may not use process"],
    ["timers", "packages/core/src/market/a.ts", "setTimeout(() => {}, 1)", "core may not use timers"],
    ["the clock", "packages/core/src/market/a.ts", "const now = Date.now()", "core may not use the clock"],
    ["the clock, otherwise", "packages/core/src/market/a.ts", "const now = new Date()", "core may not use the clock"],
    ["chance", "packages/core/src/market/a.ts", "const a = Math.random()", "core may not use chance"],
    ["code in a template", "packages/core/src/market/a.ts", "const a = `${Date.now()}`", "core may not use the clock"],
    ["SQL in the host", "packages/host-node/src/a.ts", "const a = sql`SELECT 1`", "SQL stands in persistence"],
    [
      "COPY in the host",
      "packages/host-node/src/a.ts",
      "const { copyOut } = yield* Database",
      "SQL stands in persistence"
    ],
    ["a folder called utils", "packages/core/src/utils/a.ts", "export {}", 'named "utils"'],
    ["a long file", "bench/src/a.ts", "x\n".repeat(401), "401 lines"]
  ])("refuses: %s", (_, path, text, fault) => {
    expect(one(path, text).join("\n")).toContain(fault)
  })

  it("refuses an import against the flow of core", () => {
    expect(
      check({
        "packages/core/src/market/a.ts": 'import type { B } from "../settlement/b.ts"\n',
        "packages/core/src/settlement/b.ts": ""
      })
    ).toEqual(['packages/core/src/market/a.ts:1: "../settlement/b.ts": core/market may not import core/settlement'])
  })

  it("refuses a folder that nobody has given arrows", () => {
    expect(
      check({
        "packages/core/src/weather/a.ts": 'import "../market/b.ts"\n',
        "packages/core/src/market/b.ts": ""
      }).join()
    ).toContain('"weather" has no arrows')
  })

  it("refuses code that imports a test, and a folder that imports the entry point", () => {
    const found = check({
      "packages/core/src/index.ts": "",
      "packages/core/src/market/a.ts": 'import "./a.test.ts"\nimport "../index.ts"\n',
      "packages/core/src/market/a.test.ts": ""
    })
    expect(found.join("\n")).toContain("code imports a test")
    expect(found.join("\n")).toContain("imports the entry point")
  })

  it("refuses cycles between files and between folders", () => {
    expect(
      check({ "bench/src/a.ts": 'import "./b.ts"\n', "bench/src/b.ts": 'import type { A } from "./a.ts"\n' })
    ).toEqual(["cycle between files: bench/src/a.ts → bench/src/b.ts → bench/src/a.ts"])
    expect(
      check({
        "bench/src/p/a.ts": 'import "../q/b.ts"\n',
        "bench/src/p/c.ts": "",
        "bench/src/q/b.ts": 'import "../p/c.ts"\n'
      })
    ).toEqual(["cycle between folders: bench/src/p → bench/src/q → bench/src/p"])
  })

  it("reads code only: not comments, strings, templates or regular expressions", () => {
    const text = [
      '// import "node:fs"',
      '/* import "node:fs" */ const a = "Date.now()"',
      'const b = `import "node:fs" ${`Math.random()`} Buffer.from`',
      'const c = /"[/"]Date.now()/.test(a) ? 1 / 2 : 3 / Number("4")',
      "const d = { process: 1, Buffer: 2 }",
      'const e = Array.from("node:fs")'
    ].join("\n")
    expect(one("packages/core/src/market/a.ts", text)).toEqual([])
    expect(blanked(text)).toHaveLength(text.length)
  })
})
