import {
  type Customer,
  Gsrn,
  type Instant,
  MarketCalendar,
  Portfolio,
  sendCustomerData,
  signUp
} from "@datahub-settlement/core"
import type { ActorPoint } from "@datahub-settlement/simulator"
import { Effect, Option } from "effect"
import { ask, type Stage, tell } from "./Stage.ts"

/** What somebody who signs up gives us. */
export interface Newcomer {
  readonly gsrn: string
  readonly name: string
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
}

const BALANCE_RESPONSIBLE = "5790009990024"

/** A CPR number that nobody in the world has: a misprint. */
const MISPRINTED_CPR = "0101990001"

/** What a point's customer gives us, who is at home there already. */
export const newcomerAt = ({ customerCpr, customerCvr, customerName, gsrn }: ActorPoint): Newcomer => ({
  gsrn,
  name: customerName ?? "",
  ...(customerCvr === undefined ? { cpr: customerCpr } : { cvr: customerCvr })
})

const numbersOf = ({ cpr, cvr }: Newcomer) => (cvr === undefined ? { cpr } : { cvr })

/** RSM-001/E03, and once DataHub has confirmed it RSM-027. With a wrong number it is refused, put right and sent again. */
export const changeSupplier = Effect.fnUntraced(function* (
  stage: Stage,
  wish: Newcomer,
  startAt: Instant,
  isMisprinted = false
) {
  const numbers = isMisprinted ? [{ cpr: MISPRINTED_CPR }, numbersOf(wish)] : [numbersOf(wish)]
  const { gsrn, name } = wish
  for (const number of numbers) {
    const draft = { gsrn, startAt, name, customer: "lives there", ...number } as const
    const answer = yield* ask(stage, signUp({ ...draft, balanceResponsible: BALANCE_RESPONSIBLE }))
    yield* tell(stage, `${gsrn}: RSM-001, switch to us on ${MarketCalendar.localDateOf(startAt)}: ${answer}`)
  }
  yield* ask(stage, sendCustomerData({ reason: "E03", gsrn, startAt, customer: yield* customerOf(wish) }))
})

/** RSM-001/E65, and RSM-027. */
export const moveIn = Effect.fnUntraced(function* (stage: Stage, wish: Newcomer, startAt: Instant) {
  const { gsrn, name } = wish
  const draft = { gsrn, startAt, name, customer: "moves in", ...numbersOf(wish) } as const
  const answer = yield* ask(stage, signUp({ ...draft, balanceResponsible: BALANCE_RESPONSIBLE }))
  yield* tell(stage, `${gsrn}: RSM-001, ${name} moves in on ${MarketCalendar.localDateOf(startAt)}: ${answer}`)
  yield* ask(stage, sendCustomerData({ reason: "E65", gsrn, startAt, customer: yield* customerOf(wish) }))
})

/** Complete customer data, at the address that DataHub has told us (RSM-022). */
const customerOf = Effect.fnUntraced(function* (newcomer: Newcomer) {
  const { gsrn, name } = newcomer
  const point = Option.getOrUndefined(yield* (yield* Portfolio).point(Gsrn.make(gsrn)))
  const { isActual: _isActual, ...address } = point?.meteringPoint.at(-1)?.masterData?.address ?? {}
  return {
    name,
    ...numbersOf(newcomer),
    protectedName: false,
    contacts: ["D01", "D04"].map((type) => ({ type, name, address }))
  } satisfies Customer
})
