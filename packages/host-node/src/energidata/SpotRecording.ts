import type { Period, PriceArea } from "@datahub-settlement/core"
import type { SourceProblem } from "./SourcedDocument.ts"

/** What recording did for one price area. */
export interface SpotRecordedInArea {
  readonly priceArea: PriceArea
  /** Intervals whose price was not known. */
  readonly added: number
  /** Intervals whose price was another. */
  readonly revised: number
  /** Intervals that the documents name without a price in DKK. */
  readonly withoutPrice: number
  /** From the first interval that the documents name to the end of the last. */
  readonly span: Period
}

/** What recording some documents did. */
export interface SpotRecording {
  /** One for each area, in order. */
  readonly areas: ReadonlyArray<SpotRecordedInArea>
  /** Rows of areas that are not Danish, by area: left out. */
  readonly otherAreas: ReadonlyMap<string, number>
  readonly problems: ReadonlyArray<SourceProblem>
}

/** What several recordings did together. */
export const sumOfRecordings = (recordings: ReadonlyArray<SpotRecording>): SpotRecording => {
  const areas = new Map<PriceArea, SpotRecordedInArea>()
  const otherAreas = new Map<string, number>()
  for (const recording of recordings) {
    for (const part of recording.areas) {
      const sum = areas.get(part.priceArea)
      areas.set(part.priceArea, sum === undefined ? part : plus(sum, part))
    }
    for (const [area, rows] of recording.otherAreas) otherAreas.set(area, (otherAreas.get(area) ?? 0) + rows)
  }
  return {
    areas: [...areas.values()].sort((a, b) => (a.priceArea < b.priceArea ? -1 : 1)),
    otherAreas,
    problems: recordings.flatMap(({ problems }) => problems)
  }
}

const plus = (a: SpotRecordedInArea, b: SpotRecordedInArea): SpotRecordedInArea => ({
  priceArea: a.priceArea,
  added: a.added + b.added,
  revised: a.revised + b.revised,
  withoutPrice: a.withoutPrice + b.withoutPrice,
  span: { from: Math.min(a.span.from, b.span.from), to: Math.max(a.span.to, b.span.to) }
})
