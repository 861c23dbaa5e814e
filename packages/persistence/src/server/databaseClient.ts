import { Effect } from "effect"
import { Socket } from "node:net"
import { Client } from "pg"
import type { ConnectionProblem } from "./ConnectionProblem.ts"
import { type DatabaseUrl, urlText } from "./databasePlace.ts"
import { describeConnectionError } from "./describeConnectionError.ts"

const connectTimeoutMillis = 10_000

/** One statement and its rows; a failure is described for people. */
export type RunSql = (
  statement: string,
  parameters?: ReadonlyArray<unknown>
) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, ConnectionProblem>

/**
 * Uses one connection for a few administrative statements and closes it again. What settles and stores uses a pool of
 * its own.
 */
export const withConnection = <A, E, R>(
  url: DatabaseUrl,
  use: (run: RunSql) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | ConnectionProblem, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(restore(connect(url)), (client) =>
      restore(use(runOn(client, url))).pipe(Effect.ensuring(Effect.promise(() => client.end().catch(() => undefined))))
    )
  )

const runOn =
  (client: Client, url: DatabaseUrl): RunSql =>
  (statement, parameters = []) =>
    Effect.tryPromise({
      try: () => client.query<Record<string, unknown>>(statement, [...parameters]),
      catch: (error) => describeConnectionError(error, url)
    }).pipe(Effect.map((result) => result.rows))

const connect = (url: DatabaseUrl): Effect.Effect<Client, ConnectionProblem> =>
  Effect.tryPromise({
    try: async (signal) => {
      const socket = new Socket()
      // Nobody waits any more for somebody who does not answer.
      signal.addEventListener("abort", () => socket.destroy())
      const client = new Client({
        connectionString: urlText(url),
        connectionTimeoutMillis: connectTimeoutMillis,
        stream: () => socket
      })
      // A connection that breaks while nobody waits for it must not end the process; the next statement reports it.
      client.on("error", () => undefined)
      try {
        await client.connect()
      } catch (error) {
        socket.destroy()
        throw error
      }
      return client
    },
    catch: (error) => describeConnectionError(error, url)
  })
