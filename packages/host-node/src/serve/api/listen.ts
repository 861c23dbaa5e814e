import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Data, Effect, Layer, Ref, Scope } from "effect"
import {
  HttpMiddleware,
  HttpServer,
  type HttpServerError,
  type HttpServerRequest,
  type HttpServerResponse
} from "effect/http"
import { createServer } from "node:http"
import type { HostConfig } from "../../config/index.ts"

/** The port for health, metrics and the API cannot be had. */
export class PortUnusable extends Data.TaggedError("PortUnusable")<{
  readonly host: string
  readonly port: number
  readonly why: string
}> {
  override get message(): string {
    return `Port ${this.port} of ${this.host} cannot be listened on: ${this.why}. Give another in DATAHUB_HTTP_PORT or DATAHUB_HTTP_HOST.`
  }
}

/** Answers a request; what it fails with is answered by its status. */
export type App = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  unknown,
  HttpServerRequest.HttpServerRequest | Scope.Scope
>

/** An app with all that is here, except what each request brings. */
export const boundHere = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.map(Effect.context<Exclude<R, HttpServerRequest.HttpServerRequest | Scope.Scope>>(), (context): App =>
    Effect.provideContext(app, Context.omit(Scope.Scope)(context) as Context.Context<R>)
  )

/** What is known when a port is listened on. */
export interface Listening {
  /** What an app needs of the server that it answers for. */
  readonly context: Context.Context<Layer.Success<ReturnType<typeof serverOf>>>
  /** From the next request on another app answers. */
  readonly answerBy: (app: App) => Effect.Effect<void>
}

/** Listens for as long as the scope lives; which app answers may change meanwhile. */
export const listen = Effect.fnUntraced(function* (
  config: HostConfig,
  first: App
): Effect.fn.Return<Listening, PortUnusable, Scope.Scope> {
  const current = yield* Ref.make(first)
  const context = yield* Layer.build(serverOf(config)).pipe(
    Effect.catchTag("ServeError", (error) => portUnusable(config, error))
  )
  yield* HttpServer.serveEffect(Effect.flatten(Ref.get(current))).pipe(
    Effect.provideContext(Context.add(context, HttpMiddleware.TracerDisabledWhen, isLookedAtOften))
  )
  const { address } = Context.get(context, HttpServer.HttpServer)
  yield* Effect.logInfo(
    `Health, metrics and the API are at ${HttpServer.formatAddress(address)}: /health, /metrics, /api/v1, /openapi.json`
  )
  return { context, answerBy: (app) => Ref.set(current, app) }
})

const serverOf = ({ httpHost, httpPort }: HostConfig) =>
  NodeHttpServer.layer(createServer, { host: httpHost, port: httpPort, gracefulShutdownTimeout: "1 second" })

const isLookedAtOften = ({ url }: { readonly url: string }): boolean => url === "/health" || url === "/metrics"

/** Node's codes in words; anything else in its own. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there, perhaps another host",
  EACCES: "this account may not",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such address"
}

const portUnusable = ({ httpHost: host, httpPort: port }: HostConfig, { cause }: HttpServerError.ServeError) => {
  const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? "") : ""
  const why = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return Effect.fail(new PortUnusable({ host, port, why }))
}
