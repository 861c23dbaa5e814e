import { Clock, Effect, type Scope } from "effect"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Row } from "./spotRows.ts"

/** What the service holds, by dataset. */
export type FakeData = Readonly<Record<string, ReadonlyArray<Row>>>

/** Something that happens instead of an answer. It counts as an accepted request, as far as the service can tell. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => void

/** One request as it came. */
export interface SeenRequest {
  readonly dataset: string
  readonly params: Readonly<Record<string, string>>
  readonly at: number
}

export interface FakeEnergiData {
  readonly url: string
  readonly requests: ReadonlyArray<SeenRequest>
  data: FakeData
  /** Taken one by one by the next requests. */
  readonly faults: Array<Fault>
  /** How a 429 says when to come again. */
  retryAfter: "seconds" | "date" | "absent"
  /** Rows of a page at most, whatever is asked for. */
  rowsMax: number
  /** Somebody else at this address has a request accepted now. */
  readonly askedByAnother: (dataset: string) => void
  /** Until so many requests have come. */
  readonly arrived: (count: number) => Effect.Effect<void>
}

const MINUTE_MS = 60_000

/** Column that `start` and `end` look at, when they are read as Danish time. */
const dateColumns: Readonly<Record<string, string>> = {
  Elspotprices: "HourDK",
  DayAheadPrices: "TimeDK",
  DatahubPricelist: "ValidFrom"
}

/**
 * Energi Data Service as far as it is used here, on loopback: days, filters, order, pages, and one accepted request a
 * minute for each dataset by the clock of the test.
 */
export const fakeEnergiData = (data: FakeData = {}): Effect.Effect<FakeEnergiData, never, Scope.Scope> =>
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const accepted = new Map<string, number>()
    const requests: Array<SeenRequest> = []
    const waiting: Array<{ readonly count: number; readonly resume: () => void }> = []
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://fake")
      const dataset = url.pathname.replace("/dataset/", "")
      const at = clock.currentTimeMillisUnsafe()
      requests.push({ dataset, params: Object.fromEntries(url.searchParams), at })
      for (const one of waiting.splice(0)) {
        if (requests.length >= one.count) one.resume()
        else waiting.push(one)
      }
      const leftMs = (accepted.get(dataset) ?? Number.NEGATIVE_INFINITY) + MINUTE_MS - at
      if (leftMs > 0) return tooMany(response, fake.retryAfter, leftMs, at)
      accepted.set(dataset, at)
      const fault = fake.faults.shift()
      if (fault !== undefined) return fault(request, response)
      answer(response, fake, dataset, url.searchParams)
    })
    yield* Effect.acquireRelease(
      Effect.callback<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
      () =>
        Effect.callback<void>((resume) => {
          server.closeAllConnections()
          server.close(() => resume(Effect.void))
        })
    )
    const fake: FakeEnergiData = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      requests,
      data,
      faults: [],
      retryAfter: "seconds",
      rowsMax: Number.POSITIVE_INFINITY,
      askedByAnother: (dataset) => void accepted.set(dataset, clock.currentTimeMillisUnsafe()),
      arrived: (count) =>
        Effect.callback((resume) => {
          if (requests.length >= count) resume(Effect.void)
          else waiting.push({ count, resume: () => resume(Effect.void) })
        })
    }
    return fake
  })

const tooMany = (response: ServerResponse, how: FakeEnergiData["retryAfter"], leftMs: number, at: number): void => {
  const header = how === "seconds" ? String(Math.ceil(leftMs / 1000)) : new Date(at + leftMs).toUTCString()
  const date = new Date(at).toUTCString()
  response.writeHead(429, how === "absent" ? { date } : { date, "retry-after": header }).end("Too many requests")
}

const answer = (response: ServerResponse, fake: FakeEnergiData, dataset: string, params: URLSearchParams): void => {
  const rows = fake.data[dataset]
  if (rows === undefined) return void response.writeHead(404).end("Not found")
  const filters = params.get("filter") ?? "{}"
  const unknown = Object.keys(JSON.parse(filters)).find((column) => rows.length > 0 && !(column in rows[0]!))
  if (unknown !== undefined) return void response.writeHead(400).end(`Unknown column ${unknown}`)
  const matching = sorted(
    rows.filter((row) => isBetween(row, dataset, params) && isMatch(row, JSON.parse(filters))),
    params.get("sort") ?? ""
  )
  const offset = Number(params.get("offset") ?? 0)
  const limit = Math.min(Number(params.get("limit") ?? 100), fake.rowsMax)
  const records = matching.slice(offset, offset + limit)
  const body = { total: matching.length, filters, sort: params.get("sort"), limit, dataset, records }
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body))
}

const isBetween = (row: Row, dataset: string, params: URLSearchParams): boolean => {
  const date = String(row[dateColumns[dataset]!]).slice(0, 10)
  return date >= (params.get("start") ?? "") && date < (params.get("end") ?? "9999")
}

const isMatch = (row: Row, filter: Readonly<Record<string, ReadonlyArray<string>>>): boolean =>
  Object.entries(filter).every(([column, values]) => values.includes(String(row[column])))

const sorted = (rows: ReadonlyArray<Row>, sort: string): ReadonlyArray<Row> => {
  const columns = sort.split(",").map((part) => part.trim().split(" ")[0]!)
  const keyOf = (row: Row): string => columns.map((column) => String(row[column])).join("\n")
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** A status with a text. */
export const status =
  (code: number, text = "", headers: Readonly<Record<string, string>> = {}): Fault =>
  (_, response) =>
    void response.writeHead(code, headers).end(text)

/** Never answers. */
export const silence: Fault = () => {}

/** Begins an answer and says no more. */
export const stall: Fault = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" })
  response.write('{"total": 1, ')
}

/** Begins an answer and cuts the connection. */
export const cut: Fault = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" })
  response.write('{"total": 1, ', () => response.destroy())
}

/** An answer of any shape. */
export const body =
  (text: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Fault =>
  (_, response) =>
    void response.writeHead(200, headers).end(text)
