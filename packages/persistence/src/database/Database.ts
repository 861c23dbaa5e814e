import { Context, Effect, Layer, Option, Redacted, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlError, Statement } from "effect/sql"
import pg from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { Socket } from "node:net"
import { finished } from "node:stream/promises"
import { CopyOutQuery } from "./CopyOutQuery.ts"
import { PgSession } from "./PgSession.ts"
import { sqlErrorOf } from "./sqlErrorOf.ts"

/** How to reach a server. */
export interface DatabaseConfig {
  readonly url: Redacted.Redacted<string>
  /** Sessions at the same time. */
  readonly maxConnections?: number | undefined
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string | undefined
}

/**
 * One PostgreSQL database: Effect's SQL client and, on the same sessions and so inside the same transactions, COPY.
 */
export class Database extends Context.Service<
  Database,
  {
    readonly sql: SqlClient.SqlClient
    /** Sends chunks of a COPY … FROM STDIN; gives the rows that the server took. Joins the transaction around it. */
    readonly copyIn: (
      statement: string,
      chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
    ) => Effect.Effect<number, SqlError.SqlError>
    /** Reads a COPY … TO STDOUT; `onChunk` sees each piece as it comes, and slows the server down by not returning. */
    readonly copyOut: (statement: string, onChunk: (chunk: Buffer) => void) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@datahub-settlement/persistence/Database") {
  static readonly layer = (config: DatabaseConfig): Layer.Layer<Database | SqlClient.SqlClient, SqlError.SqlError> =>
    Layer.effectContext(
      Effect.gen(function* () {
        const database = yield* make(config)
        return Context.make(Database, database).pipe(Context.add(SqlClient.SqlClient, database.sql))
      })
    ).pipe(Layer.provide(Reactivity.layer))
}

const make = Effect.fnUntraced(function* (config: DatabaseConfig) {
  const pool = yield* acquirePool(config)
  const acquirer = acquireSession(pool)
  const sql = yield* SqlClient.make({
    acquirer,
    compiler,
    driver: "pg",
    spanAttributes: [["db.system.name", "postgresql"]],
    releaseSavepoint: (name: string) => `RELEASE SAVEPOINT ${name}`
  })
  /** The session of the transaction around us, or one of our own. */
  const session: Effect.Effect<PgSession, SqlError.SqlError, Scope.Scope> = Effect.flatMap(
    Effect.serviceOption(sql.transactionService),
    Option.match({ onNone: () => acquirer, onSome: ([connection]) => Effect.succeed(connection as PgSession) })
  )
  return {
    sql,
    copyIn: (statement: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
      Effect.scoped(Effect.flatMap(session, ({ client }) => sendCopy(client, statement, chunks))),
    copyOut: (statement: string, onChunk: (chunk: Buffer) => void) =>
      Effect.scoped(Effect.flatMap(session, ({ client }) => receiveCopy(client, statement, onChunk)))
  }
})

const compiler = Statement.makeCompiler({
  dialect: "pg",
  placeholder: (index) => `$${index}`,
  onIdentifier: Statement.defaultEscape('"'),
  onCustom: () => ["", []],
  onRecordUpdate: (placeholders, alias, columns, values, returning) => [
    `(values ${placeholders}) AS ${alias}${columns}${returning ? ` RETURNING ${returning[0]}` : ""}`,
    returning ? values.flat().concat(returning[1]) : values.flat()
  ]
})

const acquirePool = Effect.fnUntraced(function* (
  config: DatabaseConfig
): Effect.fn.Return<pg.Pool, SqlError.SqlError, Scope.Scope> {
  const { pool } = yield* Effect.acquireRelease(
    Effect.sync(() => poolOf(config)),
    ({ end }) => Effect.promise(end)
  )
  yield* Effect.tryPromise({ try: () => pool.query("SELECT 1"), catch: (cause) => sqlErrorOf(cause, "connect") })
  return pool
})

/** A pool, and how it is ended: who has not been let in by then is not waited for, as a server that never answers would be. */
const poolOf = ({ applicationName, maxConnections, url }: DatabaseConfig) => {
  const connecting = new Set<Socket>()
  class Client extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const socket = new Socket()
      super({ ...config, stream: () => socket })
      connecting.add(socket)
      const isThrough = (): void => void connecting.delete(socket)
      socket.once("close", isThrough)
      this.once("connect", isThrough)
    }
  }
  const pool = new pg.Pool({
    Client,
    connectionString: Redacted.value(url),
    max: maxConnections ?? 10,
    application_name: applicationName ?? "datahub-settlement",
    connectionTimeoutMillis: 10_000
  })
  // A session that dies while idle is replaced by the pool; the error belongs to no one.
  pool.on("error", ignoreError)
  // One that dies between two queries, or between the pool and us, has nobody to tell, and would take the process along.
  pool.on("connect", (client) => {
    client.on("error", ignoreError)
    noteEnd(client)
  })
  const end = async (): Promise<void> => {
    const ended = pool.end()
    for (const socket of connecting) socket.destroy()
    await ended
  }
  return { pool, end }
}

const acquireSession = (pool: pg.Pool): Effect.Effect<PgSession, SqlError.SqlError, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.tryPromise({ try: () => pool.connect(), catch: (cause) => sqlErrorOf(cause, "connect") }),
      // A session that was left in the middle of something, or that the server ends, must not serve anyone else.
      (client) => Effect.sync(() => client.release(isBusy(client) || ended.has(client)))
    ),
    (client) => new PgSession(client)
  )

const ignoreError = (): void => {}

/** Sessions that the server has said it ends; their sockets may be open for another moment. */
const ended = new WeakSet<pg.ClientBase>()

const noteEnd = (client: pg.PoolClient): void => {
  const { connection } = client as unknown as { readonly connection: NodeJS.EventEmitter }
  // Before the driver's own listener, which tells whoever waits, who gives the session back at once.
  connection.prependListener("errorMessage", ({ severity }: { readonly severity?: string }) => {
    if (severity === "FATAL") ended.add(client)
  })
}

const isBusy = (client: pg.PoolClient): boolean =>
  (client as unknown as { readonly _activeQuery: unknown })._activeQuery !== null

const sendCopy = (
  client: pg.PoolClient,
  statement: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
): Effect.Effect<number, SqlError.SqlError> =>
  Effect.tryPromise({
    try: async (signal) => {
      const stream = client.query(copyFrom(statement))
      signal.addEventListener("abort", () => stream.destroy())
      const done = finished(stream)
      done.catch(() => {})
      try {
        for await (const chunk of chunks) {
          if (!stream.write(chunk)) await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), done])
        }
        stream.end()
      } catch (cause) {
        stream.destroy(cause instanceof Error ? cause : new Error(String(cause)))
        throw cause
      }
      await done
      return stream.rowCount
    },
    catch: (cause) => sqlErrorOf(cause, statement)
  })

const receiveCopy = (
  client: pg.PoolClient,
  statement: string,
  onChunk: (chunk: Buffer) => void
): Effect.Effect<void, SqlError.SqlError> =>
  Effect.tryPromise({
    try: async () => {
      const faults: Array<unknown> = []
      const take = (chunk: Buffer): void => {
        // The rest is read and dropped: a session in the middle of a COPY takes no other statement, not even a ROLLBACK.
        if (faults.length > 0) return
        try {
          onChunk(chunk)
        } catch (fault) {
          faults.push(fault)
        }
      }
      await client.query(new CopyOutQuery(statement, take)).done
      if (faults.length > 0) throw faults[0]
    },
    catch: (cause) => sqlErrorOf(cause, statement)
  })
