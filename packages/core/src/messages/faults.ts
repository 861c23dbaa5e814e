import { CimError, type CimIssue } from "./CimError.ts"

/** How many issues of one document are listed; the others are counted. */
export const ISSUES_MAX = 20

const ACTUAL_LENGTH_MAX = 80

/** What is found wrong while a document is read. A path is built only here: reading a sound document costs nothing. */
export interface Faults {
  readonly issues: Array<CimIssue>
  count: number
}

/** A key or the index of an array. */
export type PathPart = string | number

export const noFaults = (): Faults => ({ issues: [], count: 0 })

export const addFault = (faults: Faults, path: ReadonlyArray<PathPart>, expected: string, actual: unknown): void => {
  faults.count++
  if (faults.issues.length < ISSUES_MAX) {
    faults.issues.push({ path: pathText(path), expected, actual: shortened(actual) })
  }
}

/** The error that lists the faults; there must be one at least. */
export const refusal = (document: string, faults: Faults, messageId?: string): CimError => {
  const { actual, expected, path } = faults.issues[0]!
  return new CimError({ document, messageId, path, expected, actual, issues: faults.issues, issueCount: faults.count })
}

/** `Series[3].Period["a.b"]`: keys that are no names are quoted. */
export const pathText = (path: ReadonlyArray<PathPart>): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${part}]`
        : /^[A-Za-z_]\w*$/.test(part)
          ? text === ""
            ? part
            : `${text}.${part}`
          : `${text}[${JSON.stringify(part)}]`,
    ""
  ) || "the document"

/** The value as JSON, cut where it is long; `nothing` where there is none. */
export const shortened = (value: unknown): string => {
  if (value === undefined) return "nothing"
  const text = Array.isArray(value) && value.length > 10 ? `an array of ${value.length}` : jsonText(value)
  return text.length > ACTUAL_LENGTH_MAX ? `${text.slice(0, ACTUAL_LENGTH_MAX)}…` : text
}

const jsonText = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? typeof value
  } catch {
    return typeof value
  }
}
