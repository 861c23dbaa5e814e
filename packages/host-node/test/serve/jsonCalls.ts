import { Effect } from "effect"

export const apiKey = "an-api-key-for-tests-only"

/** An answer of the API. */
export interface JsonAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A call of the API with JSON: `POST` of a body, `GET` without one. */
export type JsonCall = (path: string, body?: unknown) => Effect.Effect<JsonAnswer>

/** Calls of the API at an address. */
export const jsonCalls =
  (url: string): JsonCall =>
  (path, body) =>
    Effect.promise(async () => {
      const headers = { "x-api-key": apiKey, "content-type": "application/json" }
      const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) }
      const response = await fetch(url + path, init)
      return { status: response.status, body: (await response.json()) as JsonAnswer["body"] }
    })
