import { Schema } from "effect"
import { Flag } from "effect/cli"

const LIST_MAX = 20

/** How many a list shows. */
export const limitFlag = Flag.Int("limit").pipe(
  Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
  Flag.withDescription(`How many at most; ${LIST_MAX} without it`),
  Flag.withDefault(LIST_MAX)
)

export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON and nothing else on standard output"),
  Flag.withDefault(false)
)
