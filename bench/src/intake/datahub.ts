import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatahubClient } from "@datahub-settlement/datahub-client"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { FetchHttpClient } from "effect/http"
import { startHelper } from "./helper.ts"

/** A DataHub in a process of its own, whose queue can be filled with a day. */
export interface BenchDatahub {
  readonly address: DatahubAddress
  /** Queues a day's bundles; gives the files that hold the same bytes. */
  readonly fill: (day: number, resolution: string) => Effect.Effect<ReadonlyArray<string>>
}

/** Where a DataHub is, and how to get in. */
export interface DatahubAddress {
  readonly url: string
  readonly tokenUrl: string
  readonly scope: string
  readonly clientId: string
  readonly clientSecret: string
}

const temporaryFolder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "datahub-settlement-bundles-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

export const benchDatahub = (points: number): Effect.Effect<BenchDatahub, never, Scope.Scope> =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const helper = yield* startHelper("feed.ts", [String(points), folder])
    const address = JSON.parse(yield* helper.answer) as DatahubAddress
    return {
      address,
      fill: (day, resolution) =>
        Effect.gen(function* () {
          const bundles = Number(yield* helper.ask(`${day} ${resolution}`))
          return Array.from({ length: bundles }, (_, index) => join(folder, `${day}-${resolution}`, String(index)))
        })
    }
  })

/** A client of it. */
export const clientOf = ({
  clientId,
  clientSecret,
  scope,
  tokenUrl,
  url
}: DatahubAddress): Layer.Layer<DatahubClient> =>
  Layer.orDie(
    DatahubClient.layer({
      baseUrl: url,
      tokenUrl,
      scope,
      clientId,
      clientSecret: Redacted.make(clientSecret)
    })
  ).pipe(Layer.provide(FetchHttpClient.layer))
