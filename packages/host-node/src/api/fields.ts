import { Schema } from "effect"

/** UTC, `2026-01-16T05:12:50Z`. */
export const InstantText = Schema.String.annotate({ identifier: "Instant", description: "UTC, ISO 8601" })

const LIMIT_MAX = 1000

/** How many a list gives; 100 where it is not said. */
export const limitQuery = {
  limit: Schema.optionalKey(
    Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: LIMIT_MAX }))
  )
}

export const LIMIT_DEFAULT = 100
