import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { migratedDatabase } from "../onDatabase.ts"
import { Happenings } from "./eventWaiting.ts"
import { scriptedDatahub } from "./scriptedDatahub.ts"
import { quickSettings, serveProcess } from "./serveProcess.ts"
import { waiting } from "./wireMessages.ts"

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: ReadonlyArray<{ readonly key: string; readonly value: Readonly<Record<string, unknown>> }>
}

/** A collector that keeps what it is sent, as JSON. */
const collector: Effect.Effect<
  { readonly url: string; readonly received: Happenings<{ readonly path: string; readonly json: never }> },
  never,
  Scope.Scope
> = Effect.gen(function* () {
  const received = new Happenings<{ readonly path: string; readonly json: never }>()
  const server = createServer(async (request, response) => {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.add({ path: request.url ?? "", json: JSON.parse(Buffer.concat(chunks).toString()) as never })
    response.writeHead(200, { "content-type": "application/json" }).end("{}")
  })
  yield* Effect.acquireRelease(
    Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
    () => Effect.sync(() => server.close())
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
})

interface TraceRequest {
  readonly resourceSpans: ReadonlyArray<{
    readonly resource: { readonly attributes: OtlpSpan["attributes"] }
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<OtlpSpan> }>
  }>
}

const attributesOf = ({ attributes }: Pick<OtlpSpan, "attributes">): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

describe("telemetry of serve", () => {
  it.live(
    "gives one trace for each message, with its ids, from peek to dequeue, and none for an empty queue",
    () =>
      Effect.gen(function* () {
        const { url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        const { received, url } = yield* collector
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        const host = yield* serveProcess({
          ...quickSettings(datahub.url),
          DATABASE_URL: databaseUrl,
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          OTEL_SERVICE_NAME: "settlement-test"
        })
        yield* Effect.promise(() => datahub.exchanges.first("dequeue", ({ what }) => what === "dequeue m-2"))
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const requests = received.all
          .filter(({ path }) => path === "/v1/traces")
          .map(({ json }) => json as TraceRequest)
        const spans = requests.flatMap(({ resourceSpans }) =>
          resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        )
        const roots = spans.filter(({ name }) => name === "datahub.message")
        expect(roots.map((root) => attributesOf(root))).toEqual(
          ["m-1", "m-2"].map((messageId) => ({
            queue: "measuredata",
            messageId,
            correlationId: "c-peek measuredata",
            document: "NotifyValidatedMeasureData",
            processType: "E23",
            outcome: "applied"
          }))
        )
        expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(2)
        for (const root of roots) {
          const steps = spans.filter(({ traceId }) => traceId === root.traceId).map(({ name }) => name)
          expect(steps).toEqual(expect.arrayContaining(["peek", "decode", "store", "dequeue"]))
        }
        // Every other peek found nothing.
        expect(spans.filter(({ name }) => name === "peek" || name === "datahub.peek")).toHaveLength(2)
        const resource = attributesOf(requests[0]!.resourceSpans[0]!.resource)
        expect(resource["service.name"]).toBe("settlement-test")
        expect(received.count(({ path }) => path === "/v1/logs")).toBeGreaterThan(0)
        expect(JSON.stringify(received.all)).not.toContain("not-to-be-seen")
      }),
    600_000
  )
})
