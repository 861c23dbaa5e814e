import { type Comment, parse, type Statement } from "acorn"
import { stripTypeScriptTypes } from "node:module"
import type { Example } from "./examples.ts"

/** One `// => value` of an example, after it has run. */
export interface Outcome {
  readonly line: number
  readonly actual: unknown
  readonly expected: unknown
}

/** A promise that an example makes and that cannot be held to. */
export class UnusableExample extends Error {
  override readonly name = "UnusableExample"
}

/**
 * The example as a JavaScript module that exports `outcomes`: for each statement whose last line ends in `// => value`
 * the value that it has (of a `const`, the value that it gets) and the value that it promises. `promised` counts them:
 * one in a branch that is not taken has no outcome.
 */
export const assertedModule = (example: Example): string => {
  const comments: Array<Comment> = []
  // Types become spaces, so that every position and every comment stays where it was.
  const code = stripTypeScriptTypes(example.code)
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    preserveParens: true,
    onComment: comments
  })
  const promises = comments.filter((comment) => comment.type === "Line" && comment.value.startsWith(" => "))
  const values = valuesIn(program)
  let module = `export const outcomes = []\nexport const promised = ${promises.length}\n`
  let at = 0
  for (const promise of promises) {
    const value = values.findLast((one) => one.end <= promise.start)
    if (value === undefined || value.end <= at || code.slice(value.end, promise.start).trim() !== "") {
      throw new UnusableExample(`${example.place}: neither an expression nor a const ends before "//${promise.value}"`)
    }
    const expression = value.name ?? code.slice(value.start, value.end)
    const expected = promise.value.slice(" => ".length)
    module += code.slice(at, value.name === undefined ? value.start : value.end)
    module += `;outcomes.push({ line: ${promise.loc!.start.line}, actual: (${expression}), expected: (${expected}) });`
    at = value.end
  }
  return module + code.slice(at)
}

interface Value {
  readonly start: number
  /** Without the semicolon: in code that has none, the next line may begin with one. */
  readonly end: number
  /** Of a `const`. */
  readonly name?: string
}

/** Of every statement in the example, those in blocks too, in the order in which they end. */
const valuesIn = (node: object): ReadonlyArray<Value> => {
  const own = "type" in node ? valueOf(node as Statement) : undefined
  const inside = Object.values(node).flatMap((child) =>
    typeof child === "object" && child !== null ? valuesIn(child) : []
  )
  return own === undefined ? inside : [...inside, own]
}

const valueOf = (statement: Statement): Value | undefined => {
  if (statement.type === "ExpressionStatement") return statement.expression
  if (statement.type !== "VariableDeclaration") return undefined
  const { id, end } = statement.declarations.at(-1)!
  return id.type === "Identifier" ? { start: statement.start, end, name: id.name } : undefined
}
