import { Effect } from "effect"
import { endOf, type Gsrn, type Instant } from "../market/index.ts"
import { buildChangeOfSupplier, buildMoveIn, RequestRefused } from "../messages/index.ts"
import { type Contract, Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import { beginProcess } from "./submitRequest.ts"

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
}

/**
 * Signs a customer up: a change of supplier (BRS-001) or a move-in (BRS-009), with what is agreed from the wished date.
 * Where something else is agreed for that time already, as with a customer of ours who moves, that stays, and
 * `isContractRecorded` is false: record the new one when the move is accepted. A request that is refused or cancelled
 * takes what was recorded for it back. Fails with every rule that the sign-up breaks; `signUpWords` says them to a
 * salesperson.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, signUp, signUpWords } from "@datahub-settlement/core"
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
 *   return refused._tag === "RequestRefused" ? signUpWords(refused)[0] : ""
 * })
 * const words = await Effect.runPromise(attempt.pipe(Effect.provide([memoryIntake(), TestClock.layer()])))
 * words // => "First day: must be from 2025-05-06 to 2026-05-05, got 2025-05-05. Only a move-in can begin today or earlier."
 */
export const signUp = Effect.fn("signUp")(function* (wish: SignUp) {
  const { balanceResponsible, contract, cpr, customer, cvr, name: customerName, startAt } = wish
  const gsrn = wish.gsrn as Gsrn
  const point = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
  const isContractRecorded = contract !== undefined && isFree(point, startAt)
  const beside = isContractRecorded
    ? Portfolio.use((portfolio) => portfolio.record({ contracts: [{ ...contract, gsrn, from: startAt }] }))
    : Effect.void
  const draft = { gsrn, startAt, cvr, cpr, customerName, balanceResponsible }
  if (customer === "lives there") {
    if (point?.supply.some((one) => one.from <= startAt && endOf(one) > startAt)) return yield* alreadyOurs
    const opening = { kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt: startAt } as const
    const submitted = yield* beginProcess(opening, (context) => buildChangeOfSupplier(draft, context), { beside })
    return { ...submitted, isContractRecorded }
  }
  const kind = customer === "moves in" ? "ordinary" : "secondary"
  const opening = { kind: "moveIn", role: "new", gsrn, effectiveAt: startAt } as const
  const submitted = yield* beginProcess(opening, (context) => buildMoveIn({ ...draft, kind }, context), { beside })
  return { ...submitted, isContractRecorded }
})

const isFree = (point: PortfolioPoint | undefined, startAt: Instant): boolean =>
  !point?.contracts.some((one) => endOf(one) > startAt)

const alreadyOurs = new RequestRefused({
  process: "BRS-001",
  issues: [{ field: "gsrn", reason: "we supply it on that day already", rule: "BRS-001 E16" }]
})

const fieldWords: Readonly<Record<string, string>> = {
  gsrn: "Metering point",
  startAt: "First day",
  cvr: "CVR number",
  cpr: "CPR number",
  customerName: "Name",
  balanceResponsible: "Balance responsible"
}

/** What is wrong with a sign-up, in words for whoever talks to the customer. No number of a person is repeated. */
export const signUpWords = ({ issues, process }: RequestRefused): ReadonlyArray<string> =>
  issues.map(({ field, reason, rule }) => {
    const hint =
      field === "startAt" && process === "BRS-001" && rule?.endsWith("E17")
        ? ". Only a move-in can begin today or earlier."
        : ""
    return `${fieldWords[field] ?? field}: ${reason}${hint}`
  })
