import { Effect, Exit, Redacted, Scope } from "effect"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startEmbeddedPostgres } from "../EmbeddedPostgres.ts"
import { isRunning } from "../isRunning.ts"

const folderPrefix = "datahub-settlement-tests-"

/** Folders of runs that were killed before they could tidy up. */
const sweep = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || isRunning(pid)) continue
    // Of another account, or its server is just going: the next run comes by here too.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

const temporaryFolder = Effect.acquireRelease(
  Effect.promise(async () => {
    await sweep()
    return mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  }),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

const server = Effect.gen(function* () {
  const dataFolder = yield* temporaryFolder
  const { url } = yield* startEmbeddedPostgres({ dataFolder, durability: "test", database: "postgres" })
  return Redacted.value(url)
})

/** A server that has been started for a test run. */
export interface StartedTestServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts a server on a temporary folder; stopping it removes the folder. */
export const startTestServer = async (): Promise<StartedTestServer> => {
  const scope = Scope.makeUnsafe()
  const stop = (): Promise<void> => Effect.runPromise(Scope.close(scope, Exit.void))
  try {
    return { url: await Effect.runPromise(server.pipe(Scope.provide(scope))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
