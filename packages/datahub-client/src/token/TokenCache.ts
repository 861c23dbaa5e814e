import { Clock, Effect, Result, Semaphore } from "effect"
import type { AccessToken } from "./AccessToken.ts"
import type { TokenFailure } from "./requestToken.ts"

/** The token of one client: asked for once, however many need it. */
export interface TokenCache {
  /** A token that is good for now. */
  readonly current: (attempt: number) => Effect.Effect<AccessToken, TokenFailure>
  /** Another one than the token that was refused; that of somebody else who noticed earlier, where there is one. */
  readonly insteadOf: (refused: AccessToken, attempt: number) => Effect.Effect<AccessToken, TokenFailure>
}

/** A token that could not be renewed is used on, and renewal tried again after so long. */
const RENEWAL_PAUSE_MS = 30_000

export const makeTokenCache = (request: (attempt: number) => Effect.Effect<AccessToken, TokenFailure>): TokenCache => {
  const turn = Semaphore.makeUnsafe(1)
  let held: AccessToken | undefined
  let lastFailure: TokenFailure | undefined
  /** Renewal has failed since a token was last given, and that has been told. */
  let isFailing = false
  /** Requests for a token that have come to an end. Whoever waited for one takes its outcome, the failure too. */
  let ended = 0

  const ask = Effect.fnUntraced(function* (attempt: number): Effect.fn.Return<AccessToken, TokenFailure> {
    const outcome = yield* Effect.result(request(attempt))
    ended += 1
    lastFailure = Result.isFailure(outcome) ? outcome.failure : undefined
    if (Result.isSuccess(outcome)) {
      isFailing = false
      return (held = outcome.success)
    }
    const now = yield* Clock.currentTimeMillis
    if (held === undefined || held.usableUntilMs <= now) return yield* outcome.failure
    const isTold = isFailing
    isFailing = true
    const text = `${outcome.failure.message} The present token is used until its end.`
    yield* isTold ? Effect.logDebug(text) : Effect.logWarning(text)
    return (held = { ...held, renewFromMs: now + RENEWAL_PAUSE_MS })
  })

  const usable = Effect.map(Clock.currentTimeMillis, (now) =>
    held !== undefined && now < Math.min(held.renewFromMs, held.usableUntilMs) ? held : undefined
  )

  const current = Effect.fnUntraced(function* (attempt: number): Effect.fn.Return<AccessToken, TokenFailure> {
    const endedBefore = ended
    const now = yield* usable
    if (now !== undefined) return now
    return yield* turn.withPermit(
      Effect.gen(function* () {
        const meanwhile = yield* usable
        if (meanwhile !== undefined) return meanwhile
        if (ended !== endedBefore && lastFailure !== undefined) return yield* lastFailure
        return yield* ask(attempt)
      })
    )
  })

  return {
    current,
    insteadOf: (refused, attempt) =>
      Effect.suspend(() => {
        if (held?.value === refused.value) held = undefined
        return current(attempt)
      })
  }
}
