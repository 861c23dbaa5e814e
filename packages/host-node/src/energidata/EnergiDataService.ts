import type { Instant } from "@datahub-settlement/core"
import { Clock, Config, Context, Effect, Layer, Random, Result } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import {
  type EnergiDataError,
  EnergiDataIncomplete,
  EnergiDataQueryRefused,
  EnergiDataRateLimited,
  EnergiDataTooLarge,
  EnergiDataUnknownDataset,
  EnergiDataUnreachable,
  EnergiDataUnreadable
} from "./EnergiDataError.ts"
import { defaultPageRows, type EnergiDataQuery, type EnergiDataset, urlOf } from "./EnergiDataQuery.ts"
import { type Answer, exchange, type NoAnswer } from "./exchange.ts"
import { beginningOf, type EnergiDataPage, pageOf } from "./pageOf.ts"
import { makeRequestTurn, type RequestTurn } from "./RequestTurn.ts"
import { MINUTE_MS, retryAfterMs } from "./retryAfter.ts"

/** How the service is asked. */
export interface EnergiDataOptions {
  /** Where the service is; a recording or a test stands elsewhere. */
  readonly baseUrl: string
  /** From a request to the last byte of its answer. */
  readonly timeoutMs: number
  /** Of one answer, unpacked. */
  readonly bytesMax: number
  /** Rows of one page. */
  readonly pageRows: Readonly<Record<EnergiDataset, number>>
  /** Rows of all pages of one query. */
  readonly rowsMax: number
  /** Requests for one page until it is given up. */
  readonly attemptsMax: number
  /** A longer wait than this is not waited for. */
  readonly waitMsMax: number
}

export const defaultEnergiDataOptions: EnergiDataOptions = {
  baseUrl: "https://api.energidataservice.dk",
  timeoutMs: 120_000,
  bytesMax: 64 * 1024 * 1024,
  pageRows: defaultPageRows,
  rowsMax: 500_000,
  attemptsMax: 4,
  waitMsMax: 15 * MINUTE_MS
}

/** All rows that a query matches, in the form that the decoders of core take. */
export interface EnergiDataDocument extends EnergiDataPage {
  readonly dataset: EnergiDataset
  /** The URL of the query, without its pages. */
  readonly source: string
}

/**
 * Energi Data Service, the open data of Energinet. It gives one request a minute for each dataset to one address, which
 * is kept here across pages and callers; whoever asks too often or too early waits. What cannot be had whole is an error.
 */
export class EnergiDataService extends Context.Service<
  EnergiDataService,
  {
    readonly rows: (query: EnergiDataQuery) => Effect.Effect<EnergiDataDocument, EnergiDataError>
  }
>()("@datahub-settlement/host-node/EnergiDataService") {
  static readonly layer = (
    options: Partial<EnergiDataOptions> = {}
  ): Layer.Layer<EnergiDataService, never, HttpClient.HttpClient> =>
    Layer.effect(
      EnergiDataService,
      Effect.map(HttpClient.HttpClient, (client) => make(client, { ...defaultEnergiDataOptions, ...options }))
    )

  /** The service as commands use it; `ENERGI_DATA_SERVICE_URL` puts another address in its place. */
  static readonly layerConfig: Layer.Layer<EnergiDataService, Config.ConfigError> = Layer.unwrap(
    Config.URL("ENERGI_DATA_SERVICE_URL").pipe(
      Config.withDefault(new URL(defaultEnergiDataOptions.baseUrl)),
      Effect.map(({ href }) => EnergiDataService.layer({ baseUrl: href }))
    )
  ).pipe(Layer.provide(FetchHttpClient.layer))
}

const make = (client: HttpClient.HttpClient, options: EnergiDataOptions): EnergiDataService["Service"] => {
  const turns: Readonly<Record<EnergiDataset, RequestTurn>> = {
    Elspotprices: makeRequestTurn("Elspotprices"),
    DayAheadPrices: makeRequestTurn("DayAheadPrices"),
    DatahubPricelist: makeRequestTurn("DatahubPricelist")
  }
  return {
    rows: Effect.fn("EnergiDataService.rows")(function* (query) {
      const turn = turns[query.dataset]
      return yield* turn.alone(allPages(query, options, (url) => pageAt(client, options, turn, query.dataset, url)))
    })
  }
}

/** Page after page until `total` rows are there; each is asked for behind what has come, however many the last one had. */
const allPages = Effect.fnUntraced(function* (
  query: EnergiDataQuery,
  options: EnergiDataOptions,
  read: (url: string) => Effect.Effect<EnergiDataPage, EnergiDataError>
) {
  const { dataset } = query
  const source = urlOf(options.baseUrl, query)
  const limit = options.pageRows[dataset]
  const records: Array<unknown> = []
  let total: number | undefined
  while (total === undefined || records.length < total) {
    const page = yield* read(urlOf(options.baseUrl, query, { limit, offset: records.length }))
    if (page.total > options.rowsMax) {
      return yield* new EnergiDataTooLarge({ dataset, url: source, limit: `${options.rowsMax} rows (${page.total})` })
    }
    for (const record of page.records) records.push(record)
    const reason = whyNotWhole(page, total, records.length)
    if (reason !== undefined) {
      return yield* new EnergiDataIncomplete({
        dataset,
        url: source,
        total: page.total,
        received: records.length,
        reason
      })
    }
    total = page.total
  }
  const document: EnergiDataDocument = { dataset, source, total, records }
  return document
})

const whyNotWhole = (page: EnergiDataPage, totalBefore: number | undefined, received: number): string | undefined => {
  if (totalBefore !== undefined && totalBefore !== page.total) {
    return `there were ${totalBefore} on the page before: the data changed while it was read; ask again`
  }
  if (received > page.total) return "there are more rows than the service counts"
  return page.records.length === 0 && received < page.total ? "the next page was empty; ask again later" : undefined
}

/** One page, asked for again where that may help. */
const pageAt = Effect.fnUntraced(function* (
  client: HttpClient.HttpClient,
  options: EnergiDataOptions,
  turn: RequestTurn,
  dataset: EnergiDataset,
  url: string
): Effect.fn.Return<EnergiDataPage, EnergiDataError> {
  const asked = exchange(client, url, options).pipe(
    Effect.catchTags({
      NoAnswer: (nothing) => Effect.succeed(nothing),
      AnswerTooLarge: ({ bytesMax }) =>
        Effect.fail(new EnergiDataTooLarge({ dataset, url, limit: `${bytesMax} bytes` }))
    })
  )
  for (let attempt = 1; ; attempt++) {
    yield* turn.begin
    const answer = yield* asked
    if ("status" in answer && !isTransient(answer)) return yield* pageOrError(answer, dataset, url)
    const now = yield* Clock.currentTimeMillis
    const { isLimit, reason, waitMs } = setbackOf(answer, now)
    const until = now + waitMs + Math.round((yield* Random.next) * jitterMs(isLimit) * attempt)
    turn.notBefore(until, reason)
    if (attempt < options.attemptsMax && until - now <= options.waitMsMax) continue
    return yield* isLimit
      ? new EnergiDataRateLimited({ dataset, url, until, attempts: attempt })
      : new EnergiDataUnreachable({ dataset, url, attempts: attempt, reason })
  }
})

const isTransient = ({ status }: Answer): boolean => status === 429 || status >= 500

/** A limit ends when the service says; of a fault nobody knows when it ends, so that many callers had better spread. */
const jitterMs = (isLimit: boolean): number => (isLimit ? 2_000 : 30_000)

/**
 * What came instead of rows, and how long to wait. After a fault it is a minute even where the service does not ask for
 * it: nobody knows whether the request has been counted.
 */
const setbackOf = (answer: Answer | NoAnswer, now: Instant): Setback => {
  if (!("status" in answer)) return { isLimit: false, waitMs: MINUTE_MS, reason: answer.reason }
  const { bytes, headers, status } = answer
  const waitMs = status === 429 || status === 503 ? retryAfterMs(headers, now) : MINUTE_MS
  if (status === 429) return { isLimit: true, waitMs, reason: "the service has had a request too many" }
  const text = beginningOf(bytes)
  return { isLimit: false, waitMs, reason: text === "" ? `status ${status}` : `status ${status}: ${text}` }
}

interface Setback {
  readonly isLimit: boolean
  readonly waitMs: number
  readonly reason: string
}

const pageOrError = (
  { bytes, status }: Answer,
  dataset: EnergiDataset,
  url: string
): Effect.Effect<EnergiDataPage, EnergiDataError> => {
  if (status === 404) return Effect.fail(new EnergiDataUnknownDataset({ dataset, url }))
  const answer = beginningOf(bytes)
  if (status < 200 || status > 299) return Effect.fail(new EnergiDataQueryRefused({ dataset, url, status, answer }))
  return Effect.fromResult(
    Result.mapError(pageOf(bytes, dataset), (reason) => new EnergiDataUnreadable({ dataset, url, reason, answer }))
  )
}
