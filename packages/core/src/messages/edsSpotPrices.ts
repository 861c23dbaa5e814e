import { Result, Schema } from "effect"
import { type ContradictorySpotPrices, type SpotPoint, type SpotPrices, spotPricesOf } from "../charges/index.ts"
import { type Instant, intervalMs, PriceArea, type Resolution } from "../market/index.ts"
import { nanoFromDkkPerMwh } from "../quantity/index.ts"
import type { CimError } from "./CimError.ts"
import { SixDecimals } from "./cimSchema.ts"
import { decodeEds, utcOf } from "./edsEnvelope.ts"

/** What one document of spot prices holds. */
export interface SpotPriceData {
  readonly dataset: string
  readonly points: ReadonlyArray<SpotPoint>
  /** Intervals whose price in DKK is not there yet (`null`): they stay without a price. */
  readonly withoutPrice: ReadonlyArray<{ readonly priceArea: PriceArea; readonly start: Instant }>
  /** Rows of areas that are not Danish, by area. */
  readonly otherAreas: ReadonlyMap<string, number>
}

const startColumn = (resolution: Resolution) =>
  Schema.String.check(
    Schema.makeFilter((text: string) => (utcOf(text) ?? Number.NaN) % intervalMs[resolution] === 0, {
      expected: `the UTC start of a ${resolution} interval (2025-09-30T22:00:00)`
    })
  )

const price = Schema.NullOr(SixDecimals)

/** Elspotprices: hours, frozen; the last one is 2025-09-30T21:00Z. */
const ElspotRow = Schema.Struct({ HourUTC: startColumn("PT1H"), PriceArea: Schema.String, SpotPriceDKK: price })

/** DayAheadPrices: quarters from 2025-09-30T22:00Z. */
const DayAheadRow = Schema.Struct({ TimeUTC: startColumn("PT15M"), PriceArea: Schema.String, DayAheadPriceDKK: price })

/**
 * Decodes spot prices as Energi Data Service publishes them, `Elspotprices` (hours) or `DayAheadPrices` (quarters):
 * JSON text or the parsed value. Prices are DKK per MWh with at most six decimals and come out as whole nano-DKK per
 * kWh; they are keyed on their UTC column. {@link spotPricesOf} makes the prices of an area from the points of many
 * documents.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeSpotPoints } from "@datahub-settlement/core"
 *
 * const { points } = Result.getOrThrow(decodeSpotPoints(`{
 *   "total": 1, "filters": "{}", "dataset": "DayAheadPrices", "records": [
 *     { "TimeUTC": "2025-09-30T22:00:00", "TimeDK": "2025-10-01T00:00:00", "PriceArea": "DK1", "DayAheadPriceDKK": 766.0 }
 *   ]
 * }`))
 * points[0]?.nanoDkkPerKwh // => 766000000
 */
export const decodeSpotPoints = (input: unknown): Result.Result<SpotPriceData, CimError> =>
  decodeEds(input, { Elspotprices: ElspotRow, DayAheadPrices: DayAheadRow }, ({ dataset, rows }) => {
    const points: Array<SpotPoint> = []
    const withoutPrice: Array<{ readonly priceArea: PriceArea; readonly start: Instant }> = []
    const otherAreas = new Map<string, number>()
    for (const row of rows) {
      const { dkkPerMwh, priceArea, resolution, start } = pointOf(row)
      if (!isDanish(priceArea)) otherAreas.set(priceArea, (otherAreas.get(priceArea) ?? 0) + 1)
      else if (dkkPerMwh === null) withoutPrice.push({ priceArea, start })
      else points.push({ priceArea, resolution, start, nanoDkkPerKwh: nanoFromDkkPerMwh(dkkPerMwh)! })
    }
    return { dataset, points, withoutPrice, otherAreas }
  })

const pointOf = (row: typeof ElspotRow.Type | typeof DayAheadRow.Type) =>
  "HourUTC" in row
    ? { start: utcOf(row.HourUTC)!, resolution: "PT1H" as const, priceArea: row.PriceArea, dkkPerMwh: row.SpotPriceDKK }
    : {
        start: utcOf(row.TimeUTC)!,
        resolution: "PT15M" as const,
        priceArea: row.PriceArea,
        dkkPerMwh: row.DayAheadPriceDKK
      }

const isDanish = Schema.is(PriceArea)

/**
 * Spot prices of the Danish price areas from any number of documents in any order.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeSpotPrices } from "@datahub-settlement/core"
 *
 * const row = { HourUTC: "2025-01-14T23:00:00", HourDK: "2025-01-15T00:00:00", PriceArea: "DK1", SpotPriceDKK: 462.829987 }
 * const document = { total: 1, filters: "{}", dataset: "Elspotprices", records: [row] }
 * const [dk1] = Result.getOrThrow(decodeSpotPrices([document, document]))
 * dk1?.stretches[0]?.nanoDkkPerKwh[0] // => 462829987
 */
export const decodeSpotPrices = (
  documents: ReadonlyArray<unknown>
): Result.Result<ReadonlyArray<SpotPrices>, CimError | ContradictorySpotPrices> => {
  const points: Array<ReadonlyArray<SpotPoint>> = []
  for (const document of documents) {
    const decoded = decodeSpotPoints(document)
    if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
    points.push(decoded.success.points)
  }
  return spotPricesOf(points.flat())
}
