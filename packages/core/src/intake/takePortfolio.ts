import { Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { Portfolio, type PortfolioChanges, touchedPoints } from "../portfolio/index.ts"
import { CorrectionsDue } from "../runs/index.ts"
import { newsFrom } from "./newsFrom.ts"
import { noteCorrections } from "./noteCorrections.ts"
import { reckonAconto } from "./reckonAconto.ts"
import { touchedByPortfolio } from "./touchedByPortfolio.ts"

/**
 * Records what the operator says of metering points, supply, contracts and links. Whatever of it says something else of
 * settled time is noted for correction, and what is prepaid is reckoned anew, in the same transaction: a contract that comes after its month was settled, other
 * terms, electric heating, production, a child point that belongs elsewhere.
 *
 * @example
 * import { Effect } from "effect"
 * import { GridArea, gsrnOf, LocalDate, MarketCalendar, takePortfolio } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-01-01"))
 * const point = { gsrn, from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" } as const
 * const taken = takePortfolio({ meteringPoints: [point], supply: [{ gsrn, from }] }, "a file")
 * await Effect.runPromise(Effect.provide(taken, memoryIntake())) // => { added: 2, superseded: 0 }
 */
export const takePortfolio = Effect.fn("takePortfolio")(function* (changes: PortfolioChanges, source: string) {
  const { atomically } = yield* Transactions
  return yield* atomically(
    Effect.gen(function* () {
      const outcome = yield* recordAndNote(changes, source)
      if (outcome.added + outcome.superseded > 0) yield* reckonPrepaid(changes, source)
      return outcome
    })
  )
})

/** What is prepaid falls on other days where the supply is another one. */
const reckonPrepaid = Effect.fnUntraced(function* (changes: PortfolioChanges, source: string) {
  const { supply } = touchedPoints(changes)
  if (supply.length > 0) yield* reckonAconto(supply, { source: (yield* newsFrom(source)).messageId })
})

const recordAndNote = Effect.fnUntraced(function* (changes: PortfolioChanges, source: string) {
  const portfolio = yield* Portfolio
  if ((yield* (yield* CorrectionsDue).settledUntil) === undefined) return yield* portfolio.record(changes)
  const gsrns = [...new Set(Object.values(touchedPoints(changes)).flat())].sort()
  const before = yield* portfolio.versions(gsrns)
  const recorded = yield* portfolio.record(changes)
  if (recorded.added + recorded.superseded === 0) return recorded
  const touched = touchedByPortfolio(gsrns, before, yield* portfolio.versions(gsrns))
  const news = yield* newsFrom(source)
  for (const [cause, same] of Map.groupBy(touched, (one) => one.cause)) yield* noteCorrections(cause, same, news)
  return recorded
})
