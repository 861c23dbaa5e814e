import type { ConfigKey, KeyGroup } from "./ConfigKey.ts"
import { configKeys } from "./configKeys.ts"
import type { ConfigEntry, ConfigReading } from "./readConfig.ts"

/** A value as it may be seen by anyone. */
const shownValue = ({ key, text }: ConfigEntry): string => {
  if (text === undefined) return ""
  if (!key.isSecret) return text
  return key.shown === undefined ? "***" : key.shown(text)
}

/** The configuration for a person, each setting with what it is, in lines that are no longer than `width`. */
export const configText = ({ entries, notes, problems }: ConfigReading, width: number): string => {
  const groups = Map.groupBy(entries, ({ key }) => key.group)
  const explained = [...groups].map(
    ([group, members]) => `${group}\n${members.map((entry) => entryText(entry, width)).join("")}`
  )
  const verdict = problems.length === 0 ? "Usable.\n" : `Not usable:\n${listed(problems)}`
  return `${explained.join("\n")}\n${notes.length === 0 ? "" : `Notes:\n${listed(notes)}\n`}${verdict}`
}

const INDENT = 6

/** `DATAHUB_POLL_INTERVAL = 5s (default)`, what is wrong with it, and what it is. */
const entryText = (entry: ConfigEntry, width: number): string => {
  const { key, problem, source, text } = entry
  const value = text === undefined ? "" : ` = ${shownValue(entry)}`
  const wrong = problem === undefined ? [] : wrapped(`! ${problem}`, width - INDENT)
  const lines = [
    ...wrong,
    ...wrapped(`${key.what.replaceAll("`", "")}.`, width - INDENT),
    ...wrapped(form(key), width - INDENT)
  ]
  return `  ${key.name}${value} (${source})\n${lines.map((line) => `${" ".repeat(INDENT)}${line}\n`).join("")}`
}

/** How a setting is written, and what holds without it. */
const form = ({ example, fallback, isRequired, type }: ConfigKey<unknown>): string => {
  const need = isRequired ? "required" : fallback === undefined ? "optional" : `default: ${fallback}`
  return `${type}; ${need}; example: ${example}`
}

/** Text in lines of so many characters; a longer word stands alone. */
const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

const listed = (lines: ReadonlyArray<string>): string => lines.map((line) => `- ${line}\n`).join("")

/** The same for programs. */
export const configJson = (reading: ConfigReading) => ({
  usable: reading.problems.length === 0,
  problems: reading.problems,
  notes: reading.notes,
  settings: reading.entries.map((entry) => ({
    name: entry.key.name,
    value: entry.text === undefined ? undefined : shownValue(entry),
    source: entry.source,
    secret: entry.key.isSecret,
    required: entry.key.isRequired,
    problem: entry.problem,
    group: entry.key.group,
    what: entry.key.what,
    type: entry.key.type,
    default: entry.key.fallback,
    example: entry.key.example
  }))
})

const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``

const rowOf = (key: ConfigKey<unknown>): string => {
  const fallback = key.isRequired ? "required" : key.fallback === undefined ? "" : code(key.fallback)
  const what = key.isSecret ? `${key.what}. Secret` : key.what
  return `| \`${key.name}\` | ${key.type.replaceAll("|", "\\|")} | ${fallback} | ${what} | ${code(key.example)} |`
}

/** Every setting as tables for the documentation. */
export const configMarkdown = (): string => {
  const keys: ReadonlyArray<ConfigKey<unknown>> = Object.values(configKeys)
  const groups: ReadonlyArray<KeyGroup> = [...new Set(keys.map(({ group }) => group))]
  return groups
    .map((group) => {
      const rows = keys.filter((key) => key.group === group).map(rowOf)
      return [
        `| ${group} | Value | Default | What it does | Example |`,
        "| --- | --- | --- | --- | --- |",
        ...rows
      ].join("\n")
    })
    .join("\n\n")
}
