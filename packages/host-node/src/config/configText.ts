import { textTable } from "../run/textTable.ts"
import type { ConfigKey, KeyGroup } from "./ConfigKey.ts"
import { configKeys } from "./configKeys.ts"
import type { ConfigEntry, ConfigReading } from "./readConfig.ts"

/** A value as it may be seen by anyone. */
const shownValue = ({ key, text }: ConfigEntry): string => {
  if (text === undefined) return ""
  if (!key.isSecret) return text
  return key.shown === undefined ? "***" : key.shown(text)
}

/** The configuration for a person. */
export const configText = ({ entries, notes, problems }: ConfigReading): string => {
  const table = textTable(
    [
      { head: "Setting", align: "left" },
      { head: "From", align: "left" },
      { head: "Value", align: "left" }
    ],
    entries.map((entry) => [entry.key.name, entry.source, shownValue(entry)])
  )
  const verdict = problems.length === 0 ? "Usable.\n" : `Not usable:\n${listed(problems)}`
  return `${table}\n${notes.length === 0 ? "" : `Notes:\n${listed(notes)}\n`}${verdict}`
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
    problem: entry.problem
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
