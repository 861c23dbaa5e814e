import { Context, Deferred, Effect, Layer } from "effect"

/** Whether the host has been asked to end: work in hand is finished, nothing new is begun. */
export class StopRequest extends Context.Service<
  StopRequest,
  {
    readonly ask: Effect.Effect<void>
    /** Waits until somebody asks. */
    readonly asked: Effect.Effect<void>
    readonly isAsked: Effect.Effect<boolean>
  }
>()("@datahub-settlement/host-node/StopRequest") {
  static readonly layer: Layer.Layer<StopRequest> = Layer.effect(
    StopRequest,
    Effect.map(Deferred.make<void>(), (asked) => ({
      ask: Effect.asVoid(Deferred.succeed(asked, undefined)),
      asked: Deferred.await(asked),
      isAsked: Deferred.isDone(asked)
    }))
  )
}

/** Waits so long, or until somebody asks to stop. */
export const restFor = (ms: number): Effect.Effect<void, never, StopRequest> =>
  StopRequest.use(({ asked }) => Effect.timeoutOption(asked, ms).pipe(Effect.asVoid))
