import { OutgoingIds } from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores, withConnection } from "@datahub-settlement/persistence"
import { Effect, Layer, Redacted } from "effect"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { settings } from "./storage.ts"
import type { Storage } from "./System.ts"

/** The database that has our tables and nothing in them: every other one is a copy of it. */
const EMPTY = "model_empty"

/** Everything in PostgreSQL, on a server of its own in a temporary folder: a new database for each sequence. */
export const inDatabase = Effect.gen(function* () {
  const dataFolder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "datahub-settlement-model-"))),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
  )
  const server = yield* startEmbeddedPostgres({ dataFolder, durability: "test", database: EMPTY })
  yield* Effect.scoped(Effect.provide(migrate(), databaseLayer(server.url)))
  let opened = 0
  const database = Effect.gen(function* () {
    const name = `model_${++opened}`
    const url = urlOf(server.url, name)
    yield* Effect.acquireRelease(administer(server.url, `CREATE DATABASE ${name} TEMPLATE ${EMPTY}`), () =>
      administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
    )
    return stores.pipe(Layer.provide(databaseLayer(url)))
  })
  const open = Layer.mergeAll(Layer.unwrap(database), settings, countedIds).pipe(Layer.orDie)
  return { open: Layer.fresh(open), hasTransactions: true } satisfies Storage
})

const databaseLayer = (url: Redacted.Redacted<string>) =>
  Database.layer({ url, maxConnections: 4, applicationName: "datahub-settlement model" })

const countedIds = Layer.sync(OutgoingIds, () => {
  let made = 0
  return { next: Effect.sync(() => `id-${++made}`) }
})

const urlOf = (url: Redacted.Redacted<string>, database: string): Redacted.Redacted<string> => {
  const address = new URL(Redacted.value(url))
  address.pathname = `/${database}`
  return Redacted.make(address.href)
}

const administer = (url: Redacted.Redacted<string>, statement: string): Effect.Effect<void> =>
  Effect.orDie(Effect.asVoid(withConnection(urlOf(url, "postgres"), (run) => run(statement))))
