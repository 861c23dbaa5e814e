import { Clock, Effect } from "effect"
import { DeadLetters } from "../exchange/index.ts"
import { effectsOf } from "./handleMessage.ts"
import { readMessage } from "./readMessage.ts"

/**
 * Handles a dead letter once more, after what was wrong has been mended: the configuration, the portfolio, this program.
 * Its effects and that it was replayed are one transaction. Fails with the reason when it still cannot be used; the letter
 * then stays open.
 *
 * @example
 * import { Effect } from "effect"
 * import { handleMessage, replayDeadLetter } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const message = { messageId: "m-1", queue: "masterdata", body: Uint8Array.of(123), receivedAt: 0 }
 * const program = Effect.andThen(handleMessage(message), Effect.flip(replayDeadLetter("m-1")))
 * const problem = Effect.map(program, (error) => error._tag)
 * await Effect.runPromise(problem.pipe(Effect.provide(memoryIntake()))) // => "MessageRefused"
 */
export const replayDeadLetter = Effect.fn("replayDeadLetter")(function* (messageId: string) {
  const letters = yield* DeadLetters
  const now = yield* Clock.currentTimeMillis
  return yield* letters.replay(messageId, now, (letter) =>
    Effect.flatMap(Effect.fromResult(readMessage(letter)), (prepared) => effectsOf(messageId, prepared))
  )
})
