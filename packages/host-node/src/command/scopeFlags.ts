import { GridArea, Gsrn } from "@datahub-settlement/core"
import { Option, Result, Schema } from "effect"
import { Flag } from "effect/cli"

export const gridAreaFlag = Flag.String("grid-area").pipe(
  Flag.withDescription("Only metering points in this grid area, 791; may be given several times"),
  Flag.atLeast(0)
)

const isGridArea = Schema.is(GridArea)

/** Grid areas as they were given, each once, or what is wrong with them; undefined without any. */
export const checkedGridAreas = (
  texts: ReadonlyArray<string>
): Result.Result<ReadonlyArray<GridArea> | undefined, string> => {
  const wrong = texts.find((area) => !isGridArea(area))
  if (wrong !== undefined) return Result.fail(`--grid-area ${wrong}: expected three digits, such as 791`)
  return Result.succeed(texts.length === 0 ? undefined : [...new Set(texts.filter(isGridArea))].sort())
}

const isGsrn = Schema.is(Gsrn)

/** A metering point as it was given, or what is wrong with it. */
export const checkedGsrn = (text: string): Result.Result<Gsrn, string> =>
  isGsrn(text) ? Result.succeed(text) : Result.fail(`--gsrn ${text}: expected 18 digits with a valid check digit`)

/** The same where it may be left out. */
export const checkedGsrnIfAny = (text: Option.Option<string>): Result.Result<Gsrn | undefined, string> =>
  Option.match(text, { onNone: () => Result.succeed(undefined), onSome: checkedGsrn })
