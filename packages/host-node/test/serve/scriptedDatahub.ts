import { Effect, type Scope } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Happenings } from "./eventWaiting.ts"

/** A request and what was answered; it is added when the answer is out. */
export interface Exchange {
  readonly what: string
  readonly token: string
  readonly status: number
  readonly body: string
}

export interface Waiting {
  readonly messageId: string
  readonly body: string | Uint8Array
}

interface Fault {
  readonly on: RegExp
  readonly status: number
  readonly content: string
  left: number
}

/** A DataHub that does what the test says: queues by name, tokens that can be taken back, faults by request. */
export class ScriptedDatahub {
  readonly exchanges = new Happenings<Exchange>()
  readonly queues = new Map<string, Array<Waiting>>()
  /** Documents that it took. */
  readonly sent = new Happenings<unknown>()
  url = ""
  /** Holds back every dequeue until it is resolved. */
  dequeueGate: Promise<void> = Promise.resolve()
  /** Holds back the answer to every document that was taken until it is resolved. */
  answerGate: Promise<void> = Promise.resolve()
  /** How far its clock is ahead of ours. */
  aheadMs = 0
  private readonly faults: Array<Fault> = []
  private tokens = 0
  private revoked = 0

  put(queue: string, ...messages: ReadonlyArray<Waiting>): void {
    this.queues.set(queue, [...(this.queues.get(queue) ?? []), ...messages])
  }

  /** Answers the next requests (`peek masterdata`, `dequeue m-1`, `POST …`, `token`) with a status. */
  fail(on: RegExp, status: number, times = 1, content = ""): void {
    this.faults.push({ on, status, content, left: times })
  }

  mend(): void {
    this.faults.length = 0
  }

  /** All tokens given until now are refused from now on. */
  revokeTokens(): void {
    this.revoked = this.tokens
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const path = (request.url ?? "").split("/").slice(1).map(decodeURIComponent)
    const [first = "", second = ""] = path[0] === "token" ? ["token"] : path.slice(2)
    const what = request.method === "GET" ? `peek ${first}` : [first, second].filter((one) => one !== "").join(" ")
    const token = (request.headers.authorization ?? "").slice("Bearer ".length)
    if (what.startsWith("dequeue")) await this.dequeueGate
    const status = this.respond(what, token, body, response)
    response.on("close", () => this.exchanges.add({ what, token, status, body }))
  }

  private respond(what: string, token: string, body: string, response: ServerResponse): number {
    const fault = this.faults.find(({ left, on }) => left > 0 && on.test(what))
    const end = (status: number, headers: Record<string, string> = {}, content: string | Uint8Array = ""): number => {
      const date = new Date(Date.now() + this.aheadMs).toUTCString()
      response.writeHead(status, { date, correlationid: `c-${what}`, ...headers }).end(content)
      return status
    }
    if (fault !== undefined) {
      fault.left--
      return end(fault.status, {}, fault.content)
    }
    if (what === "token") {
      const access = JSON.stringify({ access_token: `t${++this.tokens}`, token_type: "Bearer", expires_in: 3599 })
      return end(200, { "content-type": "application/json" }, access)
    }
    if (Number(token.slice(1)) <= this.revoked) return end(401)
    const [operation, subject = ""] = what.split(" ")
    if (operation === "peek") {
      const [next] = this.queues.get(subject) ?? []
      if (next === undefined) return end(204)
      return end(200, { messageid: next.messageId, "content-type": "application/json; charset=utf-8" }, next.body)
    }
    if (operation === "dequeue") {
      for (const [queue, waiting] of this.queues) {
        if (waiting[0]?.messageId !== subject) continue
        this.queues.set(queue, waiting.slice(1))
        return end(200)
      }
      return end(400)
    }
    this.sent.add(JSON.parse(body))
    void this.answerGate.then(() => end(202))
    return 202
  }
}

/** On a port of its own, or on one that is named. */
export const scriptedDatahubOn = Effect.fnUntraced(function* (
  port: number
): Effect.fn.Return<ScriptedDatahub, never, Scope.Scope> {
  const datahub = new ScriptedDatahub()
  const server = createServer((request, response) => void datahub.answer(request, response))
  yield* Effect.acquireRelease(
    Effect.promise(() => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))),
    () =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )
  datahub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return datahub
})

export const scriptedDatahub: Effect.Effect<ScriptedDatahub, never, Scope.Scope> = scriptedDatahubOn(0)
