import { Result } from "effect"
import { calculate } from "./calculate.ts"
import { compare, type ComparedFigure } from "./compare.ts"
import type { ReadCase, UnreadableCase } from "./readCases.ts"

/** What became of one case. */
export interface CaseReport {
  readonly file: string
  readonly title: string
  readonly passed: boolean
  readonly figures: ReadonlyArray<ComparedFigure>
  /** Why nothing could be compared. */
  readonly problem?: string
}

/** What became of a folder of cases. */
export interface Report {
  readonly passed: boolean
  readonly cases: ReadonlyArray<CaseReport>
  readonly figures: number
  readonly differences: number
  /** Cases that could not be read or settled. */
  readonly problems: number
}

/** Calculates a case and compares every figure that it expects. */
export const reportOf = (read: Result.Result<ReadCase, UnreadableCase>): CaseReport => {
  if (Result.isFailure(read)) {
    const { file, message } = read.failure
    return { file, title: "", passed: false, figures: [], problem: message }
  }
  const { case: one, does, file } = read.success
  const calculated = calculate(one, does)
  if (Result.isFailure(calculated)) {
    return { file, title: one.title, passed: false, figures: [], problem: `${file}: ${calculated.failure.message}` }
  }
  const figures = compare(one.expected, calculated.success)
  return { file, title: one.title, passed: figures.every(({ same }) => same), figures }
}

/** All cases together. */
export const summarise = (cases: ReadonlyArray<CaseReport>): Report => ({
  passed: cases.every(({ passed }) => passed),
  cases,
  figures: cases.reduce((sum, { figures }) => sum + figures.length, 0),
  differences: cases.reduce((sum, { figures }) => sum + figures.filter(({ same }) => !same).length, 0),
  problems: cases.filter(({ problem }) => problem !== undefined).length
})

const NONE = "—"

/** A table of every figure, differences marked, problems after it, and one closing line. */
export const tableOf = (report: Report): string => {
  const rows = report.cases.flatMap(({ figures, file }) =>
    figures.map((one) => [
      file.replace(/\.json$/, ""),
      one.figure,
      one.expected ?? NONE,
      one.got ?? NONE,
      one.same ? "" : "DIFFERS"
    ])
  )
  const lines = rows.length === 0 ? [] : aligned([["case", "figure", "expected", "got", ""], ...rows])
  const problems = report.cases.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  const passed = report.cases.filter((one) => one.passed).length
  const closing =
    `${passed} of ${report.cases.length} cases as expected; ` +
    `${report.figures} figures, ${report.differences} differ, ${report.problems} cases without a result`
  return [...lines, ...(lines.length > 0 ? [""] : []), ...problems, ...(problems.length > 0 ? [""] : []), closing].join(
    "\n"
  )
}

/** Columns as wide as their widest cell; figures flush right. */
const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 2 || column === 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
      )
      .join("  ")
      .trimEnd()
  )
}
