import { Context, Effect, Layer, type Option } from "effect"
import { HttpClient } from "effect/http"
import type { DatahubClientConfig } from "./config/DatahubClientConfig.ts"
import { type DatahubSettings, type InvalidDatahubConfig, settingsOf } from "./config/settingsOf.ts"
import { makeClockWatch } from "./exchange/clockWatch.ts"
import type { Connection } from "./operations/Connection.ts"
import { dequeue, type Dequeued, type DequeueFailure } from "./operations/dequeue.ts"
import { peek, type PeekedMessage, type PeekFailure } from "./operations/peek.ts"
import { submit, type SubmitFailure, type Submitted, type SubmittedDocument } from "./operations/submit.ts"
import { requestToken } from "./token/requestToken.ts"
import { makeTokenCache } from "./token/TokenCache.ts"

/**
 * DataHub's B2B interface for one actor in one market role. Tokens are fetched, kept and renewed here; what may be
 * repeated is repeated, and what cannot be helped by that fails with an error that says what a person can do.
 *
 * Delivery is at least once: store a peeked message under its id, then dequeue it, then work on what is stored. A message
 * that stays is handed out again and again, and holds up everything behind it.
 *
 * @example
 * import { DatahubClient, datahubEnvironments, tokenUrlOf } from "@datahub-settlement/datahub-client"
 * import { Effect, Layer, Option, Redacted } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const { baseUrl, scope, tenantId } = datahubEnvironments.preproduction
 * const client = DatahubClient.layer({
 *   baseUrl,
 *   scope,
 *   tokenUrl: tokenUrlOf(tenantId),
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   clientSecret: Redacted.make("from a vault")
 * })
 *
 * const program = Effect.gen(function* () {
 *   const datahub = yield* DatahubClient
 *   const message = yield* datahub.peek("measuredata")
 *   if (Option.isSome(message)) yield* datahub.dequeue(message.value.messageId)
 * })
 * const runnable = program.pipe(Effect.provide(client.pipe(Layer.provide(FetchHttpClient.layer))))
 * Effect.isEffect(runnable) // => true
 */
export class DatahubClient extends Context.Service<
  DatahubClient,
  {
    /**
     * The oldest message of a queue, without taking it away; `None` where none waits.
     *
     * @param queue a name in `paths.queues`: `measuredata`, `aggregations`, `masterdata` …
     */
    readonly peek: (queue: string) => Effect.Effect<Option.Option<PeekedMessage>, PeekFailure>
    /** Takes a message away that has been peeked. Do so only once it is stored. */
    readonly dequeue: (messageId: string) => Effect.Effect<Dequeued, DequeueFailure>
    /** Sends a document. Whoever calls again for the same document uses the same ids, and says so with `sentBefore`. */
    readonly submit: (document: SubmittedDocument) => Effect.Effect<Submitted, SubmitFailure>
  }
>()("@datahub-settlement/datahub-client/DatahubClient") {
  /** Over any `HttpClient`: that of fetch, of undici, or one of your own. */
  static readonly layer = (
    config: DatahubClientConfig
  ): Layer.Layer<DatahubClient, InvalidDatahubConfig, HttpClient.HttpClient> =>
    Layer.effect(
      DatahubClient,
      Effect.gen(function* () {
        const settings = yield* Effect.fromResult(settingsOf(config))
        return clientOver(yield* HttpClient.HttpClient, settings)
      })
    )
}

const clientOver = (client: HttpClient.HttpClient, settings: DatahubSettings): DatahubClient["Service"] => {
  const tokens = makeTokenCache((attempt) => requestToken(client, settings, attempt))
  const connection: Connection = { client, settings, tokens, clock: makeClockWatch() }
  return { peek: peek(connection), dequeue: dequeue(connection), submit: submit(connection) }
}
