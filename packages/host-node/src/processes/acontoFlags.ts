import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { AcontoInterval, acontoOf, OereText } from "../product/acontoFields.ts"
import { wrongUse } from "../store/print.ts"

/** What a customer who signs up pays in advance: both, or nothing. */
export const acontoFlags = {
  acontoAmount: Flag.String("aconto-amount").pipe(
    Flag.withSchema(OereText),
    Flag.withDescription("What is paid in advance from the first day on, DKK with VAT for a whole interval, 1500.00"),
    Flag.optional
  ),
  acontoInterval: Flag.Literals("aconto-interval", AcontoInterval.literals).pipe(
    Flag.withDescription("How long one payment in advance is for, from January on"),
    Flag.optional
  )
}

export interface AcontoFlags {
  readonly acontoAmount: Option.Option<string>
  readonly acontoInterval: Option.Option<typeof AcontoInterval.Type>
}

/** What is to be paid in advance, where it is. */
export const acontoWished = Effect.fnUntraced(function* (
  command: string,
  { acontoAmount, acontoInterval }: AcontoFlags
) {
  if (Option.isNone(acontoAmount) && Option.isNone(acontoInterval)) return undefined
  if (Option.isNone(acontoAmount))
    return yield* wrongUse(command, "say how much is paid in advance: --aconto-amount 1500.00")
  if (Option.isNone(acontoInterval)) {
    return yield* wrongUse(command, "say how long one payment in advance is for: --aconto-interval month, or quarter")
  }
  return acontoOf({ amountDkk: acontoAmount.value, interval: acontoInterval.value })
})
