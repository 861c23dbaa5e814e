import { Gsrn, LocalDate } from "@datahub-settlement/core"
import { Schema, SchemaTransformation } from "effect"
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
export const LIMIT_DEFAULT = 100

/** The id in a path, with where it stands. */
export const idOf = (what: string) => Schema.String.annotateKey({ description: what })

/** The metering point in a path or a query. */
export const ofPoint = Gsrn.annotateKey({ description: "Metering point, 18 digits" })

const limitText = `How many at most, from 1 to ${LIMIT_MAX}; ${LIMIT_DEFAULT} without it`

/** How many a list gives. */
export const limitQuery = {
  limit: Schema.optionalKey(
    // What a query is described by is the text that it holds.
    Schema.String.annotate({ description: limitText }).pipe(
      Schema.decodeTo(
        Schema.Finite.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: LIMIT_MAX })),
        SchemaTransformation.numberFromString
      )
    )
  )
}

/** Who decides or reports, and what there is to say about it. */
export const by = Said.annotate({ description: "Who says so; kept with the process" })
export const remark = optional(Schema.String, "What there is to say about it")
