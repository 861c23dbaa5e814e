import type { LocalDate } from "@datahub-settlement/core"

/** The datasets of Energi Data Service that are read here. */
export type EnergiDataset = "Elspotprices" | "DayAheadPrices" | "DatahubPricelist"

/** What is asked of one dataset. */
export interface EnergiDataQuery {
  readonly dataset: EnergiDataset
  /** First Danish local day; of a price list the first day that a row may begin on. */
  readonly from: LocalDate
  /** First Danish local day no longer asked for; without it everything from `from` on. */
  readonly to?: LocalDate | undefined
  /** Columns and the values that each may have; rows are matched by equality. */
  readonly filter: Readonly<Record<string, ReadonlyArray<string>>>
}

/** Rows of one request, `offset` counted from 0. */
export interface PageOfRows {
  readonly limit: number
  readonly offset: number
}

/**
 * An order in which no two rows are equal. Without one the pages of an answer need not fit together, and newest-first has
 * been seen where no order was asked for.
 */
const sorts: Readonly<Record<EnergiDataset, string>> = {
  Elspotprices: "HourUTC asc,PriceArea asc",
  DayAheadPrices: "TimeUTC asc,PriceArea asc",
  DatahubPricelist: "GLN_Number asc,ChargeType asc,ChargeTypeCode asc,ValidFrom asc"
}

/** Rows of a page: about 15 and 35 MB of JSON, well below the size limit. A page costs a minute, so that few are better. */
export const defaultPageRows: Readonly<Record<EnergiDataset, number>> = {
  Elspotprices: 100_000,
  DayAheadPrices: 100_000,
  DatahubPricelist: 40_000
}

/**
 * The URL of a query, or of one page of it. `start` and `end` are Danish local days, said so by `timezone` rather than
 * left to a default; no `columns`, since a column that is left out is missing in the rows.
 */
export const urlOf = (baseUrl: string, query: EnergiDataQuery, page?: PageOfRows): string => {
  const url = new URL(`dataset/${query.dataset}`, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`)
  url.searchParams.set("start", query.from)
  if (query.to !== undefined) url.searchParams.set("end", query.to)
  url.searchParams.set("timezone", "dk")
  url.searchParams.set("filter", JSON.stringify(query.filter))
  url.searchParams.set("sort", sorts[query.dataset])
  if (page !== undefined) {
    url.searchParams.set("limit", String(page.limit))
    url.searchParams.set("offset", String(page.offset))
  }
  return url.href
}
