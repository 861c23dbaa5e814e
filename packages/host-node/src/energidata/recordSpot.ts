import {
  type ContradictorySpotPrices,
  decodeSpotPoints,
  intervalMs,
  periodOfPoints,
  type SpotPoint,
  type SpotPriceData,
  spotPricesOf,
  takeSpotPrices
} from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import type { SourcedDocument, SourceProblem } from "./SourcedDocument.ts"
import { type SpotRecordedInArea, type SpotRecording, sumOfRecordings } from "./SpotRecording.ts"

interface DecodedDocument extends SpotPriceData {
  readonly source: string
}

/**
 * Records documents of spot prices, fetched or from files. One that cannot be read is a problem, and the others are
 * recorded. Nothing is recorded of documents that contradict each other: nothing says which is right.
 */
export const recordSpot = Effect.fn("recordSpot")(function* (documents: ReadonlyArray<SourcedDocument>) {
  const problems: Array<SourceProblem> = []
  const decoded: Array<DecodedDocument> = []
  for (const { content, source } of documents) {
    const data = decodeSpotPoints(content)
    if (Result.isSuccess(data)) decoded.push({ source, ...data.success })
    else problems.push({ source, message: data.failure.message })
  }
  const together = spotPricesOf(decoded.flatMap(({ points }) => points))
  if (Result.isFailure(together)) {
    problems.push({
      source: sourcesOf(together.failure, decoded),
      message: `${together.failure.message}; nothing was recorded`
    })
    return recordingOf([], decoded, problems)
  }
  const areas: Array<SpotRecordedInArea> = []
  for (const document of decoded) areas.push(...(yield* recordDocument(document)))
  return recordingOf(areas, decoded, problems)
})

const recordDocument = Effect.fnUntraced(function* ({ points, source, withoutPrice }: DecodedDocument) {
  const areas: Array<SpotRecordedInArea> = withoutPrice.map(({ priceArea, start }) => ({
    priceArea,
    added: 0,
    revised: 0,
    withoutPrice: 1,
    // The length of an interval without a price is not told; that it begins here is enough to see the gap.
    span: { from: start, to: start + intervalMs.PT15M }
  }))
  // That they do not contradict each other has been seen for all documents together.
  for (const prices of Result.getOrThrow(spotPricesOf(points))) {
    const { priceArea } = prices
    const recorded = yield* takeSpotPrices(prices, source).pipe(
      // Whole and on the grid as they come from the decoder, so that a refusal is a fault of ours.
      Effect.catchTag(["ContradictorySpotPrices", "PricesRefused"], Effect.die)
    )
    const span = periodOfPoints(points.filter((point) => point.priceArea === priceArea))
    areas.push({ priceArea, ...recorded, withoutPrice: 0, span })
  }
  return areas
})

const recordingOf = (
  areas: ReadonlyArray<SpotRecordedInArea>,
  documents: ReadonlyArray<DecodedDocument>,
  problems: ReadonlyArray<SourceProblem>
): SpotRecording =>
  sumOfRecordings([
    { areas, otherAreas: new Map(), problems },
    ...documents.map(({ otherAreas }) => ({ areas: [], otherAreas, problems: [] }))
  ])

/** The documents that hold one of two contradictory prices. */
const sourcesOf = ({ points }: ContradictorySpotPrices, documents: ReadonlyArray<DecodedDocument>): string =>
  documents
    .filter((document) => document.points.some((point) => points.some((other) => isSame(point, other))))
    .map(({ source }) => source)
    .join(", ")

const isSame = (a: SpotPoint, b: SpotPoint): boolean =>
  a.priceArea === b.priceArea &&
  a.start === b.start &&
  a.resolution === b.resolution &&
  a.nanoDkkPerKwh === b.nanoDkkPerKwh
