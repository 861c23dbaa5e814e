import { Effect, Stream } from "effect"
import type { Connection } from "effect/sql/SqlConnection"
import type { SqlError } from "effect/sql/SqlError"
import type pg from "pg"
import { columnTypes } from "./columnTypes.ts"
import { sqlErrorOf } from "./sqlErrorOf.ts"

type Rows = ReadonlyArray<Record<string, unknown>>
type TransformRows = (<A extends object>(row: ReadonlyArray<A>) => ReadonlyArray<A>) | undefined

/** One session with the server: Effect's connection over node-postgres, with the client beneath for COPY. */
export class PgSession implements Connection {
  readonly client: pg.PoolClient

  constructor(client: pg.PoolClient) {
    this.client = client
  }

  private query(
    sql: string,
    params: ReadonlyArray<unknown>,
    rowMode?: "array"
  ): Effect.Effect<pg.QueryResult, SqlError> {
    return Effect.callback((resume) => {
      const config = {
        text: sql,
        values: params as Array<unknown>,
        types: columnTypes,
        ...(rowMode ? { rowMode } : {})
      }
      this.client.query(config as pg.QueryConfig, (error: Error | null, result: pg.QueryResult) => {
        resume(error ? Effect.fail(sqlErrorOf(error, sql)) : Effect.succeed(result))
      })
    })
  }

  execute(sql: string, params: ReadonlyArray<unknown>, transformRows: TransformRows): Effect.Effect<Rows, SqlError> {
    const rows = Effect.map(this.query(sql, params), (result): Rows => result.rows)
    return transformRows === undefined ? rows : Effect.map(rows, transformRows)
  }

  executeRaw(sql: string, params: ReadonlyArray<unknown>): Effect.Effect<unknown, SqlError> {
    return this.query(sql, params)
  }

  executeStream(
    sql: string,
    params: ReadonlyArray<unknown>,
    transformRows: TransformRows
  ): Stream.Stream<unknown, SqlError> {
    return Stream.fromIterableEffect(this.execute(sql, params, transformRows))
  }

  executeValues(
    sql: string,
    params: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, SqlError> {
    return Effect.map(this.query(sql, params, "array"), (result) => result.rows)
  }

  executeValuesUnprepared(
    sql: string,
    params: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, SqlError> {
    return this.executeValues(sql, params)
  }

  executeUnprepared(
    sql: string,
    params: ReadonlyArray<unknown>,
    transformRows: TransformRows
  ): Effect.Effect<Rows, SqlError> {
    const done = this.execute(sql, params, transformRows)
    return endsTransaction.test(sql) ? Effect.catchIf(done, isConnectionLost, () => Effect.succeed([])) : done
  }
}

/** A session that is gone took its transaction with it: the failure that matters is the one before. */
const endsTransaction = /^(ROLLBACK|RELEASE SAVEPOINT)/

const isConnectionLost = ({ reason }: SqlError): boolean => reason._tag === "ConnectionError"
