import { formatInstant, oereText, type RunProgress, type SettlementRun } from "@datahub-settlement/core"
import { periodText } from "../output/periodText.ts"
import { textTable } from "./textTable.ts"

/** A run as it is told: what was asked, and how far it is. */
export interface ToldRun {
  readonly run: SettlementRun
  readonly progress: RunProgress
}

const stateText = ({ run, progress }: ToldRun): string => {
  if (progress.finishedAt !== undefined) return "finished"
  return `stopped at ${progress.settled + progress.failed} of ${run.points}`
}

/** What came out, as few lines under each other. */
export const summaryText = ({ progress, run }: ToldRun, dryRun = false): string => {
  const { failed, lines, settled, totalOere } = progress
  const rows: ReadonlyArray<readonly [string, string]> = [
    ["Run", dryRun ? "dry run: nothing was stored" : run.runId],
    ...(run.kind === "correction" ? [["Kind", "corrections: differences to what was billed"] as const] : []),
    ["Period", periodText(run.period)],
    ["Grid areas", run.gridAreas === undefined ? "all" : run.gridAreas.join(", ")],
    ["As of", new Date(run.asOf).toISOString()],
    ["Metering points", String(run.points)],
    ["Settled", String(settled)],
    ["Not settled", String(failed)],
    ["Lines", String(lines)],
    ["Total with VAT", `${oereText(totalOere)} DKK`]
  ]
  return rows.map(([name, value]) => `${name.padEnd(16)}${value}\n`).join("")
}

/** Runs under each other. */
export const runsText = (runs: ReadonlyArray<ToldRun>): string =>
  textTable(
    [
      { head: "Run", align: "left" },
      { head: "Kind", align: "left" },
      { head: "Period", align: "left" },
      { head: "Grid areas", align: "left" },
      { head: "Started", align: "left" },
      { head: "Settled", align: "right" },
      { head: "Not", align: "right" },
      { head: "Total DKK", align: "right" },
      { head: "State", align: "left" }
    ],
    runs.map((told) => [
      told.run.runId,
      told.run.kind,
      periodText(told.run.period),
      told.run.gridAreas?.join(", ") ?? "all",
      formatInstant(told.run.startedAt),
      String(told.progress.settled),
      String(told.progress.failed),
      oereText(told.progress.totalOere),
      stateText(told)
    ])
  )

/** A run for programs: instants as ISO 8601, amounts as decimal text. */
export const runJson = ({ progress, run }: ToldRun) => ({
  runId: run.runId,
  kind: run.kind,
  period: { from: formatInstant(run.period.from), to: formatInstant(run.period.to) },
  gridAreas: run.gridAreas,
  asOf: new Date(run.asOf).toISOString(),
  ruleVersion: run.ruleVersion,
  startedAt: formatInstant(run.startedAt),
  finishedAt: progress.finishedAt === undefined ? undefined : formatInstant(progress.finishedAt),
  points: run.points,
  settled: progress.settled,
  failed: progress.failed,
  lines: progress.lines,
  total: oereText(progress.totalOere)
})
