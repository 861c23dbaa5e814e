import { Effect } from "effect"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import type { AdvancedProcess } from "../processes/index.ts"

/**
 * A supply that begins on another day than was thought: what was agreed for its first day, and who is the customer from
 * then, begin with it. What begins on another day of its own accord, or would displace something else, stays as it is.
 */
export const startMoves = Effect.fnUntraced(function* ({ effects, process: { gsrn } }: AdvancedProcess) {
  if (gsrn === undefined) return
  for (const effect of effects) if (effect.kind === "moveSupplyStart") yield* moveStart(gsrn, effect)
})

interface Move {
  readonly from: Instant
  readonly to: Instant
}

const moveStart = Effect.fnUntraced(function* (gsrn: Gsrn, move: Move) {
  const portfolio = yield* Portfolio
  const point = (yield* portfolio.versions([gsrn])).get(gsrn)
  // A point that is not ours yet has contracts only.
  if (point === undefined) return
  const { contracts, customers } = point
  const gone = { gsrn, from: move.from, to: move.to }
  yield* portfolio.record({
    contracts: earlier(contracts, move),
    customers: earlier(customers, move),
    removed: { contracts: isLater(contracts, move) ? [gone] : [], customers: isLater(customers, move) ? [gone] : [] }
  })
})

const beginsAt =
  ({ from }: Move) =>
  (one: Validity): boolean =>
    one.from === from

const isLater = (versions: ReadonlyArray<Validity>, move: Move): boolean =>
  move.to > move.from && versions.some(beginsAt(move))

/** What begins with the supply, from the earlier day on. */
const earlier = <V extends Validity>(versions: ReadonlyArray<V>, move: Move): ReadonlyArray<V> => {
  const isTaken = versions.some((one) => one.from < move.from && endOf(one) > move.to)
  return move.to >= move.from || isTaken
    ? []
    : versions.filter(beginsAt(move)).map((one) => ({ ...one, from: move.to }))
}
