import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

/*
 * Errors as problem details (RFC 9457): `title` says what kind it is, `detail` what it is about. `_tag` tells programs
 * which it is.
 */

const contentType = "application/problem+json"

const fieldsOf = (status: number, title: string) => ({
  title: Schema.tag(title),
  status: Schema.tag(status),
  detail: Schema.String
})

/** The key is missing or wrong. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()(
  "Unauthorized",
  fieldsOf(401, "The API key is missing or wrong"),
  { httpApiStatus: 401 }
) {}

/** There is no such thing. */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", fieldsOf(404, "There is no such thing"), {
  httpApiStatus: 404
}) {}

/** It is not in a state in which this could be done. */
export class Conflict extends Schema.TaggedError<Conflict>()(
  "Conflict",
  fieldsOf(409, "Its state does not allow this"),
  {
    httpApiStatus: 409
  }
) {}

/** It still cannot be used; nothing has changed. */
export class StillUnusable extends Schema.TaggedError<StillUnusable>()(
  "StillUnusable",
  { ...fieldsOf(422, "The message still cannot be used"), kind: Schema.String },
  { httpApiStatus: 422 }
) {}

/** The same is under way already. */
export class AlreadyUnderWay extends Schema.TaggedError<AlreadyUnderWay>()(
  "AlreadyUnderWay",
  { ...fieldsOf(409, "The same is under way already"), processId: Schema.String },
  { httpApiStatus: 409 }
) {}

/** DataHub would refuse it: nothing has been stored or sent. */
export class RefusedRequest extends Schema.TaggedError<RefusedRequest>()(
  "RefusedRequest",
  {
    ...fieldsOf(422, "DataHub would refuse this request"),
    issues: Schema.Array(
      Schema.Struct({
        field: Schema.String,
        reason: Schema.String,
        rule: Schema.optional(Schema.String),
        /** The same for whoever talks to the customer. */
        words: Schema.optional(Schema.String)
      })
    )
  },
  { httpApiStatus: 422 }
) {}

/** The process is in a state in which this cannot be decided. */
export class DecisionNotPossible extends Schema.TaggedError<DecisionNotPossible>()(
  "DecisionNotPossible",
  { ...fieldsOf(409, "This cannot be decided now"), possible: Schema.Array(Schema.String) },
  { httpApiStatus: 409 }
) {}

/** What was wished cannot be: the detail says why. Nothing has changed. */
export class NotPossible extends Schema.TaggedError<NotPossible>()(
  "NotPossible",
  fieldsOf(422, "This cannot be done as it is"),
  { httpApiStatus: 422 }
) {}

/** The database cannot be used just now. */
export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()(
  "StoreUnavailable",
  fieldsOf(503, "The database cannot be used just now"),
  { httpApiStatus: 503 }
) {}

const asProblemJson = HttpApiSchema.asJson({ contentType })

export const UnauthorizedProblem = Unauthorized.pipe(asProblemJson)
export const NotFoundProblem = NotFound.pipe(asProblemJson)
export const ConflictProblem = Conflict.pipe(asProblemJson)
export const StillUnusableProblem = StillUnusable.pipe(asProblemJson)
export const StoreUnavailableProblem = StoreUnavailable.pipe(asProblemJson)
export const AlreadyUnderWayProblem = AlreadyUnderWay.pipe(asProblemJson)
export const DecisionNotPossibleProblem = DecisionNotPossible.pipe(asProblemJson)
export const NotPossibleProblem = NotPossible.pipe(asProblemJson)
export const RefusedRequestProblem = RefusedRequest.pipe(asProblemJson)

/** Why a request is not made. */
export const requestErrors = [RefusedRequestProblem, AlreadyUnderWayProblem, StoreUnavailableProblem] as const

/** The same of something that goes on with a process, of which there may be none. */
export const stepErrors = [NotFoundProblem, ...requestErrors] as const
