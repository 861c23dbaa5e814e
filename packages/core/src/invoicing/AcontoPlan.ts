import { Data, Result } from "effect"
import { formatPeriod, type Gsrn, type Instant, MarketCalendar, type Validity } from "../market/index.ts"
import { type Oere, oereText } from "../quantity/index.ts"
import { joinEqual, overlapOf, supersede, type Superseded, uncovered, withValidity } from "../storage/index.ts"
import { type AcontoInterval, acontoMonths } from "./acontoInterval.ts"

/** What a customer pays in advance for a metering point, as agreed. Between Danish midnights; open where no end is known. */
export interface AcontoPlan extends Validity {
  readonly gsrn: Gsrn
  readonly interval: AcontoInterval
  /** For one whole interval, in whole øre with VAT. */
  readonly amountOere: Oere
  /**
   * The first day of the agreement that this is, or is a part of: it stays when the plan is shortened or follows a supply
   * that begins earlier. By it the plan of a customer who moves in is another one than the same amount of whom was there
   * before.
   */
  readonly agreedFrom: Instant
}

/** What is agreed anew: each plan replaces what it overlaps. Of the time of `removed` nothing is agreed any more. */
export interface AcontoPlanChanges {
  readonly plans?: ReadonlyArray<AcontoPlan> | undefined
  readonly removed?: ReadonlyArray<Validity & { readonly gsrn: Gsrn }> | undefined
}

/** A plan that cannot be recorded. */
export class AcontoPlanRefused extends Data.TaggedError("AcontoPlanRefused")<{
  readonly gsrn: Gsrn
  readonly validity: Validity
  readonly reason: string
}> {
  override get message(): string {
    return `The aconto plan of ${this.gsrn} for ${formatPeriod(this.validity)} cannot be recorded: ${this.reason}`
  }
}

/** More than this is a slip of the pen: ten million kroner. */
const AMOUNT_OERE_MAX = 1_000_000_000

/** Whether two plans say the same of the time that they share. */
export const samePlan = (a: AcontoPlan, b: AcontoPlan): boolean =>
  a.interval === b.interval && a.amountOere === b.amountOere && a.agreedFrom === b.agreedFrom

/**
 * What recording changes does to the plans of one metering point. Whatever stores them closes the very objects that it
 * gave as current.
 */
export const planChanges = (
  current: ReadonlyArray<AcontoPlan>,
  plans: ReadonlyArray<AcontoPlan>,
  removed: ReadonlyArray<Validity>
): Superseded<AcontoPlan> => supersede(current, plans, removed, { same: samePlan })

/** Plans in time order, parts of one agreement that touch made one. */
export const joinedPlans = (plans: ReadonlyArray<AcontoPlan>): ReadonlyArray<AcontoPlan> => joinEqual(plans, samePlan)

/**
 * What plans say that no version of the same agreement ever said. Where an agreement was shortened since, because its customer
 * left, whoever says it once more from a file adds nothing.
 */
export const newlyAgreed = (
  plans: ReadonlyArray<AcontoPlan>,
  agreed: ReadonlyArray<AcontoPlan>
): ReadonlyArray<AcontoPlan> =>
  plans.flatMap((plan) => {
    const before = agreed.filter((one) => one.gsrn === plan.gsrn && samePlan(one, plan))
    return before.length === 0 ? [plan] : uncovered([plan], before).map((part) => withValidity(plan, part))
  })

/**
 * The first reason why plans cannot be recorded, seen from themselves.
 *
 * @example
 * import { Result } from "effect"
 * import { checkedPlans, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-01-01"))
 * const plan = { gsrn: gsrnOf("57131399900000001"), from, agreedFrom: from, interval: "quarter", amountOere: -1 } as const
 * const checked = checkedPlans({ plans: [plan] })
 * Result.isFailure(checked) && checked.failure.reason // => "the amount must be from 0.00 to 10000000.00 DKK in whole øre, got -0.01 DKK"
 */
export const checkedPlans = (changes: AcontoPlanChanges): Result.Result<AcontoPlanChanges, AcontoPlanRefused> => {
  const { plans = [], removed = [] } = changes
  for (const one of [...plans, ...removed]) {
    const reason = validityFault(one)
    if (reason !== undefined) return Result.fail(refused(one, one, reason))
  }
  for (const plan of plans) {
    const reason = acontoFault(plan) ?? validityFault({ from: plan.agreedFrom })
    if (reason !== undefined) return Result.fail(refused(plan, plan, reason))
  }
  for (const ofPoint of Map.groupBy(plans, ({ gsrn }) => gsrn).values()) {
    const shared = overlapOf(ofPoint)
    if (shared !== undefined) return Result.fail(refused(ofPoint[0]!, shared, "two plans claim this time"))
  }
  return Result.succeed(changes)
}

const refused = ({ gsrn }: { readonly gsrn: Gsrn }, { from, to }: Validity, reason: string): AcontoPlanRefused =>
  new AcontoPlanRefused({ gsrn, validity: to === undefined ? { from } : { from, to }, reason })

const validityFault = ({ from, to }: Validity): string | undefined => {
  const isMidnight = (at: Instant): boolean => Number.isSafeInteger(at) && MarketCalendar.isLocalMidnight(at)
  if (!isMidnight(from) || (to !== undefined && !isMidnight(to))) return "it must begin and end at Danish midnight"
  return to !== undefined && to <= from ? "it must end after it begins" : undefined
}

/** What is wrong with an interval and its amount, whatever the time for which they are agreed. */
export const acontoFault = ({
  amountOere,
  interval
}: Pick<AcontoPlan, "interval" | "amountOere">): string | undefined => {
  if (!Number.isSafeInteger(amountOere) || amountOere < 0 || amountOere > AMOUNT_OERE_MAX) {
    const got = Number.isSafeInteger(amountOere) ? `${oereText(amountOere)} DKK` : `${amountOere} øre`
    return `the amount must be from 0.00 to ${oereText(AMOUNT_OERE_MAX)} DKK in whole øre, got ${got}`
  }
  return Object.hasOwn(acontoMonths, interval) ? undefined : `there is no interval ${interval}`
}
