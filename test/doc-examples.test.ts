import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { assertedModule, type Outcome, UnusableExample } from "./doc-examples/asserted.ts"
import { type Example, examplesInComments, examplesInMarkdown } from "./doc-examples/examples.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
// Inside the workspace, so that the examples find the packages as its own code does.
const scratch = join(root, ".scratch", `doc-examples-${process.pid}`)

const read = (path: string): string => readFileSync(join(root, path), "utf8")

const examples: ReadonlyArray<Example> = [
  ...globSync("packages/{core,datahub-client,simulator}/src/**/*.ts", { cwd: root })
    .filter((path) => !path.endsWith(".test.ts"))
    .toSorted()
    .flatMap((path) => examplesInComments(path, read(path))),
  ...["README.md", "packages/core/README.md", "packages/persistence/README.md"].flatMap((path) =>
    examplesInMarkdown(path, read(path))
  )
]

beforeAll(() => {
  // The workspace itself has no need of the store: whoever follows its README has installed it.
  const installed = join(scratch, "node_modules", "@datahub-settlement")
  mkdirSync(installed, { recursive: true })
  symlinkSync(join(root, "packages", "persistence"), join(installed, "persistence"), "dir")
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const fileName = (example: Example): string => example.place.replaceAll(/[^\w.-]/g, "-").replace(/-(\d+)$/, "-L$1")

const outcomesOf = async (example: Example): Promise<ReadonlyArray<Outcome>> => {
  const path = join(scratch, `${fileName(example)}.mjs`)
  writeFileSync(path, assertedModule(example))
  const module: { readonly outcomes: ReadonlyArray<Outcome>; readonly promised: number } = await import(
    pathToFileURL(path).href
  )
  expect(module.outcomes.length, `${example.place}: every "// =>" is expected to be reached`).toBe(module.promised)
  return Promise.all(module.outcomes.map(async (one) => ({ ...one, actual: await one.actual })))
}

const isDecimal = (value: unknown): boolean => typeof value === "object" && value !== null && "_isBigNumber" in value

const plain = (value: unknown): unknown => (isDecimal(value) ? String(value) : value)

const expectOutcome = (example: Example, { line, actual, expected }: Outcome): void => {
  // A decimal is promised as the number or the text that a reader would write for it.
  const promised = isDecimal(actual) ? String(expected) : expected
  expect(plain(actual), `${example.place}, line ${line} of the example`).toEqual(promised)
}

describe("examples in the documentation", () => {
  it("there are some", () => {
    expect(examples.length).toBeGreaterThan(3)
  })

  it.each(examples.map((example) => [example.place, example] as const))("%s", async (_, example) => {
    for (const outcome of await outcomesOf(example)) expectOutcome(example, outcome)
  })

  it("type-check as a reader would write them", () => {
    const folder = join(scratch, "types")
    mkdirSync(folder, { recursive: true })
    for (const example of examples) {
      writeFileSync(join(folder, `${fileName(example)}.ts`), `${example.code}\nexport {}\n`)
    }
    const options = {
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { composite: false, incremental: false, noEmit: true, noUnusedLocals: false },
      include: ["*.ts"]
    }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options))
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" })
    // What is wrong with the sources themselves is for `npm run check` to say.
    expect(stdout.split("\n").filter((line) => /^\S*doc-examples-/.test(line))).toEqual([])
  })
})

describe("the check itself", () => {
  const example = (code: string): Example => ({ place: `invented-${code.length}.ts:1`, code })

  const check = async (code: string): Promise<void> => {
    for (const outcome of await outcomesOf(example(code))) expectOutcome(example(code), outcome)
  }

  it("finds bare and fenced examples, with the line they begin on", () => {
    const text =
      "/** x\n *\n * @example\n * ```ts\n * f(1) // => 2\n * ```\n * @since 1\n */\n/** @example\n * g() */\n"
    expect(examplesInComments("a.ts", text)).toMatchObject([
      { place: "a.ts:4", code: "f(1) // => 2" },
      { place: "a.ts:10" }
    ])
    expect(examplesInMarkdown("a.md", "x\n```ts run\n1 // => 1\n```\n```ts\nnot run\n```\n")).toEqual([
      { place: "a.md:3", code: "1 // => 1" }
    ])
  })

  it("holds expressions, constants, typed code and statements of several lines to what they promise", async () => {
    await check(
      'const a: number = 1 // => 1\n;(a + 1) // => 2\nMath.max(\n  a,\n  7\n) // => 7\nPromise.resolve("x") // => "x"\nif (a) {\n  a // => 1\n  a + 1 // => 2\n}'
    )
  })

  it("compares decimals by what they say", async () => {
    await check(
      'import { BigNumber } from "bignumber.js"\nnew BigNumber("1.50") // => 1.5\nnew BigNumber("0.1") // => "0.1"'
    )
  })

  it.each([
    ["1 + 1 // => 3"],
    ["const a = { b: 1 } // => { b: 2 }"],
    ["[1, 2] // => [1]"],
    ["0 / 0 // => 0"],
    ["if (1 > 2) {\n  1 // => 1\n}"]
  ])("notices that %s is not so", async (code) => {
    await expect(check(code)).rejects.toThrow("expected")
  })

  it("refuses a promise that belongs to nothing", () => {
    expect(() => assertedModule(example("// => 1\nconst a = 1"))).toThrow(UnusableExample)
    expect(() => assertedModule(example("function f() {} // => 1"))).toThrow(
      "neither an expression nor a const ends before"
    )
  })
})
