import { startEmbeddedPostgres } from "@datahub-settlement/persistence"
import { Effect, Exit, Redacted, Scope } from "effect"

/** A database server that can be killed, and comes back on its port. */
export interface DatabaseServer {
  readonly urlOf: (database: string) => Redacted.Redacted<string>
  /** Creates a database where it is missing. */
  readonly create: (database: string) => Effect.Effect<void>
  /** SIGKILL to the server; when what is to go on without it is over, it is started again. */
  readonly killDuring: <A>(during: Effect.Effect<A>) => Effect.Effect<A>
}

/** Starts one on a folder: durable, as an operator has it. It ends with the scope. */
export const makeDatabaseServer = Effect.fnUntraced(function* (dataFolder: string) {
  const start = Effect.fnUntraced(function* (port?: number) {
    const scope = yield* Scope.make()
    const server = yield* startEmbeddedPostgres({ dataFolder, port, database: "postgres" }).pipe(
      Scope.provide(scope),
      Effect.orDie
    )
    return { server, scope }
  })
  let current = yield* start()
  yield* Effect.addFinalizer(() => Effect.suspend(() => Scope.close(current.scope, Exit.void)))
  const { port, url } = current.server
  return {
    urlOf: (database) => {
      const address = new URL(Redacted.value(url))
      address.pathname = `/${database}`
      return Redacted.make(address.href)
    },
    create: (database) =>
      Effect.asVoid(Effect.scoped(startEmbeddedPostgres({ dataFolder, port, database }))).pipe(Effect.orDie),
    killDuring: Effect.fnUntraced(function* (during) {
      process.kill(current.server.pid, "SIGKILL")
      yield* Scope.close(current.scope, Exit.void)
      const done = yield* during
      current = yield* start(port)
      return done
    })
  } satisfies DatabaseServer
})
