import { Clock, Effect } from "effect"
import {
  Forbidden,
  NotFound,
  RequestTooLarge,
  Throttled,
  Unauthorized,
  Unavailable,
  UnexpectedAnswer,
  UnsupportedMedia
} from "../failures/index.ts"
import type { Answer } from "./exchange.ts"
import { retryAfterOf } from "../http/retryAfter.ts"

/** What a status means that no operation has a meaning of its own for. */
export type StatusFailure =
  | Unauthorized
  | Forbidden
  | NotFound
  | RequestTooLarge
  | UnsupportedMedia
  | Throttled
  | Unavailable
  | UnexpectedAnswer

/** The other side is busy or broken, and asks to be left alone for a while. */
export const busyOf = ({ facts, headers, status }: Answer): Effect.Effect<Throttled | Unavailable | undefined> =>
  Effect.map(Clock.currentTimeMillis, (nowMs) => {
    const retryAfter = retryAfterOf(headers, nowMs)
    if (status === 429) return new Throttled({ ...facts, retryAfter })
    // 408: the server gave up waiting for our request; it may be sent again (RFC 9110 § 15.5.9).
    return status === 408 || status >= 500 ? new Unavailable({ ...facts, retryAfter }) : undefined
  })

/** Fails with what the status of an answer means. `bytes` is the size of the document that was sent. */
export const failureOf = Effect.fnUntraced(function* (
  answer: Answer,
  bytes: number = 0
): Effect.fn.Return<never, StatusFailure> {
  const { facts, status } = answer
  const busy = yield* busyOf(answer)
  if (busy !== undefined) return yield* busy
  if (status === 401) return yield* new Unauthorized(facts)
  if (status === 403) return yield* new Forbidden(facts)
  if (status === 404) return yield* new NotFound(facts)
  if (status === 413) return yield* new RequestTooLarge({ ...facts, bytes })
  if (status === 415) return yield* new UnsupportedMedia(facts)
  return yield* new UnexpectedAnswer({ ...facts, reason: `status ${status} has no meaning here` })
})
