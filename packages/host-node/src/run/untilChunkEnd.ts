import { Effect, Fiber } from "effect"

/**
 * Runs work that asks between its chunks whether to go on. Interrupted, it is not cut off in the middle of a chunk but
 * ends at the next question, and only then does the interruption go on.
 */
export const untilChunkEnd = <A, E, R>(
  work: (goOn: Effect.Effect<void>) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    let isAsked = false
    const goOn = Effect.suspend(() => (isAsked ? Effect.interrupt : Effect.void))
    return Effect.flatMap(Effect.forkDetach(work(goOn)), (fiber) =>
      Fiber.join(fiber).pipe(
        Effect.onInterrupt(() =>
          Effect.suspend(() => {
            isAsked = true
            return Effect.asVoid(Fiber.await(fiber))
          })
        )
      )
    )
  })
