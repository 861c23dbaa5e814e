import { type GridArea, type Instant, type Period, type RunId } from "@datahub-settlement/core"
import { Option, Result, Schema } from "effect"
import { Flag } from "effect/cli"
import { checkedGridAreas, gridAreaFlag } from "../command/scopeFlags.ts"
import { checkedTimes, dayFlags } from "../command/settleOptions.ts"
import { storeFlags } from "../store/storePlace.ts"

/** How many metering points are worked on together. */
export const chunkPointsFlag = (what: string) =>
  Flag.Int("chunk-points").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 }))),
    Flag.withDescription(`Metering points ${what}`),
    Flag.optional
  )

/** Flags of `settle run` as they are declared to people. */
export const settleRunFlags = {
  ...storeFlags,
  period: Flag.String("period").pipe(Flag.withDescription("Month to settle, 2026-01"), Flag.optional),
  ...dayFlags,
  gridArea: gridAreaFlag,
  asOf: Flag.String("as-of").pipe(
    Flag.withDescription(
      "Settle from what the database knew then, 2026-02-03T12:00:00Z; without it, from all it knows"
    ),
    Flag.optional
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDescription("Settle everything and store nothing"),
    Flag.withDefault(false)
  ),
  chunkPoints: chunkPointsFlag("settled and stored together; the results do not depend on it"),
  resume: Flag.String("resume").pipe(
    Flag.withDescription("Go on with a run that was stopped: its id, as `runs list` shows it"),
    Flag.optional
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription("Print one JSON object and nothing else on standard output"),
    Flag.withDefault(false)
  )
}

/** What is to be run. */
export type RunRequest =
  | { readonly kind: "resume"; readonly runId: RunId }
  | {
      readonly kind: "new"
      readonly period: Period
      readonly gridAreas: ReadonlyArray<GridArea> | undefined
      readonly asOf: Instant | undefined
      readonly dryRun: boolean
    }

type TextFlag = Option.Option<string>

interface RequestFlags {
  readonly period: TextFlag
  readonly from: TextFlag
  readonly to: TextFlag
  readonly asOf: TextFlag
  readonly gridArea: ReadonlyArray<string>
  readonly dryRun: boolean
  readonly resume: TextFlag
}

/** What the command line asks for, or what is wrong with it. */
export const runRequest = (flags: RequestFlags): Result.Result<RunRequest, string> => {
  const { asOf, dryRun, from, gridArea, period, resume, to } = flags
  if (Option.isSome(resume)) {
    const isScoped = [asOf, from, period, to].some(Option.isSome) || gridArea.length > 0 || dryRun
    return isScoped
      ? Result.fail("--resume goes on with a run as it was begun: it takes no period, grid area, instant or dry run")
      : Result.succeed({ kind: "resume", runId: resume.value })
  }
  return Result.flatMap(
    Result.all([checkedGridAreas(gridArea), checkedTimes({ asOf, from, period, to })]),
    ([gridAreas, times]) =>
      times.period === undefined
        ? Result.fail("say which month with --period 2026-01, or which run to go on with by --resume")
        : Result.succeed({ kind: "new", period: times.period, gridAreas, asOf: times.asOf, dryRun })
  )
}
