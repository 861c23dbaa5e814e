import { Effect } from "effect"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { takeAcontoPlans, takePortfolio } from "../intake/index.ts"
import { otherSignUps } from "../intake/signUps.ts"
import { type AcontoPlan, AcontoPlans } from "../invoicing/index.ts"
import { buildChangeOfSupplier, buildMoveIn } from "../messages/index.ts"
import { type Contract, type PortfolioPoint } from "../portfolio/index.ts"
import { acontoIssues, contractIssues } from "./contractIssues.ts"
import { alreadySupplied, closedDown, knownPoint, registeredAlready, withKnown } from "./ourSupply.ts"
import { beginProcess, type Build } from "./submitRequest.ts"

/** A customer who wants to be supplied by us. */
export interface SignUp {
  readonly gsrn: string
  /** The first day, a Danish midnight. */
  readonly startAt: Instant
  /**
   * Whether the customer moves in on that day (BRS-009), as an owner may have to be registered too; or lives there already
   * and changes to us (BRS-001).
   */
  readonly customer: "moves in" | "is registered as owner" | "lives there"
  readonly name: string
  /** The CVR number of a company, or the CPR number of a person: exactly one of them. */
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
  /** GLN. */
  readonly balanceResponsible: string
  /** What is agreed from the first day on. */
  readonly contract?: Omit<Contract, "gsrn" | "from"> | undefined
  /** What is paid in advance from the first day on. */
  readonly aconto?: Pick<AcontoPlan, "interval" | "amountOere"> | undefined
}

/**
 * Signs a customer up: a change of supplier (BRS-001) or a move-in (BRS-009), with what is agreed from the wished date.
 * Where something else is agreed for that time already, as with a customer of ours who moves, that stays, and
 * `isContractRecorded` is false: record the new one when the move is accepted; the same goes for what is paid in advance and
 * `isAcontoRecorded`. A request that is refused or cancelled
 * takes what was recorded for it back. Fails with every rule that the sign-up breaks, of DataHub's and of the product's;
 * `requestWords` says them to a salesperson. Where only an address is known, `findPointAtAddress` gives the GSRN.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, requestWords, signUp } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 * import { TestClock } from "effect/testing"
 *
 * const attempt = Effect.gen(function* () {
 *   yield* TestClock.setTime(Date.UTC(2025, 4, 5, 10))
 *   const refused = yield* Effect.flip(
 *     signUp({
 *       gsrn: "571313999000000010",
 *       startAt: MarketCalendar.startOfDay(LocalDate.make("2025-05-05")),
 *       customer: "lives there",
 *       name: "Nordlys ApS",
 *       cvr: "12345678",
 *       balanceResponsible: "5790009990024"
 *     })
 *   )
 *   return refused._tag === "RequestRefused" ? requestWords(refused)[0] : ""
 * })
 * const words = await Effect.runPromise(attempt.pipe(Effect.provide([memoryIntake(), TestClock.layer()])))
 * words // => "First day: must be from 2025-05-06 to 2026-05-05, got 2025-05-05. Only a move-in can begin today or earlier."
 */
export const signUp = Effect.fn("signUp")(function* (wish: SignUp) {
  const { aconto, balanceResponsible, contract, cpr, customer, cvr, name: customerName, startAt } = wish
  const gsrn = wish.gsrn as Gsrn
  const point = yield* knownPoint(gsrn)
  const isContractRecorded = contract !== undefined && isFree(point, startAt)
  const isAcontoRecorded = aconto !== undefined && !(yield* isPrepaid(gsrn, point, startAt))
  const beside = Effect.gen(function* () {
    if (isContractRecorded) yield* takePortfolio({ contracts: [{ ...contract, gsrn, from: startAt }] }, "sign-up")
    if (!isAcontoRecorded) return
    yield* takeAcontoPlans({ plans: [{ ...aconto, gsrn, from: startAt, agreedFrom: startAt }] }, "sign-up").pipe(
      // What is wrong with it was said before.
      Effect.catchTag("AcontoPlanRefused", (refused) => Effect.die(refused))
    )
  })
  const draft = { gsrn, startAt, cvr, cpr, customerName, balanceResponsible }
  const agreed = [...contractIssues(gsrn, startAt, contract), ...acontoIssues(aconto)]
  if (customer === "lives there") {
    const known = [...closedDown(point, startAt, "BRS-001"), ...alreadySupplied(point, startAt), ...agreed]
    const opening = { kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt: startAt } as const
    const build: Build = (context) => withKnown(buildChangeOfSupplier(draft, context), "BRS-001", known)
    const submitted = yield* beginProcess(opening, build, { beside })
    return { ...submitted, isContractRecorded, isAcontoRecorded }
  }
  const kind = customer === "moves in" ? "ordinary" : "secondary"
  const opening = { kind: "moveIn", role: "new", gsrn, effectiveAt: startAt } as const
  const registered = kind === "ordinary" ? [] : registeredAlready(point, cvr, startAt)
  const known = [...closedDown(point, startAt, "BRS-009"), ...registered, ...agreed]
  const build: Build = (context) => withKnown(buildMoveIn({ ...draft, kind }, context), "BRS-009", known)
  const submitted = yield* beginProcess(opening, build, { beside })
  return { ...submitted, isContractRecorded, isAcontoRecorded }
})

const isFree = (point: PortfolioPoint | undefined, startAt: Instant): boolean =>
  !point?.contracts.some((one) => endOf(one) > startAt)

/** Whether a customer of ours is supplied until then and pays in advance, is going to, or somebody will from a later day on. */
const isPrepaid = Effect.fnUntraced(function* (gsrn: Gsrn, point: PortfolioPoint | undefined, startAt: Instant) {
  const plans = (yield* (yield* AcontoPlans).of([gsrn])).get(gsrn)?.plans ?? []
  if (plans.length === 0) return false
  const goesOn = (one: Validity): boolean => one.from < startAt && endOf(one) > startAt
  const { isPlannedBefore } = yield* otherSignUps(gsrn, startAt)
  const isSupplied = isPlannedBefore || (point?.supply.some(goesOn) ?? false)
  return plans.some((plan) => plan.from > startAt || (isSupplied && goesOn(plan)))
})
