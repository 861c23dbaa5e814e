import { seededRandom } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import type { ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import { failureOf, httpClients, scene } from "./clients.ts"
import { answer, message, type ScriptedDatahub, type Step } from "./scriptedDatahub.ts"

const KIB = 1024
const headers = { MessageId: "m-1", CorrelationId: "c-1", "Content-Type": "application/json" }

/** Writes so many bytes, as fast as they are taken. */
const write = (response: ServerResponse, bytes: number): void => {
  const piece = Buffer.alloc(16 * KIB, "x")
  let left = bytes
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length
      if (!response.write(piece)) return
    }
  }
  response.on("drain", more)
  more()
}

/** Until the server has seen somebody go away. */
const abandonedAt = ({ abandoned }: ScriptedDatahub): Effect.Effect<void> =>
  Effect.gen(function* () {
    while (abandoned() === 0) yield* Effect.callback<void>((resume) => void setImmediate(() => resume(Effect.void)))
  })

/** A document that never ends, in chunks. */
const endless: Step = (response) => {
  response.writeHead(200, headers)
  write(response, Number.MAX_SAFE_INTEGER)
}

/** Says that it is larger than it lets anybody see. */
const announced: Step = (response) => {
  response.writeHead(200, { ...headers, "Content-Length": String(900 * KIB) })
  write(response, 80 * KIB)
}

describe.each(httpClients)("over $name", ({ layer }) => {
  it.live.each([
    ["announced", announced, 900 * KIB],
    ["endless", endless, undefined]
  ] as const)("a message that is too large is cut off, and can be set aside: %s", ([, step, announcedBytes]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ bodyBytesMax: 256 * KIB }, layer)
      server.steps.push(step)
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({
        _tag: "BodyTooLarge",
        messageId: "m-1",
        queue: "measuredata",
        limitBytes: 256 * KIB,
        announcedBytes,
        correlationId: "c-1",
        retryable: false
      })
      if (failure._tag !== "BodyTooLarge") throw failure
      expect(Buffer.from(failure.head).equals(Buffer.alloc(64 * KIB, "x"))).toBe(true)
      expect(failure.message).toContain("bodyBytesMax")
      expect(failure.message).not.toContain("xxxx")
      expect(server.seen).toHaveLength(1)
      // The client goes on.
      server.steps.push(answer(200))
      expect(yield* client.dequeue("m-1")).toBe("dequeued")
      // Whoever still sends is cut off.
      yield* abandonedAt(server)
    }).pipe(Effect.scoped)
  )

  it.live("a message of exactly the limit is taken whole, one byte more is not", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ bodyBytesMax: 100 }, layer)
      server.steps.push(
        message("m-1", "x".repeat(100)),
        answer(200, { ...headers, "Content-Length": "101" }, "x".repeat(101))
      )
      expect(Option.getOrThrow(yield* client.peek("measuredata")).body).toHaveLength(100)
      expect(yield* failureOf(client.peek("measuredata"))).toMatchObject({ _tag: "BodyTooLarge", announcedBytes: 101 })
    }).pipe(Effect.scoped)
  )

  it.live("a large message comes as it was sent", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({}, layer)
      const body = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) % 251))
      server.steps.push(answer(200, headers, body))
      const peeked = Option.getOrThrow(yield* client.peek("measuredata"))
      expect(Buffer.from(peeked.body).equals(body)).toBe(true)
    }).pipe(Effect.scoped)
  )

  it.live("half a message is none: a connection that breaks off", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ retry: { attemptsMax: 2, firstDelay: 0 } }, layer)
      const chunked: Step = (response) => {
        response.writeHead(200, headers)
        response.write("half", () => void response.socket?.destroy())
      }
      const counted: Step = (response) => {
        response.writeHead(200, { ...headers, "Content-Length": "8" })
        response.write("half", () => void response.socket?.destroy())
      }
      server.steps.push(chunked, counted)
      expect(yield* failureOf(client.peek("measuredata"))).toMatchObject({
        _tag: "Unreachable",
        attempts: 2,
        status: 200,
        correlationId: "c-1"
      })
    }).pipe(Effect.scoped)
  )

  it.live("half a message is none: a body that does not come to its end in time", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ requestTimeout: "500 millis", retry: { attemptsMax: 1 } }, layer)
      server.steps.push((response) => void response.writeHead(200, headers).write("half"))
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ _tag: "TimedOut", status: 200, retryable: true })
      expect(failure.message).toContain("500ms")
      yield* abandonedAt(server)
    }).pipe(Effect.scoped)
  )

  it.live("nobody there", () =>
    Effect.gen(function* () {
      const { client } = yield* scene(
        { tokenUrl: "http://127.0.0.1:1/token", retry: { attemptsMax: 2, firstDelay: 0 } },
        layer
      )
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ _tag: "Unreachable", operation: "token", attempts: 2, status: undefined })
      expect(failure.message).toMatch(/ECONNREFUSED|bad port/)
    }).pipe(Effect.scoped)
  )

  it.live("a long error page is read no further than its head", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ bodyBytesMax: Number.MAX_SAFE_INTEGER }, layer)
      server.steps.push((response) => {
        response.writeHead(403)
        write(response, Number.MAX_SAFE_INTEGER)
      })
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ _tag: "Forbidden", bodyHead: "x".repeat(4096) })
      expect(failure.message.length).toBeLessThan(800)
    }).pipe(Effect.scoped)
  )
})

it.live("a packed message is unpacked, and measured unpacked", () =>
  Effect.gen(function* () {
    const fetch = httpClients.find(({ name }) => name === "fetch")!
    const { client, server } = yield* scene({ bodyBytesMax: 100 * KIB }, fetch.layer)
    const packed = (body: Buffer): Step => {
      const bytes = gzipSync(body)
      return answer(200, { ...headers, "Content-Encoding": "gzip", "Content-Length": String(bytes.length) }, bytes)
    }
    const plain = Buffer.alloc(100 * KIB, "x")
    // What cannot be packed is longer packed than unpacked.
    const random = seededRandom(7)
    const noise = Buffer.from(Uint8Array.from({ length: 100 * KIB }, () => random.int(0, 255)))
    server.steps.push(packed(plain), packed(noise), packed(Buffer.alloc(101 * KIB, "x")))
    expect(Option.getOrThrow(yield* client.peek("measuredata")).body).toHaveLength(100 * KIB)
    expect(Buffer.from(Option.getOrThrow(yield* client.peek("measuredata")).body).equals(noise)).toBe(true)
    expect(yield* failureOf(client.peek("measuredata"))).toMatchObject({ _tag: "BodyTooLarge" })
  }).pipe(Effect.scoped)
)
