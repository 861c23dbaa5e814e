import { describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/* What the pages for people promise is there. */

const root = fileURLToPath(new URL("..", import.meta.url))
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "docs/energi-data-service.md",
  "docs/glossary.md",
  "docs/messages.md",
  "docs/operating.md",
  "docs/performance.md",
  "docs/processes.md",
  "docs/server.md",
  "examples/README.md",
  "packages/core/README.md",
  "packages/datahub-client/README.md",
  "packages/host-node/README.md",
  "packages/persistence/README.md",
  "packages/simulator/README.md"
]
const read = (path: string): string => readFileSync(join(root, path), "utf8")

const brokenLinks = (page: string, text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), (link) => link[1]!).filter(
    (target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target))
  )

const unknownScripts = (text: string): ReadonlyArray<string> => {
  const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> }
  const named = Array.from(text.matchAll(/\bnpm run (?:--silent )?([a-z:-]+)/g), (match) => match[1]!)
  return named.filter((name) => scripts[name] === undefined)
}

describe.each(pages)("%s", (page) => {
  it("links to what exists", () => {
    expect(brokenLinks(page, read(page))).toEqual([])
  })

  it("names scripts that exist", () => {
    expect(unknownScripts(read(page))).toEqual([])
  })
})

describe("README.md", () => {
  it("has a command to see it, one for the main job and one for the tests, each doing all the set-up", () => {
    const commands = read("README.md").match(/^npx -y pnpm@[\d.]+ install --frozen-lockfile && npm .*$/gm)
    expect(commands?.map((command) => command.replace(/^.* && /, ""))).toEqual([
      "npm run demo",
      "npm run settle -- examples/household-january-2026",
      "npm test"
    ])
  })

  it("shows the bill that its command prints", () => {
    const shown = /^```text\n([\s\S]*?)^```$/m.exec(read("README.md"))![1]!
    const folder = mkdtempSync(join(tmpdir(), "datahub-settlement-readme-"))
    const main = join(root, "packages/host-node/src/main.ts")
    const example = join(root, "examples/household-january-2026")
    const { stdout } = spawnSync(process.execPath, ["--conditions=source", main, "settle", example], {
      cwd: folder,
      // From the sources, as the command is that is shown.
      env: { ...process.env, DATAHUB_SETTLEMENT_TEST_PROGRAMS: "" },
      encoding: "utf8"
    })
    rmSync(folder, { recursive: true, force: true })
    expect(stdout).toContain(shown)
  })
})

it("the check itself notices a broken link and a script that is gone", () => {
  expect(brokenLinks("docs/a.md", "[a](../README.md) [b](https://example.org) [c](nothing.md#x)")).toEqual([
    "nothing.md"
  ])
  expect(unknownScripts("`npm run --silent settle -- x`, `npm run nothing`")).toEqual(["nothing"])
})
