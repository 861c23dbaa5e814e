import { Effect } from "effect"
import { HttpClientRequest } from "effect/http"
import type { Answer } from "../exchange/exchange.ts"
import { failureOf, type StatusFailure } from "../exchange/failureOf.ts"
import { repeated } from "../exchange/repeated.ts"
import { DequeueRefused } from "../failures/index.ts"
import { addressOf, call, type CallFailure, type Connection, isOutcomeUnknown, unsent } from "./Connection.ts"

/** `already gone`: an earlier attempt of the same call, whose answer was lost, did it. */
export type Dequeued = "dequeued" | "already gone"

export type DequeueFailure = CallFailure | DequeueRefused

export const dequeue = (connection: Connection) =>
  Effect.fn("datahub.dequeue")(function* (messageId: string): Effect.fn.Return<Dequeued, DequeueFailure> {
    const { settings } = connection
    yield* Effect.annotateCurrentSpan("datahub.message_id", messageId)
    // These would leave the path of the operation.
    if (["", ".", ".."].includes(messageId.trim())) {
      return yield* new DequeueRefused({ ...unsent("dequeue", JSON.stringify(messageId)), messageId })
    }
    const request = HttpClientRequest.delete(addressOf(settings, settings.paths.dequeue, encodeURIComponent(messageId)))
    let isMaybeDone = false
    return yield* repeated(settings, (attempt) =>
      call(connection, {
        operation: "dequeue",
        subject: messageId,
        attempt,
        request,
        meaning: (answer) => dequeuedOf(answer, messageId, isMaybeDone),
        outcomeOf: (outcome) => outcome
      }).pipe(
        Effect.tapError((failure) =>
          Effect.sync(() => {
            isMaybeDone ||= isOutcomeUnknown(failure)
          })
        )
      )
    )
  })

const dequeuedOf = (
  answer: Answer,
  messageId: string,
  isMaybeDone: boolean
): Effect.Effect<Dequeued, StatusFailure | DequeueRefused> => {
  if (answer.status === 200) return Effect.succeed("dequeued")
  // 404 is what the hub before this one said (and what a gateway says of a path that it has not).
  if (answer.status !== 400 && answer.status !== 404) return failureOf(answer)
  return isMaybeDone ? Effect.succeed("already gone") : Effect.fail(new DequeueRefused({ ...answer.facts, messageId }))
}
