import type { ModelReport } from "./modelRun.ts"

/** One JSON object; what failed is told apart from it. */
export const jsonText = (report: ModelReport): string => {
  const { byKind, crashes, failure, invariantChecks, lastBills, ms, replays, seed, sequences, steps } = report
  const failures = failure === undefined ? 0 : 1
  const sorted = Object.fromEntries(Object.entries(byKind).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const counts = { sequences, steps, seed, failures, invariantChecks, crashes, replays, lastBills }
  return JSON.stringify({ ...counts, byKind: sorted, ms })
}

/** Figures for people. */
export const summaryText = (report: ModelReport): string => {
  const { byKind, crashes, failure, invariantChecks, lastBills, ms, replays, seed, sequences, steps } = report
  const kinds = Object.entries(byKind).toSorted(([, a], [, b]) => b - a)
  return [
    `${sequences} sequences, ${steps} steps: ${crashes} crashes, ${replays} messages once more`,
    kinds.map(([kind, times]) => `${kind} ${times}`).join(", "),
    `${invariantChecks} times everything was checked, ${lastBills} last bills`,
    `seed ${seed}, ${Math.round(ms / 1000)} s: ${failure === undefined ? "all invariants hold" : "an invariant is BROKEN"}`
  ].join("\n")
}
