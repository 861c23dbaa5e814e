import type { DemoReport } from "./DemoReport.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** How the program is called by whoever has called it now: by the workspace's scripts, or by its name. */
const calledBy = (environment: Environment): string =>
  isScript(environment) ? "npm run --silent datahub-settlement --" : "datahub-settlement"

const isScript = ({ npm_lifecycle_event: script }: Environment): boolean =>
  script === "demo" || script === "datahub-settlement"

/** Arguments of commands that show more of what the demo has left in its data folder. */
export const nextArguments = (
  { runId, shown }: Pick<DemoReport, "runId" | "shown">,
  dataFolder: string
): ReadonlyArray<ReadonlyArray<string>> => {
  const place = ["--data-folder", dataFolder]
  return [
    ["db", "status", ...place],
    ["messages", "list", ...place],
    ["processes", "list", ...place],
    ["dead-letters", "list", ...place],
    ["outbox", "list", ...place],
    ["runs", "show", runId, ...place],
    ...(shown === undefined ? [] : [["runs", "show", runId, "--gsrn", shown, "--explain", ...place]])
  ]
}

/** Lines for a shell, and where to read on; a command that would wrap is broken before a flag. */
export const nextCommands = (
  report: Pick<DemoReport, "runId" | "shown">,
  dataFolder: string,
  width: number,
  environment: Environment = process.env
): ReadonlyArray<string> => [
  ...nextArguments(report, dataFolder).flatMap((args) =>
    brokenInto(flagByFlag([calledBy(environment), ...args.map(quoted)]), width)
  ),
  ...(isScript(environment) ? ["docs/operating.md tells how to run it, docs/glossary.md what the words mean."] : [])
]

/** The command with its arguments, then each flag with its value. */
const flagByFlag = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const parts: Array<string> = []
  for (const word of words) {
    if (parts.length === 0 || word.startsWith("--")) parts.push(word)
    else parts.push(`${parts.pop()!} ${word}`)
  }
  return parts
}

/** Two columns are the indentation, two more the sign that the command goes on. */
const brokenInto = (parts: ReadonlyArray<string>, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + part.length <= width - 4) lines[lines.length - 1] = `${last} ${part}`
    else lines.push(last === undefined ? part : `  ${part}`)
  }
  return lines.map((line, index) => (index + 1 < lines.length ? `${line} \\` : line))
}

const quoted = (word: string): string => (/^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
