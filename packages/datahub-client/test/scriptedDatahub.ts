import { Clock, Effect, Redacted, type Scope } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { DatahubClientConfig } from "@datahub-settlement/datahub-client"

/** With characters that a form, a URL and JSON each write in their own way. */
export const SECRET = `s3cr3t/+&=~ æ"\\1`

/** One request as it came over the wire. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
  /** By the clock of the test. */
  readonly atMs: number
}

/** What the server does with one request. */
export type Step = (response: ServerResponse, seen: Seen) => void

export interface ScriptedDatahub {
  readonly url: string
  /** Requests to the operations. */
  readonly seen: ReadonlyArray<Seen>
  readonly tokenRequests: ReadonlyArray<Seen>
  /** Taken one by one; where none is left, the answer is 418. */
  readonly steps: Array<Step>
  /** Taken one by one; where none is left, `token-1`, `token-2` … are given, for 3599 seconds. */
  readonly tokenSteps: Array<Step>
  /** Connections that were ended from the other side before their answer was. */
  readonly abandoned: () => number
  readonly config: (changes?: Partial<DatahubClientConfig>) => DatahubClientConfig
}

/** Answers with a status, headers and a body. */
export const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}, body: string | Buffer = ""): Step =>
  (response) =>
    void response.writeHead(status, headers).end(body)

/** A message as DataHub hands it out. */
export const message = (id: string, body = `{"Some_MarketDocument":{"mRID":"${id}"}}`): Step =>
  answer(200, { MessageId: id, "Content-Type": "application/json; charset=utf-8", CorrelationId: `c-${id}` }, body)

export const jsonAnswer = (status: number, body: unknown): Step =>
  answer(status, { "Content-Type": "application/json", CorrelationId: "c-1" }, JSON.stringify(body))

/** Breaks the connection before anything is answered. */
export const cut: Step = (response) => void response.socket?.destroy()

/** Never answers. */
export const silence: Step = () => {}

export const granted = (token: string, expiresInSeconds: number | string = 3599): Step =>
  jsonAnswer(200, { access_token: token, token_type: "Bearer", expires_in: expiresInSeconds })

/** A server on loopback that does what it is told, and keeps what it was asked. */
export const scriptedDatahub: Effect.Effect<ScriptedDatahub, never, Scope.Scope> = Effect.gen(function* () {
  const clock = yield* Clock.Clock
  const seen: Array<Seen> = []
  const tokenRequests: Array<Seen> = []
  const steps: Array<Step> = []
  const tokenSteps: Array<Step> = []
  let abandoned = 0
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    response.on("close", () => {
      if (!response.writableFinished) abandoned += 1
    })
    request.on("data", (chunk: Buffer) => void chunks.push(chunk))
    request.on("end", () => {
      const { headers, method = "", url: path = "" } = request
      const body = Buffer.concat(chunks).toString()
      const one: Seen = { method, path, headers, body, atMs: clock.currentTimeMillisUnsafe() }
      const isToken = path === "/tenant/token"
      ;(isToken ? tokenRequests : seen).push(one)
      const step = isToken
        ? (tokenSteps.shift() ?? granted(`token-${tokenRequests.length}`))
        : (steps.shift() ?? answer(418, {}, "nothing is left in the script"))
      step(response, one)
    })
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
    () =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const config = (changes: Partial<DatahubClientConfig> = {}): DatahubClientConfig => ({
    baseUrl: url,
    tokenUrl: `${url}/tenant/token`,
    clientId: "client-1",
    clientSecret: Redacted.make(SECRET),
    scope: "scope-1/.default",
    requestTimeout: "5 seconds",
    retry: { attemptsMax: 4, firstDelay: "1 millis", delayMax: "5 millis" },
    ...changes
  })
  return { url, seen, tokenRequests, steps, tokenSteps, abandoned: () => abandoned, config }
})
