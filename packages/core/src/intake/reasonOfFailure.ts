import type { DeadLetterReason } from "../exchange/index.ts"
import type { EffectFailure } from "./PreparedMessage.ts"

/**
 * Why effects were refused. A store that fails for another reason than what it was given, such as a right that is missing,
 * is no reason: the message waits until that is mended.
 */
export const reasonOfFailure = (failure: EffectFailure): DeadLetterReason | undefined => {
  if (failure._tag === "MessageRefused") return failure.reason
  if (failure._tag === "StorageError" && failure.refusesData !== true) return undefined
  return { kind: failure._tag, text: failure.message }
}
