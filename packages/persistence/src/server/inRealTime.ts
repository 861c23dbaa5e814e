import { Clock, Effect } from "effect"

/** A server process lives in real time, whatever clock the program was given: a test's clock stands still. */
export const inRealTime = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Clock.Clock, Clock.Clock.defaultValue())
