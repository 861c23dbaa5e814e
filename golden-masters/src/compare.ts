import { BigNumber } from "bignumber.js"
import type { Figures } from "./figures.ts"

/** One figure: what the case expects and what came out. `undefined` where there is no such figure. */
export interface ComparedFigure {
  /** Where it stands in `expected`: `lines.energy`, `creditNotes[1]`. */
  readonly figure: string
  readonly expected: string | undefined
  readonly got: string | undefined
  readonly same: boolean
}

type Expectation = string | ReadonlyArray<string> | { readonly [name: string]: Expectation | undefined }

/** Every figure that a case expects beside the one that came out, compared by value. */
export const compare = (expected: Expectation, got: Figures): ReadonlyArray<ComparedFigure> => walk("", expected, got)

const walk = (
  path: string,
  expected: Expectation | undefined,
  got: Figures[string] | undefined
): ReadonlyArray<ComparedFigure> => {
  if (expected === undefined || typeof expected === "string") return [figure(path, expected, got)]
  if (isList(expected)) {
    // One more or one less is as wrong as another amount.
    const found = got !== undefined && typeof got !== "string" && isList(got) ? got : []
    return Array.from({ length: Math.max(expected.length, found.length) }, (_, i) =>
      figure(`${path}[${i}]`, expected[i], found[i])
    )
  }
  return Object.entries(expected).flatMap(([name, value]) =>
    walk(path === "" ? name : `${path}.${name}`, value, childOf(got, name))
  )
}

const isList = (value: Expectation | Figures): value is ReadonlyArray<string> => Array.isArray(value)

const childOf = (got: Figures[string] | undefined, name: string): Figures[string] | undefined =>
  got === undefined || typeof got === "string" || isList(got) ? undefined : got[name]

const figure = (path: string, expected: string | undefined, got: Figures[string] | undefined): ComparedFigure => {
  const text = typeof got === "string" ? got : undefined
  const same = expected !== undefined && text !== undefined && new BigNumber(expected).eq(text)
  return { figure: path, expected, got: text, same }
}
