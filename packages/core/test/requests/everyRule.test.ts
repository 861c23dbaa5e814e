import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { RequestRefused } from "../../src/messages/index.ts"
import { requestWords } from "../../src/requests/index.ts"
import { allTables } from "./allTables.ts"
import { begin, world } from "./RefusalTable.ts"

const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

const builders = readdirSync(source("messages/build")).filter((file) => !file.endsWith(".test.ts"))
const files = [
  ...builders.map((file) => `messages/build/${file}`),
  ...readdirSync(source("requests"))
    .filter((file) => /^(ourStart|ourSupply|signUp|contractIssues|requestWords)\.ts$/.test(file))
    .map((file) => `requests/${file}`)
]

/** Code without comments: what is quoted in them says nothing to anybody. */
const codeOf = (path: string): string =>
  readFileSync(source(path), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")

/** Texts in quotes, with whatever is put into them at run time. */
const textsOf = (code: string): ReadonlyArray<string> =>
  [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(([, plain, template]) => plain ?? template ?? "")

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** What a text may have become: anything may stand where something is put in. */
const patternOf = (text: string): RegExp =>
  new RegExp(
    text
      .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
      .map(escaped)
      .join("[\\s\\S]*")
  )

/** Words for people, and not codes, names of fields, processes and paths. */
const isSaid = (text: string): boolean =>
  / [a-z]{2,}|^[a-z]+ /.test(text.replaceAll(/\$\{[^}]*\}/g, " x ")) &&
  !/^(?:\.|BRS-|00\d{3}|moves in$|is registered as owner$|lives there$)/.test(text)

/** Fields that an issue names: the first of what a check is given, or `field` itself. */
const fieldsOf = (code: string): ReadonlyArray<string> =>
  [...code.matchAll(/(?:Issues\(\s*|\bfield(?:: | = )|\bissue\()(?:"([^"]+)"|`([^`]+)`)/g)].map(
    ([, plain, template]) => plain ?? template ?? ""
  )

const said = Effect.gen(function* () {
  const texts: Array<string> = []
  const fields: Array<string> = []
  for (const of of allTables) {
    for (const { before, change } of of.breaches) {
      const result = yield* Effect.gen(function* () {
        yield* begin(of)
        if (before !== undefined) yield* before
        return yield* Effect.result(of.ask({ ...of.valid, ...change }))
      }).pipe(Effect.provide(world))
      if (Result.isSuccess(result) || !(result.failure instanceof RequestRefused)) continue
      const { issues } = result.failure
      texts.push(...issues.map(({ reason }) => reason), ...requestWords(result.failure))
      fields.push(...issues.map(({ field }) => field))
    }
  }
  return { texts, fields }
})

describe("every rule that a request holds", () => {
  it.effect("has a case that breaks it", () =>
    Effect.gen(function* () {
      const { fields, texts } = yield* said
      assert.isAbove(files.length, 15)
      const reasons = files.flatMap((file) =>
        textsOf(codeOf(file))
          .filter(isSaid)
          .map((text) => [file, text] as const)
      )
      assert.isAbove(reasons.length, 40)
      const unbroken = reasons.filter(([, text]) => !texts.some((one) => patternOf(text).test(one)))
      assert.deepStrictEqual(unbroken, [])
      const named = files.flatMap((file) => fieldsOf(codeOf(file)).map((field) => [file, field] as const))
      assert.isAbove(named.length, 40)
      const unnamed = named.filter(
        ([, text]) => !fields.some((one) => new RegExp(`^${patternOf(text).source}$`).test(one))
      )
      assert.deepStrictEqual(unnamed, [])
    })
  )

  it("is read from the code", () => {
    const code = 'const x = [{ field: "a.b", reason: `must be ${one} or later` }, ...dateIssues("c", 1)] // "no rule"'
    assert.deepStrictEqual(textsOf(code).filter(isSaid), ["must be ${one} or later", "no rule"])
    assert.isTrue(patternOf("must be ${a ? `${b}` : c} or later (now)").test("must be 3 or later (now)"))
    assert.deepStrictEqual(fieldsOf(code), ["a.b", "c"])
  })
})
