import type { StatementPlan } from "../Benchmark.ts"

const LINE_MAX = 200
const STATEMENT_MAX = 400

/** An entry that auto_explain writes: the milliseconds of a statement, its text, and how it was carried out. */
interface Entry {
  readonly ms: number
  readonly statement: string
  readonly plan: ReadonlyArray<string>
}

/**
 * Plans of statements in a server's log, those that took the most time altogether first. Statements that differ in nothing
 * but values are one.
 */
export const plansInLog = (log: string): ReadonlyArray<StatementPlan> => {
  const entries = entriesOf(log)
  const plans = [...Map.groupBy(entries, ({ statement }) => statement)].map(([statement, same]): StatementPlan => ({
    statement: shortened(statement, STATEMENT_MAX),
    times: same.length,
    ms: same.reduce((sum, { ms }) => sum + ms, 0),
    plan: same.reduce((slowest, one) => (one.ms > slowest.ms ? one : slowest)).plan
  }))
  return plans.toSorted((a, b) => b.ms - a.ms)
}

/** What belongs to an entry is set in by a tab. */
const entriesOf = (log: string): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  let ms: number | undefined
  let lines: Array<string> = []
  const close = (): void => {
    if (ms !== undefined) entries.push(entryOf(ms, lines))
    ms = undefined
    lines = []
  }
  for (const line of log.split("\n")) {
    if (line.startsWith("\t")) {
      lines.push(line.slice(1))
      continue
    }
    close()
    const [, duration] = /LOG: {2}duration: ([\d.]+) ms {2}plan:/.exec(line) ?? []
    if (duration !== undefined) ms = Number(duration)
  }
  close()
  return entries
}

const entryOf = (ms: number, lines: ReadonlyArray<string>): Entry => {
  // The text of a statement may have many lines; only a plan's say what it cost.
  const first = lines.findIndex((line) => /\(cost=.*\((actual|never)/.test(line))
  const plan = first < 0 ? [] : lines.slice(first)
  return {
    ms,
    statement: withoutValues(lines.slice(0, first < 0 ? lines.length : first).join(" ")),
    plan: plan.map((line) => shortened(line.replace(/\(cost=[^)]*\) /, ""), LINE_MAX))
  }
}

const withoutValues = (text: string): string =>
  text
    .replace(/^Query Text: /, "")
    .replaceAll(/'(?:[^']|'')*'/g, "'…'")
    .replaceAll(/'…'(?:,\s*'…')+/g, "'…', …")
    .replaceAll(/\s+/g, " ")
    .trim()

const shortened = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max)} …` : text)
