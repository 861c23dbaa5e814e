import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { httpClients, scene } from "./clients.ts"
import { answer, message, SECRET } from "./scriptedDatahub.ts"

/* What goes over the wire, with every HTTP client. */

describe.each(httpClients)("over $name", ({ layer }) => {
  it.live("peeks with the content type that selects JSON, and without a body", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ userAgent: "supplier/1" }, layer)
      server.steps.push(message("m-1", '{"æ":1}'))
      const peeked = Option.getOrThrow(yield* client.peek("measuredata"))
      expect(server.seen).toMatchObject([
        {
          method: "GET",
          path: "/v1.0/cim/measuredata",
          body: "",
          headers: {
            "content-type": "application/json",
            authorization: "Bearer token-1",
            "user-agent": "supplier/1"
          }
        }
      ])
      expect(server.seen[0]!.headers["traceparent"]).toBeUndefined()
      expect(peeked).toEqual({
        messageId: "m-1",
        queue: "measuredata",
        body: new TextEncoder().encode('{"æ":1}'),
        contentType: "application/json; charset=utf-8",
        correlationId: "c-m-1"
      })
    }).pipe(Effect.scoped)
  )

  it.live("sends a document as JSON without a charset, with its length in bytes", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({}, layer)
      server.steps.push(answer(202, { CorrelationId: "c-9" }), answer(202))
      const body = { RequestEndOfSupply_MarketDocument: { mRID: "m-1", note: "Ærø" } }
      const submitted = yield* client.submit({ name: "RequestEndOfSupply", messageId: "m-1", body })
      yield* client.submit({ name: "RequestValidatedMeasureData", messageId: "m-2", body: ' {"as": "it is"}' })
      expect(submitted).toEqual({ outcome: "accepted", messageId: "m-1", correlationId: "c-9" })
      expect(server.seen).toMatchObject([
        { method: "POST", path: "/v1.0/cim/requestendofsupply", body: JSON.stringify(body) },
        { method: "POST", path: "/v1.0/cim/requestvalidatedmeasurements", body: ' {"as": "it is"}' }
      ])
      expect(server.seen[0]!.headers).toMatchObject({
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(JSON.stringify(body)))
      })
      expect(server.seen[0]!.headers["transfer-encoding"]).toBeUndefined()
    }).pipe(Effect.scoped)
  )

  it.live("dequeues by id, whatever characters it has", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({}, layer)
      server.steps.push(answer(200), answer(200))
      expect(yield* client.dequeue("8a1e3c2f-0000-4000-8000-000000000001")).toBe("dequeued")
      yield* client.dequeue("a/b ?æ")
      expect(server.seen).toMatchObject([
        { method: "DELETE", path: "/v1.0/cim/dequeue/8a1e3c2f-0000-4000-8000-000000000001", body: "" },
        { method: "DELETE", path: "/v1.0/cim/dequeue/a%2Fb%20%3F%C3%A6" }
      ])
    }).pipe(Effect.scoped)
  )

  it.live("asks for a token with client credentials, as a form", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({}, layer)
      server.steps.push(answer(204))
      expect(yield* client.peek("aggregations")).toEqual(Option.none())
      const [request] = server.tokenRequests
      expect(request!.method).toBe("POST")
      expect(request!.headers["content-type"]).toBe("application/x-www-form-urlencoded")
      expect(Object.fromEntries(new URLSearchParams(request!.body))).toEqual({
        grant_type: "client_credentials",
        client_id: "client-1",
        client_secret: SECRET,
        scope: "scope-1/.default"
      })
    }).pipe(Effect.scoped)
  )

  it.live("does not take an answer from elsewhere for DataHub's own", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({}, layer)
      server.steps.push(answer(302, { Location: `${server.url}/sign-in` }), answer(200, {}, "please sign in"))
      const failure = yield* Effect.flip(client.dequeue("m-1"))
      expect(failure._tag).toBe("UnexpectedAnswer")
    }).pipe(Effect.scoped)
  )
})
