import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Layer, Result } from "effect"
import * as fc from "fast-check"
import type { Connection } from "pg"
import { PassThrough } from "node:stream"
import { CopyOutQuery } from "../../src/database/CopyOutQuery.ts"
import { Database, withConnection } from "../../src/index.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

const messageOf = (type: string, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(5)
  header.write(type, "latin1")
  header.writeInt32BE(4 + content.length, 1)
  return Buffer.concat([header, content])
}

const READY = messageOf("Z", Buffer.from("I"))

/** What a server may send for a COPY: data, between it whatever else a server says, then the end. */
const conversations = fc.record({
  messages: fc.array(
    fc.record({ type: fc.constantFrom("d", "d", "d", "N", "S", "A"), content: fc.uint8Array({ maxLength: 40 }) }),
    { maxLength: 12 }
  ),
  end: fc.constantFrom("c", "C", "E"),
  cuts: fc.array(fc.nat(600))
})

/** The pieces of `bytes` between cuts; a cut beyond the end cuts nothing. */
const piecesOf = (bytes: Buffer, cuts: ReadonlyArray<number>): ReadonlyArray<Buffer> => {
  const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b)
  return ends.map((end, i) => Buffer.from(bytes.subarray(ends[i - 1] ?? 0, end))).filter(({ length }) => length > 0)
}

describe("what a server sends for COPY … TO STDOUT", () => {
  it("is told apart however it is cut: data to the reader, all else to the session, in its order", () => {
    fc.assert(
      fc.property(conversations, ({ cuts, end, messages }) => {
        const socket = new PassThrough()
        const [data, others]: [Array<Buffer>, Array<Buffer>] = [[], []]
        const session = (bytes: Buffer): void => void others.push(Buffer.from(bytes))
        socket.on("data", session)
        const query = new CopyOutQuery("", (bytes) => void data.push(Buffer.from(bytes)))
        query.submit({ stream: socket, query: () => undefined } as unknown as Connection)

        const sent = [
          ...messages.map(({ content, type }) => messageOf(type, content)),
          messageOf(end, Buffer.alloc(0)),
          READY
        ]
        for (const piece of piecesOf(Buffer.concat(sent), cuts)) socket.emit("data", piece)

        const isData = ({ type }: { readonly type: string }): boolean => type === "d"
        expect(Buffer.concat(data)).toEqual(Buffer.concat(messages.filter(isData).map(({ content }) => content)))
        expect(Buffer.concat(others)).toEqual(Buffer.concat(sent.filter((_, i) => messages[i]?.type !== "d")))
        expect(socket.listeners("data")).toEqual([session])
      }),
      { numRuns: 500 }
    )
  })
})

const database = Layer.unwrap(Effect.map(testDatabase, ({ url }) => Database.layer({ url, maxConnections: 1 })))

/** The text that a COPY gives, row by row. */
const copied = Effect.fnUntraced(function* (statement: string) {
  const chunks: Array<Buffer> = []
  yield* Database.use(({ copyOut }) => copyOut(`COPY (${statement}) TO STDOUT`, (chunk) => void chunks.push(chunk)))
  return Buffer.concat(chunks).toString().split("\n").slice(0, -1)
})

const one = Database.use(({ sql }) => Effect.map(sql<{ one: number }>`SELECT 1 AS one`, ([row]) => row!.one))

describe("COPY … TO STDOUT", () => {
  it.live.each([0, 1, 100_000])("gives every row: %s", (rows) =>
    Effect.gen(function* () {
      const numbers = yield* copied(`SELECT i FROM generate_series(1, ${rows}) i`)
      expect(numbers).toEqual(Array.from({ length: rows }, (_, i) => String(i + 1)))
      expect(yield* one).toBe(1)
    }).pipe(Effect.provide(database))
  )

  it.live("gives a row that is far longer than what a socket gives at once", () =>
    Effect.gen(function* () {
      const rows = yield* copied(`SELECT repeat('x', 3000000) UNION ALL SELECT 'y'`)
      expect(rows.map((row) => [row.length, row[0]])).toEqual([
        [3_000_000, "x"],
        [1, "y"]
      ])
    }).pipe(Effect.provide(database))
  )

  it.live("is not misled by what else the server says meanwhile", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      yield* sql`CREATE FUNCTION pg_temp.spoken(i int) RETURNS int LANGUAGE plpgsql AS
        'BEGIN RAISE NOTICE ''row %'', i; RETURN i; END'`
      expect(yield* copied("SELECT pg_temp.spoken(i) FROM generate_series(1, 500) i")).toHaveLength(500)
    }).pipe(Effect.provide(database))
  )

  it.live("leaves its session ready after a statement that fails in the middle", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const failed = yield* Effect.result(
        sql.withTransaction(copied("SELECT repeat('x', 1000), 1 / (5000 - i) FROM generate_series(1, 9000) i"))
      )
      expect(Result.isFailure(failed) && String(failed.failure.cause)).toContain("division by zero")
      expect(yield* one).toBe(1)
    }).pipe(Effect.provide(database))
  )

  it.live("leaves its session ready after a reader that fails in the middle", () =>
    Effect.gen(function* () {
      const { copyOut, sql } = yield* Database
      let calls = 0
      const reading = copyOut("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 9000)) TO STDOUT", () => {
        calls++
        throw new RangeError("no such column")
      })
      const failed = yield* Effect.result(sql.withTransaction(reading))
      expect(Result.isFailure(failed) && String(failed.failure.cause)).toContain("no such column")
      expect([calls, yield* one]).toEqual([1, 1])
    }).pipe(Effect.provide(database))
  )

  it.live("fails when the server ends its session", () =>
    Effect.gen(function* () {
      const { url } = yield* testDatabase
      const endOthers = withConnection(url, (run) =>
        run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`)
      )
      yield* Effect.gen(function* () {
        const { copyOut } = yield* Database
        let begun = (): void => undefined
        const first = new Promise<void>((resolve) => (begun = resolve))
        const endless = copyOut("COPY (SELECT repeat('x', 1000), generate_series(1, 2000000000)) TO STDOUT", () =>
          begun()
        )
        const ended = Effect.andThen(
          Effect.promise(() => first),
          endOthers
        )
        const [copy] = yield* Effect.all([Effect.exit(endless), ended], { concurrency: "unbounded" })
        expect(Exit.isFailure(copy)).toBe(true)
      }).pipe(Effect.provide(Database.layer({ url })))
    })
  )
})
