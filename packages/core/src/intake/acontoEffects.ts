import { Effect } from "effect"
import { type AcontoPlan, type AcontoPlanChanges, AcontoPlans } from "../invoicing/index.ts"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import type { AdvancedProcess, MarketProcess, ProcessEffect, ProcessEvent } from "../processes/index.ts"
import { withValidity } from "../storage/index.ts"
import { reckonAconto } from "./reckonAconto.ts"
import { isRefusedSignUp, otherSignUps } from "./signUps.ts"

/**
 * What a step does to prepayment, after what it did to supply and customers: the plan goes with the customer, and what is
 * prepaid is reckoned anew from the supply as it is now, in the transaction of the step. Where nothing is agreed about
 * prepayment there is nothing to do.
 */
export const acontoEffects = Effect.fnUntraced(function* (step: AdvancedProcess, event: ProcessEvent) {
  const { effects, process } = step
  const { gsrn, history, id } = process
  const isRefused = isRefusedSignUp(process, event)
  if (gsrn === undefined || !(isRefused || effects.some(({ kind }) => touching.has(kind)))) return
  const store = yield* AcontoPlans
  const plansNow = Effect.map(store.of([gsrn]), (known) => known.get(gsrn)?.plans ?? [])
  if (isRefused) yield* record(yield* annulledBy(process, gsrn, yield* plansNow, process.effectiveAt))
  for (const effect of effects) {
    const plans = yield* plansNow
    if (plans.length === 0) break
    yield* record(yield* changesBy(effect, process, gsrn, plans))
  }
  yield* reckonAconto([gsrn], { source: event.messageId ?? `${id}#${history.length}`, processId: id })
})

/** Wishes after which something else may be prepaid. */
const touching: ReadonlySet<ProcessEffect["kind"]> = new Set([
  "openSupply",
  "closeSupply",
  "reopenSupply",
  "annulSupply",
  "moveSupplyStart",
  "moveSupplyEnd",
  "annulCustomerRelation",
  "restoreCustomerRelation",
  "moveCustomerRelationEnd",
  "recomputeAconto",
  "stopAconto"
] as const)

/** The customer leaves and the supply goes on. Where it ends as well, it ends what is prepaid by itself. */
const isLeaving = ({ kind, state }: MarketProcess): boolean =>
  kind === "moveOut" || (kind === "moveIn" && state === "customerLeft")

/** What only plans that were made right can come to. */
const record = (changes: AcontoPlanChanges) =>
  (changes.plans ?? []).length + (changes.removed ?? []).length === 0
    ? Effect.void
    : AcontoPlans.use((store) => store.record(changes)).pipe(
        Effect.catchTag("AcontoPlanRefused", (refused) => Effect.die(refused))
      )

const NONE: AcontoPlanChanges = {}

const changesBy = Effect.fnUntraced(function* (
  effect: ProcessEffect,
  process: MarketProcess,
  gsrn: Gsrn,
  plans: ReadonlyArray<AcontoPlan>
) {
  switch (effect.kind) {
    case "moveSupplyStart":
      return startMoved(plans, effect)
    case "stopAconto":
      return isLeaving(process) ? removedFrom(plans.filter(isUnderWay(effect.from)), effect.from) : NONE
    case "annulCustomerRelation":
      return yield* annulledBy(process, gsrn, plans, effect.from)
    case "restoreCustomerRelation":
      return endMoved(plans, effect.from, undefined)
    case "moveCustomerRelationEnd":
      return endMoved(plans, effect.from, effect.to)
    default:
      return NONE
  }
})

/** What falls away with a customer who never came, until the day of another sign-up of ours. */
const annulledBy = Effect.fnUntraced(function* (
  process: MarketProcess,
  gsrn: Gsrn,
  plans: ReadonlyArray<AcontoPlan>,
  from: Instant
) {
  const { isPlannedBefore, next } = yield* otherSignUps(gsrn, from, process)
  const point = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
  // On a day that is annulled all the same, where we supplied before it as well, or are going to.
  const isSupplied = isPlannedBefore || (point?.supply.some((one) => one.from < from && endOf(one) > from) ?? false)
  return annulled(gsrn, plans, next === undefined ? { from } : { from, to: next }, isSupplied)
})

const isUnderWay =
  (at: Instant) =>
  (plan: Validity): boolean =>
    plan.from < at && endOf(plan) > at

const removedFrom = (plans: ReadonlyArray<AcontoPlan>, from: Instant): AcontoPlanChanges => ({
  removed: plans.map(({ gsrn, to }) => (to === undefined ? { gsrn, from } : { gsrn, from, to }))
})

/** The customer never came: what was agreed for then falls away, and where nothing is supplied, whatever goes on into it. */
const annulled = (
  gsrn: Gsrn,
  plans: ReadonlyArray<AcontoPlan>,
  time: Validity,
  isSupplied: boolean
): AcontoPlanChanges => {
  const meant = plans.filter((plan) => plan.from < endOf(time) && endOf(plan) > time.from)
  if (!isSupplied) return meant.length === 0 ? NONE : { removed: [{ ...time, gsrn }] }
  return {
    removed: meant.filter(({ from }) => from >= time.from).map((plan) => ({ ...withValidity(plan, plan), gsrn }))
  }
}

/** What begins with the supply begins on its other day; what begins by itself, or would displace another, stays. */
const startMoved = (
  plans: ReadonlyArray<AcontoPlan>,
  { from, to }: { readonly from: Instant; readonly to: Instant }
): AcontoPlanChanges => {
  const own = plans.find((plan) => plan.from === from)
  if (own === undefined) return NONE
  if (to > from) return { removed: [{ gsrn: own.gsrn, from, to }] }
  const isTaken = plans.some((plan) => plan.from < from && endOf(plan) > to)
  return isTaken ? NONE : { plans: [{ ...own, from: to }] }
}

/** A customer who did not leave then: the plan goes on until the right day, unless something else is agreed by then. */
const endMoved = (plans: ReadonlyArray<AcontoPlan>, from: Instant, to: Instant | undefined): AcontoPlanChanges => {
  const left = plans.find((plan) => plan.to === from)
  if (left === undefined || plans.some((plan) => plan.from >= from)) return NONE
  if (to !== undefined && to < from) return removedFrom([left], to)
  const { to: _, ...plan } = left
  return { plans: [to === undefined ? plan : { ...plan, to }] }
}
