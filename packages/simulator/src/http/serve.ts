import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { Effect, Layer, Scope } from "effect"
import { HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type Answer, type Call, textAnswer } from "./Answer.ts"
import { BODY_BYTES_MAX } from "./cim.ts"

/** Where to listen. */
export interface ListenOptions {
  /** 0 for any that is free. */
  readonly port: number
  readonly host: string
}

/** Listens, gives every call to `answer`, and says where. Closing the scope ends it, with what is still open. */
export const serve = Effect.fnUntraced(function* (options: ListenOptions, answer: (call: Call) => Answer) {
  const scope = yield* Scope.Scope
  const server = createServer({ keepAliveTimeout: 5_000 })
  yield* Scope.addFinalizer(
    scope,
    Effect.sync(() => server.closeAllConnections())
  )
  const context = yield* Layer.buildWithScope(
    NodeHttpServer.layer(() => server, { port: options.port, host: options.host, gracefulShutdownTimeout: 100 }),
    scope
  )
  yield* HttpServer.serveEffect(handle(answer)).pipe(Effect.provideContext(context))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : options.port
  return `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`
})

const handle = (
  answer: (call: Call) => Answer
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, HttpServerRequest.HttpServerRequest> =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const incoming = NodeHttpServerRequest.toIncomingMessage(request) as IncomingMessage
    const { body, isTooLarge } = yield* bodyOf(incoming)
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://simulator")
    const call: Call = {
      method: incoming.method ?? "GET",
      path: pathname,
      query: searchParams,
      headers: incoming.headers as Readonly<Record<string, string | undefined>>,
      body,
      isTooLarge
    }
    const given = yield* Effect.try({ try: () => answer(call), catch: faultText }).pipe(
      Effect.catch((fault) => Effect.succeed(textAnswer(500, fault)))
    )
    if (given.delayMs !== undefined) yield* Effect.sleep(given.delayMs)
    if (given.isCut !== true) return responseOf(given)
    yield* cutOff(NodeHttpServerRequest.toServerResponse(request) as ServerResponse, given)
    // Nothing is written to a connection that has ended.
    return HttpServerResponse.empty()
  })

const faultText = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

const responseOf = ({ body, contentType, headers = {}, status }: Answer): HttpServerResponse.HttpServerResponse =>
  body === undefined
    ? HttpServerResponse.empty({
        status,
        headers: contentType === undefined ? headers : { ...headers, "content-type": contentType }
      })
    : HttpServerResponse.uint8Array(body, { status, headers, contentType: contentType ?? "application/octet-stream" })

/** Promises the whole answer, sends half of its body and closes the connection. */
const cutOff = (response: ServerResponse, { body, contentType, headers = {}, status }: Answer): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const destroy = (): void => {
      response.destroy()
      resume(Effect.void)
    }
    if (body === undefined) return destroy()
    response.writeHead(status, {
      ...headers,
      "content-type": contentType ?? "application/octet-stream",
      "content-length": body.length
    })
    response.write(body.subarray(0, body.length >> 1), destroy)
  })

/** The body, up to the limit. What is beyond is read and forgotten, so that the caller gets to read its answer. */
const bodyOf = (
  incoming: IncomingMessage
): Effect.Effect<{ readonly body: Uint8Array; readonly isTooLarge: boolean }> =>
  Effect.callback((resume) => {
    const chunks: Array<Buffer> = []
    let length = 0
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length
      if (length < BODY_BYTES_MAX) chunks.push(chunk)
      else chunks.length = 0
    })
    const done = (): void => {
      const isTooLarge = length >= BODY_BYTES_MAX
      resume(Effect.succeed({ body: isTooLarge ? new Uint8Array(0) : Buffer.concat(chunks), isTooLarge }))
    }
    incoming.on("end", done)
    incoming.on("error", done)
  })
