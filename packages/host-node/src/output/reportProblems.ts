import { type FolderNotice, type FolderProblem, problemText } from "../folder/FolderProblem.ts"

/** Red and yellow where colours are wanted. */
export interface ReportStyle {
  readonly colour: boolean
}

const coloured = ({ colour }: ReportStyle, code: number, text: string): string =>
  colour ? `\u001b[${code}m${text}\u001b[0m` : text

/** All problems, file by file, as they were found. */
export const problemsReport = (
  problems: ReadonlyArray<FolderProblem>,
  settledCount: number,
  style: ReportStyle
): string => {
  const what = problems.length === 1 ? "1 problem" : `${problems.length} problems`
  const head =
    settledCount === 0
      ? `Cannot be settled: ${what}.`
      : `Settled ${settledCount} metering point(s); others cannot be settled: ${what}.`
  return [coloured(style, 31, head), ...problems.map((problem) => `- ${problemText(problem)}`), ""].join("\n")
}

/** What was left out or left alone; nothing when there is nothing to tell. */
export const noticesReport = (notices: ReadonlyArray<FolderNotice>, style: ReportStyle): string =>
  notices.map((notice) => `${coloured(style, 33, "note:")} ${problemText(notice)}\n`).join("")
