import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import {
  type DequeueFailure,
  documentBytesMax,
  type PeekFailure,
  type SubmitFailure
} from "@datahub-settlement/datahub-client"
import { failureOf, scene } from "./clients.ts"
import { answer, jsonAnswer, message, type Step } from "./scriptedDatahub.ts"

/* What each status means for each operation. */

const document = { name: "RequestEndOfSupply", messageId: "m-1", body: "{}" } as const

const oneError = jsonAnswer(400, { Error: { Code: "00101", Message: "used before", Target: "MessageId" } })
const severalErrors = jsonAnswer(400, {
  Error: {
    Code: "BadRequest",
    Message: "Multiple errors in message",
    Target: "",
    Details: {
      Errors: [
        { Code: "00101", Message: "used before", Target: "MessageId" },
        { Code: "00002", Message: "not you", Target: "SenderId" }
      ]
    }
  }
})

const gateway = (status: number): Step => answer(status, { CorrelationId: "c-1" }, `says ${status}`)

/** Status by status: the failure, and how many requests were sent with four allowed. */
const shared: ReadonlyArray<readonly [status: number, tag: string, requests: number]> = [
  [401, "Unauthorized", 2],
  [403, "Forbidden", 1],
  [404, "NotFound", 1],
  [408, "Unavailable", 4],
  [413, "RequestTooLarge", 1],
  [415, "UnsupportedMedia", 1],
  [418, "UnexpectedAnswer", 1],
  [429, "Throttled", 4],
  [500, "Unavailable", 4],
  [502, "Unavailable", 4],
  [503, "Unavailable", 4]
]

const operations: ReadonlyArray<
  readonly [operation: "peek" | "dequeue" | "submit", own: ReadonlyArray<readonly [number, string, number]>]
> = [
  ["peek", [...shared, [202, "UnexpectedAnswer", 1], [400, "UnexpectedAnswer", 1]]],
  // The hub before this one answered 404 where this one answers 400.
  [
    "dequeue",
    [
      ...shared.filter(([status]) => status !== 404),
      [404, "DequeueRefused", 1],
      [202, "UnexpectedAnswer", 1],
      [204, "UnexpectedAnswer", 1],
      [400, "DequeueRefused", 1]
    ]
  ],
  ["submit", [...shared, [200, "UnexpectedAnswer", 1], [204, "UnexpectedAnswer", 1], [400, "DocumentRefused", 1]]]
]

const rows = operations.flatMap(([operation, own]) => own.map((row) => [operation, ...row] as const))

describe("a failure", () => {
  it.live.each(rows)("%s and %i: %s, after %i requests", ([operation, status, tag, requests]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      for (let left = requests; left > 0; left--) server.steps.push(gateway(status))
      const calls: Readonly<
        Record<typeof operation, Effect.Effect<void, PeekFailure | DequeueFailure | SubmitFailure>>
      > = {
        peek: Effect.asVoid(client.peek("measuredata")),
        dequeue: Effect.asVoid(client.dequeue("m-1")),
        submit: Effect.asVoid(client.submit(document))
      }
      const failure = yield* failureOf(calls[operation])
      expect(failure).toMatchObject({
        _tag: tag,
        operation,
        status,
        correlationId: "c-1",
        bodyHead: status === 204 ? "" : `says ${status}`,
        retryable: [408, 429, 500, 502, 503].includes(status)
      })
      expect(failure.attempts).toBe(status === 401 ? 1 : requests)
      expect(failure.message).toContain(`status ${status}`)
      expect(failure.message).toContain("correlation id c-1")
      expect(failure.message.includes(`says ${status}`)).toBe(status !== 200 && status !== 204)
      expect(server.seen).toHaveLength(requests)
      expect(server.steps).toHaveLength(0)
      expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1)
    }).pipe(Effect.scoped)
  )
})

describe("peek", () => {
  it.live("finds nothing where nothing waits", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(answer(204))
      expect(yield* client.peek("aggregations")).toEqual(Option.none())
    }).pipe(Effect.scoped)
  )

  it.live("hands on the message type where DataHub names it, and an empty document as it is", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(answer(200, { MessageId: "m-1", MessageType: "NotifyValidatedMeasureData" }))
      expect(Option.getOrThrow(yield* client.peek("timeseries"))).toEqual({
        messageId: "m-1",
        queue: "timeseries",
        body: new Uint8Array(),
        contentType: "",
        messageType: "NotifyValidatedMeasureData"
      })
    }).pipe(Effect.scoped)
  )

  it.live("does not hand on a document that cannot be dequeued, and tells how it begins, but not in the message", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(answer(200, { MessageId: " " }, `{"secret of a customer":1}`))
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ _tag: "UnexpectedAnswer", bodyHead: `{"secret of a customer":1}` })
      expect(failure.message).toContain("MessageId")
      expect(failure.message).not.toContain("secret of a customer")
    }).pipe(Effect.scoped)
  )

  it.live("goes to a queue that the configuration adds, under a base of its own", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ paths: { base: "/v2/cim/", queues: { prices: "pricelists" } } })
      server.steps.push(message("m-1"))
      yield* client.peek("prices")
      expect(server.seen).toMatchObject([{ path: "/v2/cim/pricelists" }])
    }).pipe(Effect.scoped)
  )

  it.live.each(["weather", "constructor", ""])("does not ask for a queue that it has no path for: %j", (queue) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      const failure = yield* failureOf(client.peek(queue))
      expect(failure).toMatchObject({ _tag: "UnknownOperation", retryable: false, attempts: 0 })
      expect(failure.message).toContain("measuredata, aggregations")
      expect([...server.seen, ...server.tokenRequests]).toEqual([])
    }).pipe(Effect.scoped)
  )
})

describe("dequeue", () => {
  it.live.each(["", " ", ".", ".."])("sends nothing for %j, which would be another path", (id) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      expect(yield* failureOf(client.dequeue(id))).toMatchObject({ _tag: "DequeueRefused", messageId: id })
      expect(server.seen).toEqual([])
    }).pipe(Effect.scoped)
  )
})

describe("submit", () => {
  it.live("tells every error that DataHub finds", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(severalErrors)
      const failure = yield* failureOf(client.submit(document))
      expect(failure).toMatchObject({
        _tag: "DocumentRefused",
        document: "RequestEndOfSupply",
        messageId: "m-1",
        errors: [
          { code: "00101", target: "MessageId", message: "used before" },
          { code: "00002", target: "SenderId", message: "not you" }
        ]
      })
      expect(failure.message).toContain("- 00002 (SenderId): not you")
      expect(failure.message).not.toContain("answer begins with")
    }).pipe(Effect.scoped)
  )

  it.live("takes an id that is used on a first send for a clash", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(oneError)
      const failure = yield* failureOf(client.submit(document))
      expect(failure._tag).toBe("DocumentRefused")
      expect(failure.message).toContain("used before")
    }).pipe(Effect.scoped)
  )

  it.live("takes it for received where the caller has sent it before", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(oneError, severalErrors)
      expect(yield* client.submit({ ...document, sentBefore: true })).toMatchObject({ outcome: "already received" })
      // One of the errors is another one: nothing was taken.
      const failure = yield* failureOf(client.submit({ ...document, sentBefore: true }))
      expect(failure._tag).toBe("DocumentRefused")
    }).pipe(Effect.scoped)
  )

  it.live("does not send a document without an operation, or one that is too large", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      const unknown = yield* failureOf(client.submit({ ...document, name: "RequestWeather" }))
      expect(unknown).toMatchObject({ _tag: "UnknownOperation" })
      expect(unknown.message).toContain("paths.operations")
      const large = yield* failureOf(client.submit({ ...document, body: "x".repeat(documentBytesMax) }))
      expect(large).toMatchObject({ _tag: "RequestTooLarge", bytes: documentBytesMax, status: undefined })
      expect(server.seen).toEqual([])
    }).pipe(Effect.scoped)
  )
})
