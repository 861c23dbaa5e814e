import { Effect, Predicate } from "effect"
import { HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"

const problem = (status: number, title: string, detail: string) =>
  HttpServerResponse.jsonUnsafe(
    { type: "about:blank", title, status, detail },
    { status, contentType: "application/problem+json" }
  )

const noRoute = ({ method, url }: HttpServerRequest.HttpServerRequest) =>
  problem(404, "Not Found", `There is no ${method} ${url.split("?")[0]} here: /openapi.json lists all there is`)

const isNoRoute = (error: unknown): boolean =>
  HttpServerError.isHttpServerError(error) && Predicate.isTagged(error.reason, "RouteNotFound")

/** No text in PostgreSQL holds it, so nothing has such an id. */
const holdsNul = (url: string): boolean => /%00/.test(url)

/** Answers by problem documents (RFC 9457) where the router has no words, or other ones. */
export const asProblems = <E, R>(
  app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, E, R | HttpServerRequest.HttpServerRequest> =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (holdsNul(request.url))
      return problem(400, "Bad Request", "The character U+0000 (%00) stands in no path or query")
    const response = yield* Effect.catchIf(app, isNoRoute, () => Effect.succeed(noRoute(request)))
    if (response.status !== 415) return response
    return problem(415, "Unsupported Media Type", "Send JSON, with the header content-type: application/json")
  })
