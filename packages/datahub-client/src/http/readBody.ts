import { Data, Effect, Stream } from "effect"
import type { HttpClientError, HttpClientResponse } from "effect/http"

/** How much of a body is kept where not all of it is. */
export const HEAD_BYTES = 64 * 1024

export interface Body {
  readonly bytes: Uint8Array
  /** There was more than the limit; `bytes` holds the first 64 KiB of it. */
  readonly isCut: boolean
  /** What `Content-Length` said. */
  readonly announcedBytes: number | undefined
}

/** The body as it comes in, no further than the limit: the rest is not waited for, and the connection given up. */
export const readBody = Effect.fnUntraced(function* (
  response: HttpClientResponse.HttpClientResponse,
  limitBytes: number
): Effect.fn.Return<Body, HttpClientError.HttpClientError> {
  const announcedBytes = announcedOf(response)
  // Of a packed body, the length is that of the packed one.
  const isAnnouncedTooLarge = announcedBytes !== undefined && announcedBytes > limitBytes && !isPacked(response)
  const readMax = isAnnouncedTooLarge ? Math.min(HEAD_BYTES, limitBytes) : limitBytes
  const chunks: Array<Uint8Array> = []
  let size = 0
  const isCut = yield* Stream.runForEach(response.stream, (chunk) => {
    size += chunk.length
    chunks.push(chunk)
    return size > readMax ? Effect.fail(new Enough()) : Effect.void
  }).pipe(
    Effect.as(false),
    Effect.catchTag("Enough", () => Effect.succeed(true)),
    Effect.catchReason("HttpClientError", "EmptyBodyError", () => Effect.succeed(false))
  )
  const bytes = joined(chunks, size)
  return { bytes: isCut ? bytes.slice(0, HEAD_BYTES) : bytes, isCut, announcedBytes }
})

class Enough extends Data.TaggedError("Enough") {}

const announcedOf = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const length = headers["content-length"]
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined
}

const isPacked = ({ headers }: HttpClientResponse.HttpClientResponse): boolean =>
  !["", "identity"].includes(headers["content-encoding"] ?? "")

const joined = (chunks: ReadonlyArray<Uint8Array>, size: number): Uint8Array => {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
