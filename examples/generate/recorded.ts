import { type ChargeKey, type Period, type PriceArea } from "@datahub-settlement/core"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/*
 * Recorded prices of Energinet, Energi Data Service (CC BY 4.0): cut out and put into replies as a request with
 * `columns=` would get them. No price is changed.
 */

/** A row of the price list; unused prices are null. */
export interface PriceListRow {
  readonly [column: string]: string | number | null
}

/** The folder of recorded data. */
export interface Recorded {
  readonly dayAheadPrices: (area: PriceArea, period: Period) => unknown
  readonly elspotPrices: (area: PriceArea, period: Period) => unknown
  /** Rows of some charges of one company that hold in a period, as one reply. */
  readonly priceList: (file: string, charges: ReadonlyArray<ChargeKey>, period: Period) => unknown
  readonly priceListRows: (
    file: string,
    charges: ReadonlyArray<ChargeKey>,
    period: Period
  ) => ReadonlyArray<PriceListRow>
}

export const recordedData = (folder: string): Recorded => ({
  dayAheadPrices: (area, period) =>
    envelope(
      "DayAheadPrices",
      { PriceArea: [area] },
      "TimeUTC",
      spotRows(folder, "dayahead-15min-dk1-dk2-2025-10_2026-06.csv", area, period).map(([time, price]) => ({
        TimeUTC: time,
        PriceArea: area,
        DayAheadPriceDKK: price
      }))
    ),
  elspotPrices: (area, period) =>
    envelope(
      "Elspotprices",
      { PriceArea: [area] },
      "HourUTC",
      spotRows(folder, "elspot-hourly-dk1-dk2-2023-01_2025-09.csv", area, period).map(([time, price]) => ({
        HourUTC: time,
        PriceArea: area,
        SpotPriceDKK: price
      }))
    ),
  priceList: (file, charges, period) => priceListReply(priceListRows(folder, file, charges, period)),
  priceListRows: (file, charges, period) => priceListRows(folder, file, charges, period)
})

const envelope = (dataset: string, filters: unknown, sort: string, records: ReadonlyArray<unknown>) => ({
  total: records.length,
  filters: JSON.stringify(filters),
  sort,
  dataset,
  records
})

const spotRows = (
  folder: string,
  file: string,
  area: PriceArea,
  { from, to }: Period
): ReadonlyArray<readonly [time: string, dkkPerMwh: number]> => {
  const [header, ...lines] = readFileSync(join(folder, "spot", file), "utf8")
    .trim()
    .split("\n")
  const column = header!.split(",").indexOf(`${area.toLowerCase()}_dkk_mwh`)
  return lines.flatMap((line) => {
    const cells = line.split(",")
    const time = Date.parse(cells[0]!)
    return time < from || time >= to ? [] : [[cells[0]!.slice(0, 19), Number(cells[column])] as const]
  })
}

/** A reply of the price list with these rows. */
export const priceListReply = (rows: ReadonlyArray<PriceListRow>) => {
  const distinct = (column: string) => [...new Set(rows.map((row) => row[column]))]
  const filters = { GLN_Number: distinct("GLN_Number"), ChargeTypeCode: distinct("ChargeTypeCode") }
  return envelope("DatahubPricelist", filters, "ChargeType,ChargeTypeCode,ValidFrom", rows)
}

const priceListRows = (
  folder: string,
  file: string,
  charges: ReadonlyArray<ChargeKey>,
  period: Period
): ReadonlyArray<PriceListRow> => {
  const text = readFileSync(join(folder, "eds", "datahubpricelist", file), "utf8")
  const { records } = JSON.parse(text) as { readonly records: ReadonlyArray<PriceListRow> }
  const asked = (row: PriceListRow): boolean =>
    charges.some(
      ({ code, owner, type }) =>
        row["ChargeTypeCode"] === code && row["GLN_Number"] === owner && row["ChargeType"] === type
    )
  // Danish midnights without an offset: comparing dates is exact enough to leave out the years that do not matter.
  const from = new Date(period.from).toISOString()
  const to = new Date(period.to).toISOString()
  return records.filter((row) => asked(row) && String(row["ValidFrom"]) < to && (row["ValidTo"] ?? "9999") > from)
}
