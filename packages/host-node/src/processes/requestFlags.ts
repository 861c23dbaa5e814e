import { type Instant, LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { Option } from "effect"
import { Argument, Flag } from "effect/cli"

export const gsrnFlag = Flag.String("gsrn").pipe(Flag.withDescription("Metering point, 18 digits"))

/** A Danish day. */
export const dateFlag = (what: string) =>
  Flag.String("date").pipe(Flag.withSchema(LocalDate), Flag.withDescription(`${what}, 2026-01-01`))

/** A Danish month, as its first day. */
export const monthFlag = Flag.String("month").pipe(
  Flag.map((text) => `${text}-01`),
  Flag.withSchema(LocalDate),
  Flag.withDescription("Month, 2026-01")
)

export const periodFlags = {
  from: Flag.String("from").pipe(Flag.withSchema(LocalDate), Flag.withDescription("First Danish day, 2026-01-01")),
  to: Flag.String("to").pipe(
    Flag.withSchema(LocalDate),
    Flag.withDescription("First Danish day no longer meant, 2026-02-01")
  )
}

export const dueBeforeFlag = Flag.String("due-before").pipe(
  Flag.withSchema(LocalDate),
  Flag.withDescription("Only what is due before this Danish day, 2026-01-01"),
  Flag.optional
)

export const dueBeforeOf = (day: Option.Option<LocalDate>): { readonly dueBefore?: Instant } =>
  Option.isNone(day) ? {} : { dueBefore: MarketCalendar.startOfDay(day.value) }

/** Who does or says something; kept with the process. */
export const byFlag = Flag.String("by").pipe(Flag.withDescription("Who says so; kept with the process"))

export const remarkFlag = Flag.String("remark").pipe(
  Flag.withDescription("What there is to say about it"),
  Flag.optional
)

export const processArgument = Argument.String("process").pipe(
  Argument.withDescription("Id of the process, as `processes list` shows it")
)
