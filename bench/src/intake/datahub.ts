import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { DatahubClient } from "@datahub-settlement/datahub-client"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { FetchHttpClient } from "effect/http"

/** A DataHub in a process of its own, whose queue can be filled with a day. */
export interface BenchDatahub {
  readonly client: Layer.Layer<DatahubClient>
  /** Queues a day's bundles; gives the files that hold the same bytes. */
  readonly fill: (day: number, resolution: string) => Effect.Effect<ReadonlyArray<string>>
}

interface Address {
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
    const script = fileURLToPath(new URL("feed.ts", import.meta.url))
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, [...process.execArgv, script, String(points), folder], {
          stdio: ["pipe", "pipe", "inherit"]
        })
      ),
      (running) => Effect.sync(() => running.kill("SIGKILL"))
    )
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const answer = Effect.promise(async () => {
      const { done, value } = await answers.next()
      if (done) throw new Error("the simulated DataHub ended")
      return value
    })
    const address = JSON.parse(yield* answer) as Address
    return {
      client: clientOf(address),
      fill: (day, resolution) =>
        Effect.gen(function* () {
          child.stdin.write(`${day} ${resolution}\n`)
          const bundles = Number(yield* answer)
          return Array.from({ length: bundles }, (_, index) => join(folder, `${day}-${resolution}`, String(index)))
        })
    }
  })

const clientOf = ({ clientId, clientSecret, scope, tokenUrl, url }: Address): Layer.Layer<DatahubClient> =>
  Layer.orDie(
    DatahubClient.layer({
      baseUrl: url,
      tokenUrl,
      scope,
      clientId,
      clientSecret: Redacted.make(clientSecret)
    })
  ).pipe(Layer.provide(FetchHttpClient.layer))
