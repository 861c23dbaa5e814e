import type { Instant, Period } from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import type { FolderNotice, FolderProblem } from "../folder/FolderProblem.ts"
import { readFolder } from "../folder/readFolder.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"
import { planFolder } from "../plan/planFolder.ts"
import { type SettledPoint, settlePoint } from "./settlePoint.ts"

/** What is to be settled, and who wants to know how far it is. */
export interface SettleFolderOptions {
  readonly folder: string
  readonly period: Period | undefined
  readonly asOf: Instant | undefined
  readonly onProgress: (what: "reading" | "settling", index: number, count: number) => Effect.Effect<void>
}

/** Outcome for a folder. With a problem in a file nothing counts as settled: that file may have held a correction. */
export interface FolderSettlement {
  readonly period: Period | undefined
  readonly settings: MergedSettings
  readonly settled: ReadonlyArray<SettledPoint>
  readonly problems: ReadonlyArray<FolderProblem>
  readonly notices: ReadonlyArray<FolderNotice>
}

/** Reads a folder and settles each consumption point in it; collects every problem there is. */
export const settleFolder = Effect.fn("settleFolder")(function* (options: SettleFolderOptions) {
  const contents = yield* readFolder(options.folder, (index, count) => options.onProgress("reading", index, count))
  const { period, points, settings } = yield* planFolder(contents, options)
  const settled: Array<SettledPoint> = []
  const refused: Array<FolderProblem> = []
  for (const [index, point] of points.entries()) {
    yield* options.onProgress("settling", index, points.length)
    const result = yield* settlePoint(point)
    if (Result.isSuccess(result)) settled.push(result.success)
    else refused.push(...result.failure)
  }
  const outcome: FolderSettlement = {
    period,
    settings,
    settled: contents.problems.length === 0 ? settled : [],
    problems: [...contents.problems, ...refused],
    notices: contents.notices
  }
  return outcome
})
