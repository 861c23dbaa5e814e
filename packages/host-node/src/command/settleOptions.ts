import { type Instant, LocalDate, MarketCalendar, type Period } from "@datahub-settlement/core"
import { Option, Result, Schema } from "effect"
import { Argument, Flag } from "effect/cli"

/** A period by its days, for every command that settles one. */
export const dayFlags = {
  from: Flag.String("from").pipe(
    Flag.withDescription("First day to settle, 2026-01-01; together with --to"),
    Flag.optional
  ),
  to: Flag.String("to").pipe(
    Flag.withDescription("First day no longer settled, 2026-02-01; together with --from"),
    Flag.optional
  )
}

/** Arguments of `settle` as they are declared to people. */
export const settleParameters = {
  folder: Argument.String("folder").pipe(
    Argument.withDescription("Folder with the documents: every *.json in it and in the folders below is read")
  ),
  period: Flag.String("period").pipe(
    Flag.withDescription("Month to settle, 2026-01, instead of the period in settlement.json"),
    Flag.optional
  ),
  ...dayFlags,
  asOf: Flag.String("as-of").pipe(
    Flag.withDescription("Look only at readings registered by then, 2026-01-16T12:00:00Z"),
    Flag.optional
  ),
  html: Flag.String("html").pipe(
    Flag.withDescription("Where the invoice page goes; without it out/<folder>/invoice.html below the current folder"),
    Flag.optional
  ),
  lang: Flag.Literals("lang", ["da", "en"]).pipe(
    Flag.withDescription("Language of the invoice page: da (without this flag) or en"),
    Flag.withDefault("da" as const)
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription(
      "Print one JSON object and nothing else on standard output; the page is written only with --html"
    ),
    Flag.withDefault(false)
  ),
  explain: Flag.Boolean("explain").pipe(
    Flag.withDescription("Show under each line what it was made of: segments, prices and their sources, readings"),
    Flag.withDefault(false)
  )
}

/** Text of a month, days and an instant, checked. */
export interface CheckedTimes {
  readonly period: Period | undefined
  readonly asOf: Instant | undefined
}

type TimeTexts = Readonly<Record<"period" | "from" | "to" | "asOf", Option.Option<string>>>

/** The times of the command line, or what is wrong with them. */
export const checkedTimes = ({ asOf, from, period, to }: TimeTexts): Result.Result<CheckedTimes, string> => {
  if (Option.isSome(asOf) && !isInstant(asOf.value)) {
    return Result.fail(
      `--as-of ${asOf.value}: expected an instant in UTC or with its offset, such as 2026-01-16T12:00:00Z`
    )
  }
  const instant = Option.isSome(asOf) ? Date.parse(asOf.value) : undefined
  return Result.map(checkedPeriod(period, from, to), (checked) => ({ period: checked, asOf: instant }))
}

const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  !Number.isNaN(Date.parse(text))

const isDate = Schema.is(LocalDate)

const checkedPeriod = (
  period: Option.Option<string>,
  from: Option.Option<string>,
  to: Option.Option<string>
): Result.Result<Period | undefined, string> => {
  if (Option.isSome(period)) {
    if (Option.isSome(from) || Option.isSome(to)) return Result.fail("--period goes without --from and --to")
    const first = `${period.value}-01`
    return isDate(first)
      ? Result.succeed(MarketCalendar.monthPeriod(first))
      : Result.fail(`--period ${period.value}: expected a month, such as 2026-01`)
  }
  if (Option.isNone(from) && Option.isNone(to)) return Result.succeed(undefined)
  if (Option.isNone(from) || Option.isNone(to)) return Result.fail("--from and --to go together")
  if (!isDate(from.value)) return Result.fail(`--from ${from.value}: expected a day, such as 2026-01-01`)
  if (!isDate(to.value)) return Result.fail(`--to ${to.value}: expected a day, such as 2026-02-01`)
  return from.value < to.value
    ? Result.succeed(MarketCalendar.datePeriod(from.value, to.value))
    : Result.fail("--to must lie after --from: it is the first day no longer settled")
}
