import { Result } from "effect"
import type { Period } from "../market/index.ts"
import { type CimHeader, headerJson, headerOf } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { documentLabel, type rsmNumbers } from "./documentKind.ts"
import { addFault, type Faults, noFaults, type PathPart, refusal } from "./faults.ts"
import { cimRootOf, isObject, type JsonObject } from "./json.ts"
import { wireMinute } from "./wireInstant.ts"

/** Which series is being read, for the path of a fault. */
export interface SeriesPlace {
  readonly faults: Faults
  readonly path: ReadonlyArray<PathPart>
}

/** A document of the measurement family: a header and its series. */
export interface SeriesDocument<Series> {
  readonly header: CimHeader
  readonly series: ReadonlyArray<Series>
}

/** Reads every series of a document; one fault anywhere and nothing of it is used. */
export const decodeSeries = <Series>(
  input: unknown,
  name: keyof typeof rsmNumbers,
  read: (wire: JsonObject, place: SeriesPlace) => Series | undefined
): Result.Result<SeriesDocument<Series>, CimError> =>
  Result.flatMap(cimRootOf(input, name), (root) => {
    const faults = noFaults()
    const rootKey = `${name}_MarketDocument`
    const header = headerOf(root, rootKey, faults)
    const series: Array<Series> = []
    if (Array.isArray(root.Series)) {
      root.Series.forEach((wire: unknown, index) => {
        const path = [rootKey, "Series", index]
        if (!isObject(wire)) return addFault(faults, path, "an object", wire)
        const one = read(wire, { faults, path })
        if (one !== undefined) series.push(one)
      })
    } else addFault(faults, [rootKey, "Series"], "an array", root.Series)
    return faults.count === 0
      ? Result.succeed({ header, series })
      : Result.fail(refusal(documentLabel(name), faults, header.messageId || undefined))
  })

/** The document as JSON. */
export const seriesDocumentJson = <Series>(
  name: keyof typeof rsmNumbers,
  { header, series }: SeriesDocument<Series>,
  seriesJson: (series: Series) => JsonObject
): JsonObject => ({ [`${name}_MarketDocument`]: { ...headerJson(header), Series: series.map(seriesJson) } })

/** The values of a series, over its time. */
export const periodJson = (resolution: string, { from, to }: Period, Point: ReadonlyArray<JsonObject>): JsonObject => ({
  resolution,
  timeInterval: { start: { value: wireMinute(from) }, end: { value: wireMinute(to) } },
  Point
})
