import { NodeHttpClient } from "@effect/platform-node"
import { DatahubClient, type DatahubClientConfig } from "@datahub-settlement/datahub-client"
import { Context, Effect, Fiber, Layer, Result, type Scope } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { type ScriptedDatahub, scriptedDatahub } from "./scriptedDatahub.ts"

/** The HTTP clients that the package is held to. */
export const httpClients: ReadonlyArray<{
  readonly name: string
  readonly layer: Layer.Layer<HttpClient.HttpClient>
}> = [
  { name: "undici", layer: NodeHttpClient.layerUndici },
  { name: "fetch", layer: FetchHttpClient.layer },
  { name: "node:http", layer: NodeHttpClient.layerNodeHttp }
]

export interface Scene {
  readonly server: ScriptedDatahub
  readonly client: DatahubClient["Service"]
}

/** A scripted server and a client of it. */
export const scene = (
  changes: Partial<DatahubClientConfig> = {},
  http: Layer.Layer<HttpClient.HttpClient> = NodeHttpClient.layerUndici
): Effect.Effect<Scene, never, Scope.Scope> =>
  Effect.gen(function* () {
    const server = yield* scriptedDatahub
    const context = yield* Effect.orDie(
      Layer.build(DatahubClient.layer(server.config(changes)).pipe(Layer.provide(http)))
    )
    return { server, client: Context.get(context, DatahubClient) }
  })

/** The failure that is expected. */
export const failureOf = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<E, never, R> =>
  Effect.flatMap(Effect.result(effect), (result) =>
    Result.isFailure(result)
      ? Effect.succeed(result.failure)
      : Effect.die(`it succeeded, with ${JSON.stringify(result.success)}`)
  )

const turnOfTheLoop = Effect.callback<void>((resume) => void setImmediate(() => resume(Effect.void)))

/** Runs on the test's clock, which goes on in small steps until it is done. */
export const withClockRunning = <A, E, R>(effect: Effect.Effect<A, E, R>, stepMs = 50): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    while (fiber.pollUnsafe() === undefined) {
      yield* TestClock.adjust(stepMs)
      yield* turnOfTheLoop
    }
    return yield* Fiber.join(fiber)
  })
