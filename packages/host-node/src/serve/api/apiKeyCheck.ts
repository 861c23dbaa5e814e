import { Effect, Layer, Redacted } from "effect"
import { createHash, timingSafeEqual } from "node:crypto"
import { ApiKey, Unauthorized } from "../../api/index.ts"

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

/** Lets in whoever sends one of the keys. How long the comparison takes tells nothing of a key, not even its length. */
export const apiKeyCheck = (keys: ReadonlyArray<Redacted.Redacted<string>>): Layer.Layer<ApiKey> => {
  const digests = keys.map((key) => digest(Redacted.value(key)))
  const isKey = (text: string): boolean => {
    const given = digest(text)
    return digests.map((one) => timingSafeEqual(one, given)).includes(true)
  }
  const detail =
    keys.length === 0
      ? "No key is configured: set DATAHUB_API_KEYS, and restart"
      : "Send one of the keys of DATAHUB_API_KEYS in the header x-api-key"
  return Layer.succeed(ApiKey, {
    apiKey: (request, { credential }) =>
      isKey(Redacted.value(credential)) ? request : Effect.fail(new Unauthorized({ detail }))
  })
}
