import type { ModelReport } from "./modelRun.ts"

/** One JSON object; what failed is told apart from it. */
export const jsonText = (report: ModelReport): string => {
  const { crashes, failure, invariantChecks, ms, replays, seed, sequences, steps } = report
  const failures = failure === undefined ? 0 : 1
  return JSON.stringify({ sequences, steps, seed, failures, invariantChecks, crashes, replays, ms })
}

/** Figures for people. */
export const summaryText = (report: ModelReport): string => {
  const { crashes, failure, invariantChecks, ms, replays, seed, sequences, steps } = report
  return [
    `${sequences} sequences, ${steps} steps: ${crashes} crashes, ${replays} messages once more`,
    `${invariantChecks} times everything was checked`,
    `seed ${seed}, ${Math.round(ms / 1000)} s: ${failure === undefined ? "all invariants hold" : "an invariant is BROKEN"}`
  ].join("\n")
}
