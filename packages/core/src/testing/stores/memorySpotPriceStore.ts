import { Effect, Layer } from "effect"
import {
  currentSpotPrices,
  periodOfPoints,
  type SpotPoint,
  SpotPriceStore,
  type SpotPrices,
  spotGaps,
  spotNews,
  type SpotQuery,
  spotToRecord
} from "../../charges/index.ts"
import { isKnown } from "../../storage/index.ts"
import { MemoryKnowledge } from "./MemoryKnowledge.ts"
import { type Remembered, remember } from "./Remembered.ts"

/** The spot price store in memory. */
export const memorySpotPriceStore: Layer.Layer<SpotPriceStore, never, MemoryKnowledge> = Layer.effect(
  SpotPriceStore,
  Effect.gen(function* () {
    const knowledge = yield* MemoryKnowledge
    const revisions: Array<Remembered<SpotPoint>> = []
    const spotPrices = ({ asOf, period, priceArea }: SpotQuery): SpotPrices =>
      currentSpotPrices(
        priceArea,
        revisions.filter((one) => one.value.priceArea === priceArea && isKnown(one, asOf)).map(({ value }) => value),
        period
      )
    return {
      record: Effect.fnUntraced(function* (prices: SpotPrices, _source: string) {
        const points = yield* Effect.fromResult(spotToRecord(prices))
        if (points.length === 0) return { added: 0, revised: 0 }
        const at = yield* knowledge.recordingInstant
        const { added, news } = spotNews(
          spotPrices({ priceArea: prices.priceArea, period: periodOfPoints(points) }),
          points
        )
        remember(revisions, { closed: [], added: news }, at)
        return { added, revised: news.length - added }
      }),
      spotPrices: (query) => Effect.sync(() => spotPrices(query)),
      gaps: (query) => Effect.sync(() => spotGaps(spotPrices(query), query.period))
    }
  })
)
