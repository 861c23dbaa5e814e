import { LocalDate, MarketCalendar, type Period, Portfolio } from "@datahub-settlement/core"
import type { ActorPoint } from "@datahub-settlement/simulator"
import { Effect } from "effect"
import { recordContracts } from "./contracts.ts"
import { askForEnd, tellEnd } from "./endings.ts"
import { changeSupplier, moveIn, newcomerAt } from "./signUps.ts"
import { recordSpotPrices } from "./spotPrices.ts"
import { hourOf, keepUp, passUntil, type Stage, tell } from "./Stage.ts"

const date = LocalDate.make

/** The month that is settled. */
export const month: Period = MarketCalendar.monthPeriod(date("2026-01-01"))

/** When what happens. The days before the month are for what has to be told in time. */
export const days = {
  begin: date("2025-12-29"),
  switch: date("2026-01-01"),
  asked: date("2026-01-19"),
  moveIn: date("2026-01-21"),
  desiredEnd: date("2026-01-23"),
  ended: date("2026-01-28"),
  corrected: date("2026-01-30"),
  settle: date("2026-02-03"),
  end: date("2026-02-11")
}

/** Virtual time at which the simulated world begins, and at which the story ends. */
export const storyBegin = hourOf(days.begin, 10)
export const storyEnd = hourOf(days.end, 12)

const SIGN_UPS_MAX = 4

/** Prices, portfolio, contracts, new customers: what is there when the month begins. */
export const beforeTheMonth = Effect.fnUntraced(function* (stage: Stage, supplier: string) {
  yield* keepUp(stage)
  yield* recordSpotPrices
  const ours = yield* (yield* Portfolio).pointsInSupply({ period: { from: storyBegin, to: storyEnd } })
  yield* tell(stage, `charges and prices (RSM-034), master data of ${ours.length} dwellings (RSM-022, 028, 031)`)
  yield* agree(stage)
  const others = (yield* dwellings(stage)).filter((point) => point.supplier !== supplier)
  const startAt = MarketCalendar.startOfDay(days.switch)
  // One stays for whoever moves in.
  for (const [nth, point] of others.slice(0, Math.min(SIGN_UPS_MAX, others.length - 1)).entries()) {
    yield* changeSupplier(stage, newcomerAt(point), startAt, nth === 0)
  }
  yield* passUntil(stage, startAt)
  yield* agree(stage)
})

/** The month itself: readings every morning, somebody moves in, somebody's supply ends. */
export const theMonth = Effect.fnUntraced(function* (stage: Stage, supplier: string) {
  const { simulator } = stage
  yield* passUntil(stage, hourOf(days.asked, 10))
  const homes = yield* dwellings(stage)
  const strangers = homes.filter((home) => home.supplier !== supplier)
  const newcomer = { gsrn: strangers.at(-1)!.gsrn, name: "Solveig Nytorv", cpr: "0404860002" }
  yield* moveIn(stage, newcomer, MarketCalendar.startOfDay(days.moveIn))
  const leaver = homes.findLast((home) => home.supplier === supplier && home.gsrn !== newcomer.gsrn)!.gsrn
  yield* askForEnd(stage, leaver, days.desiredEnd)
  yield* passUntil(stage, hourOf(days.moveIn, 12))
  yield* agree(stage)
  yield* passUntil(stage, hourOf(days.ended, 12))
  yield* tellEnd(stage, leaver)
  yield* passUntil(stage, hourOf(days.corrected, 10))
  yield* simulator.startScenario("correction")
  yield* passUntil(stage, hourOf(days.settle, 12))
})

/** Contracts for whoever has none. */
const agree = Effect.fnUntraced(function* (stage: Stage) {
  const { fixed, solar, spot } = yield* recordContracts(month)
  const parts = [
    ...(spot === 0 ? [] : [`${spot} at spot price with a margin`]),
    ...(fixed === 0 ? [] : [`${fixed} at a fixed price`]),
    ...(solar === 0 ? [] : [`${solar} with solar cells`])
  ]
  if (parts.length > 0) yield* tell(stage, `contracts: ${parts.join(", ")}`)
})

const POINTS_READ = 10_000

const dwellings = Effect.fnUntraced(function* ({ simulator }: Stage) {
  const points: ReadonlyArray<ActorPoint> = yield* simulator.points(0, POINTS_READ)
  return points.filter(({ type }) => type === "E17")
})
