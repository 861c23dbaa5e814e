import type { Database } from "@datahub-settlement/persistence"
import { Context, Effect, Layer } from "effect"
import { HttpServer, HttpServerResponse } from "effect/http"
import { readConfig } from "../../src/config/readConfig.ts"
import { hostSurroundings } from "../../src/demo/simulatedHost.ts"
import { hostApp } from "../../src/serve/api/hostApp.ts"
import { listen } from "../../src/serve/api/listen.ts"
import type { Stores } from "../../src/store/openStore.ts"
import { jsonCalls } from "./jsonCalls.ts"
import { quickSettings } from "./serveProcess.ts"

/** The API of the host on a database, without its workers: nothing is sent or taken in. */
export const apiInProcess = Effect.fnUntraced(function* <E>(stores: Layer.Layer<Stores | Database, E>) {
  const { config, problems } = readConfig({ environment: quickSettings("http://127.0.0.1:1") })
  if (config === undefined) throw new Error(problems.join("\n"))
  const { answerBy, context } = yield* listen(config, Effect.succeed(HttpServerResponse.empty({ status: 503 })))
  const around = yield* Layer.build(Layer.merge(stores, hostSurroundings(config)))
  yield* answerBy(yield* hostApp(config).pipe(Effect.provideContext(around), Effect.provideContext(context)))
  return jsonCalls(HttpServer.formatAddress(Context.get(context, HttpServer.HttpServer).address))
})
