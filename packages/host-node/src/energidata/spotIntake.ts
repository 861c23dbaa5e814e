import {
  addDays,
  MarketCalendar,
  type Period,
  type PriceArea,
  SpotPriceStore,
  type StorageError
} from "@datahub-settlement/core"
import { Clock, Effect } from "effect"
import type { EnergiDataQuery } from "./EnergiDataQuery.ts"
import { EnergiDataService } from "./EnergiDataService.ts"
import { recordSpot } from "./recordSpot.ts"
import type { SourcedDocument, SourceProblem } from "./SourcedDocument.ts"
import { daysOfPeriods, spotQueries, type WantedDays } from "./spotQueries.ts"
import { type SpotRecording, sumOfRecordings } from "./SpotRecording.ts"

/** Which spot prices are wanted. */
export interface SpotIntakeOptions {
  readonly areas: ReadonlyArray<PriceArea>
  readonly period: Period
  /** Asks for days with known prices too, so that what was published anew is recorded as a revision. */
  readonly refetch?: boolean | undefined
}

/** Where one price area stands after an intake. */
export interface SpotAreaOutcome {
  readonly priceArea: PriceArea
  /** Intervals whose price was not known. */
  readonly added: number
  /** Intervals whose price was another. */
  readonly revised: number
  /** Intervals that came without a price in DKK. */
  readonly withoutPrice: number
  /** Time without a price that is left. */
  readonly gaps: ReadonlyArray<Period>
}

/** What an intake of spot prices did. */
export interface SpotIntakeOutcome {
  readonly areas: ReadonlyArray<SpotAreaOutcome>
  /** Documents that came, fetched or from files. */
  readonly documents: number
  /** Rows of areas that are not Danish, by area: left out. */
  readonly otherAreas: Readonly<Record<string, number>>
  /** What could not be had or read; the rest is recorded. */
  readonly problems: ReadonlyArray<SourceProblem>
}

/**
 * Fetches the spot prices that are missing in a period and records them. Days up to 2025-09-30 come from `Elspotprices`,
 * later ones from `DayAheadPrices`; days after tomorrow are not asked for, since they cannot be there. A query that fails
 * ends the fetching of its dataset; what came before it is recorded, and the next intake asks for the rest only.
 */
export const spotIntake = Effect.fn("spotIntake")(function* ({ areas, period, refetch }: SpotIntakeOptions) {
  const wanted = yield* Effect.forEach([...new Set(areas)].sort(), (priceArea) =>
    Effect.map(refetch === true ? Effect.succeed([period]) : gapsOf(priceArea, period), (periods): WantedDays => ({
      priceArea,
      days: daysOfPeriods(periods)
    }))
  )
  const last = addDays(MarketCalendar.localDateOf(yield* Clock.currentTimeMillis), 1)
  const queries = spotQueries(wanted.map((one) => ({ ...one, days: one.days.filter((day) => day <= last) })))
  const byDataset = [...Map.groupBy(queries, ({ dataset }) => dataset).values()]
  // Each dataset has a minute of its own.
  const fetched = yield* Effect.forEach(byDataset, fetchAndRecord, { concurrency: 2 })
  const recorded = sumOfRecordings(fetched.flatMap(({ recordings }) => recordings))
  return yield* outcomeOf(
    wanted.map(({ priceArea }) => ({ priceArea, period })),
    { ...recorded, problems: [...recorded.problems, ...fetched.flatMap(({ problems }) => problems)] },
    fetched.reduce((sum, { recordings }) => sum + recordings.length, 0)
  )
})

/** Records documents of spot prices; gaps are told for the time from their first to their last price. */
export const spotImport = Effect.fn("spotImport")(function* (documents: ReadonlyArray<SourcedDocument>) {
  const recorded = yield* recordSpot(documents)
  const asked = recorded.areas.map(({ priceArea, span }) => ({ priceArea, period: span }))
  return yield* outcomeOf(asked, recorded, documents.length)
})

/** Time without a spot price, area by area. */
export const spotGapsOf = (
  areas: ReadonlyArray<PriceArea>,
  period: Period
): Effect.Effect<SpotIntakeOutcome, StorageError, SpotPriceStore> =>
  outcomeOf(
    [...new Set(areas)].sort().map((priceArea) => ({ priceArea, period })),
    { areas: [], otherAreas: new Map(), problems: [] },
    0
  )

/** One query after another, each recorded before the next is sent. */
const fetchAndRecord = Effect.fnUntraced(function* (queries: ReadonlyArray<EnergiDataQuery>) {
  const service = yield* EnergiDataService
  const recordings: Array<SpotRecording> = []
  for (const query of queries) {
    const answer = yield* Effect.result(service.rows(query))
    if (answer._tag === "Failure") {
      const problem: SourceProblem = { source: query.dataset, message: answer.failure.message }
      return { recordings, problems: [problem] }
    }
    recordings.push(yield* recordSpot([{ source: answer.success.source, content: answer.success }]))
  }
  return { recordings, problems: [] }
})

const gapsOf = (priceArea: PriceArea, period: Period) =>
  SpotPriceStore.use((store) => store.gaps({ priceArea, period }))

const outcomeOf = Effect.fnUntraced(function* (
  asked: ReadonlyArray<{ readonly priceArea: PriceArea; readonly period: Period }>,
  recorded: SpotRecording,
  documents: number
) {
  const areas = yield* Effect.forEach(asked, ({ period, priceArea }) =>
    Effect.map(gapsOf(priceArea, period), (gaps): SpotAreaOutcome => {
      const { added, revised, withoutPrice } = recorded.areas.find((one) => one.priceArea === priceArea) ?? NOTHING
      return { priceArea, added, revised, withoutPrice, gaps }
    })
  )
  const outcome: SpotIntakeOutcome = {
    areas,
    documents,
    otherAreas: Object.fromEntries(recorded.otherAreas),
    problems: recorded.problems
  }
  return outcome
})

const NOTHING = { added: 0, revised: 0, withoutPrice: 0 }
