import {
  buildChangeOfSupplier,
  buildCustomerData,
  buildMoveIn,
  type Customer,
  Gsrn,
  type Instant,
  MarketCalendar,
  Portfolio
} from "@datahub-settlement/core"
import type { ActorPoint } from "@datahub-settlement/simulator"
import { Effect, Option } from "effect"
import { answerTo, nextContext, type Stage, submit, tell } from "./Stage.ts"

/** What somebody who signs up gives us. */
export interface SignUp {
  readonly gsrn: string
  readonly name: string
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
}

const BALANCE_RESPONSIBLE = "5790009990024"

/** A CPR number that nobody in the world has: a misprint. */
const MISPRINTED_CPR = "0101990001"

/** What a point's customer gives us, who is at home there already. */
export const signUpOf = ({ customerCpr, customerCvr, customerName, gsrn }: ActorPoint): SignUp => ({
  gsrn,
  name: customerName ?? "",
  ...(customerCvr === undefined ? { cpr: customerCpr } : { cvr: customerCvr })
})

const numbersOf = ({ cpr, cvr }: SignUp) => (cvr === undefined ? { cpr } : { cvr })

/** RSM-001/E03, and once DataHub has confirmed it RSM-027. With a wrong number it is refused, put right and sent again. */
export const changeSupplier = Effect.fnUntraced(function* (
  stage: Stage,
  signUp: SignUp,
  startAt: Instant,
  isMisprinted = false
) {
  const from = MarketCalendar.localDateOf(startAt)
  const numbers = isMisprinted ? [{ cpr: MISPRINTED_CPR }, numbersOf(signUp)] : [numbersOf(signUp)]
  for (const number of numbers) {
    const context = yield* nextContext(stage)
    const { gsrn, name: customerName } = signUp
    const draft = { gsrn, startAt, customerName, balanceResponsible: BALANCE_RESPONSIBLE, ...number }
    yield* submit(stage, buildChangeOfSupplier(draft, context))
    const answer = yield* answerTo(context.transactionId)
    yield* tell(stage, `${gsrn}: RSM-001, switch to us on ${from}: ${answer}`)
  }
  yield* sendCustomerData(stage, signUp, startAt, "E03")
})

/** RSM-001/E65, and RSM-027. */
export const moveIn = Effect.fnUntraced(function* (stage: Stage, signUp: SignUp, startAt: Instant) {
  const context = yield* nextContext(stage)
  const { gsrn, name: customerName } = signUp
  const draft = { gsrn, startAt, customerName, kind: "ordinary", balanceResponsible: BALANCE_RESPONSIBLE } as const
  yield* submit(stage, buildMoveIn({ ...draft, ...numbersOf(signUp) }, context))
  const answer = yield* answerTo(context.transactionId)
  yield* tell(stage, `${gsrn}: RSM-001, ${customerName} moves in on ${MarketCalendar.localDateOf(startAt)}: ${answer}`)
  yield* sendCustomerData(stage, signUp, startAt, "E65")
})

const sendCustomerData = Effect.fnUntraced(function* (
  stage: Stage,
  signUp: SignUp,
  startAt: Instant,
  reason: "E03" | "E65"
) {
  const customer = yield* customerOf(signUp)
  const context = yield* nextContext(stage)
  yield* submit(stage, buildCustomerData({ reason, gsrn: signUp.gsrn, startAt, customer }, context))
})

/** Complete customer data, at the address that DataHub has told us (RSM-022). */
const customerOf = Effect.fnUntraced(function* (signUp: SignUp) {
  const { gsrn, name } = signUp
  const point = Option.getOrUndefined(yield* (yield* Portfolio).point(Gsrn.make(gsrn)))
  const { isActual: _isActual, ...address } = point?.meteringPoint.at(-1)?.masterData?.address ?? {}
  return {
    name,
    ...numbersOf(signUp),
    protectedName: false,
    contacts: ["D01", "D04"].map((type) => ({ type, name, address }))
  } satisfies Customer
})
