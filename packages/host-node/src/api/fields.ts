import { LocalDate } from "@datahub-settlement/core"
import { Schema } from "effect"
import { OpenApi } from "effect/http-api"

/** What an operation does, in one line, and what there is more to know of it. */
export const says = (summary: string, more?: string) =>
  OpenApi.annotations({ summary, description: more === undefined ? `${summary}.` : `${summary}. ${more}` })

/** A Danish day, with what it is the day of. */
export const day = (what: string) => LocalDate.annotateKey({ description: `${what}: 2026-01-01` })

/** A metering point; a number that is none is told as a broken rule, with the others. */
export const gsrn = Schema.String.annotate({ description: "Metering point, 18 digits" })

export const processId = Schema.String.annotate({ description: "Id of the process, as `/processes` shows it" })

/** What may be left out, and what it says. */
export const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema).annotateKey({ description })

/** Something that has to be said. */
export const Said = Schema.String.check(Schema.isMinLength(1))

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

/** Who decides or reports, and what there is to say about it. */
export const by = Said.annotate({ description: "Who says so; kept with the process" })
export const remark = optional(Schema.String, "What there is to say about it")
