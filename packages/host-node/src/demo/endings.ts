import { endSupply, Gsrn, type LocalDate, MarketCalendar, Portfolio } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { ask, type Stage, tell } from "./Stage.ts"

/** RSM-005/E20: a supply of ours is to end. It ends when the grid company has disconnected the point, not before. */
export const askForEnd = Effect.fnUntraced(function* (stage: Stage, gsrn: string, desired: LocalDate) {
  const answer = yield* ask(stage, endSupply({ gsrn, desiredEndAt: MarketCalendar.startOfDay(desired) }))
  yield* tell(stage, `${gsrn}: RSM-005, supply is to end on ${desired}: ${answer}`)
})

/** Tells when DataHub has said that it ended. */
export const tellEnd = Effect.fnUntraced(function* (stage: Stage, gsrn: string) {
  const point = Option.getOrUndefined(yield* (yield* Portfolio).point(Gsrn.make(gsrn)))
  const end = point?.supply.at(-1)?.to
  if (end === undefined) return
  yield* tell(stage, `${gsrn}: RSM-004, disconnected, our supply ended on ${MarketCalendar.localDateOf(end)}`)
})
