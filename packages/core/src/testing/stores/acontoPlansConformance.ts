import { Effect } from "effect"
import {
  type AcontoInterval,
  acontoPeriodOf,
  type AcontoPlan,
  AcontoPlans,
  type AcontoShare
} from "../../invoicing/index.ts"
import { Transactions } from "../../exchange/index.ts"
import type { Gsrn, Instant } from "../../market/index.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"
import { ALL } from "./exchangeCases.ts"

const WORLD = 870

const planOf = (gsrn: Gsrn, from: string, amountOere: number, more: Partial<AcontoPlan> = {}): AcontoPlan => ({
  gsrn,
  from: midnight(from),
  agreedFrom: midnight(from),
  interval: "quarter",
  amountOere,
  ...more
})

/** A share of the period in which a date lies, with one part from that date on. */
const shareOf = (
  gsrn: Gsrn,
  date: string,
  amountOere: number,
  more: Partial<AcontoShare> & { readonly interval?: AcontoInterval } = {}
): AcontoShare => {
  const interval = more.interval ?? "quarter"
  const period = acontoPeriodOf(interval, midnight(date))
  const part = { from: midnight(date), to: period.to, days: 1, planOere: 90_000, amountOere }
  const source = `message of ${date}`
  return { gsrn, interval, period, amountOere, parts: [part], reckonedAt: midnight(date), source, ...more }
}

const plansOf = (store: AcontoPlans["Service"], gsrn: Gsrn) =>
  Effect.map(store.of([gsrn]), (known) => known.get(gsrn)?.plans)

const sharesOf = (store: AcontoPlans["Service"], gsrn: Gsrn) =>
  Effect.map(store.of([gsrn]), (known) => known.get(gsrn)?.shares)

const unreckonedOf = (store: AcontoPlans["Service"], until: Instant, ...gsrns: ReadonlyArray<Gsrn>) =>
  Effect.map(store.unreckoned(until, ALL), (all) => all.filter((gsrn) => gsrns.includes(gsrn)))

const planCases: ReadonlyArray<ConformanceCase<AcontoPlans | Transactions>> = [
  {
    name: "a newer plan replaces what it overlaps, the same plan again changes nothing, and parts that touch are one",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const gsrn = worldPoint(WORLD, 1)
      const first = planOf(gsrn, "2025-01-01", 90_000)
      yield* expectSame("first", yield* store.record({ plans: [first] }), { added: 1, superseded: 0 })
      yield* expectSame("again", yield* store.record({ plans: [first] }), { added: 0, superseded: 0 })
      const second = planOf(gsrn, "2025-04-01", 120_000)
      yield* expectSame("second", yield* store.record({ plans: [second] }), { added: 2, superseded: 1 })
      const until = (to: string) => ({ ...first, to: midnight(to) })
      yield* expectSame("both", yield* plansOf(store, gsrn), [until("2025-04-01"), second])
      const earlier = { ...first, from: midnight("2024-12-20"), to: first.from }
      yield* store.record({ plans: [earlier] })
      const whole = { ...until("2025-04-01"), from: earlier.from }
      yield* expectSame("one agreement", yield* plansOf(store, gsrn), [whole, second])
    })
  },
  {
    name: "the same amount agreed with somebody else is another plan",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const gsrn = worldPoint(WORLD, 2)
      const [before, after] = [planOf(gsrn, "2025-01-01", 90_000), planOf(gsrn, "2025-02-10", 90_000)]
      yield* store.record({ plans: [before] })
      yield* store.record({ plans: [after] })
      yield* expectSame("plans", yield* plansOf(store, gsrn), [{ ...before, to: after.from }, after])
    })
  },
  {
    name: "what is removed is not agreed any more, what was before it is",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const [gsrn, other] = [worldPoint(WORLD, 3), worldPoint(WORLD, 4)]
      const plan = planOf(gsrn, "2025-01-01", 90_000, { interval: "month" })
      yield* store.record({ plans: [plan, planOf(other, "2025-01-01", 1)] })
      const from = midnight("2025-03-05")
      yield* expectSame("removed", yield* store.record({ removed: [{ gsrn, from }] }), { added: 1, superseded: 1 })
      yield* expectSame("again", yield* store.record({ removed: [{ gsrn, from }] }), { added: 0, superseded: 0 })
      yield* expectSame("left", yield* plansOf(store, gsrn), [{ ...plan, to: from }])
      yield* expectSame("ever", yield* store.agreed([gsrn]), [plan, { ...plan, to: from }])
      yield* store.record({ removed: [{ gsrn, from: plan.from }] })
      yield* expectSame("none", yield* store.of([gsrn, worldPoint(WORLD, 5)]), new Map())
      yield* expectSame("the other", yield* plansOf(store, other), [planOf(other, "2025-01-01", 1)])
    })
  },
  {
    name: "what cannot be is refused with its reason, and nothing of it is recorded",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const gsrn = worldPoint(WORLD, 6)
      const good = planOf(gsrn, "2025-01-01", 90_000)
      const wrong: ReadonlyArray<readonly [Partial<AcontoPlan>, string]> = [
        [{ amountOere: 10.5 }, "the amount must be from 0.00 to 10000000.00 DKK in whole øre, got 10.5 øre"],
        [{ from: good.from + 1 }, "it must begin and end at Danish midnight"],
        [{ to: good.from }, "it must end after it begins"],
        [{ from: midnight("2024-10-01"), to: midnight("2025-02-01") }, "two plans claim this time"]
      ]
      for (const [more, reason] of wrong) {
        const refused = yield* expectFailure(
          reason,
          store.record({ plans: [good, { ...good, ...more }].slice(reason.startsWith("two") ? 0 : 1) }),
          "AcontoPlanRefused"
        )
        yield* expectSame("reason", refused.reason, reason)
      }
      yield* expectSame("nothing", yield* plansOf(store, gsrn), undefined)
    })
  }
]

const shareCases: ReadonlyArray<ConformanceCase<AcontoPlans | Transactions>> = [
  {
    name: "of a period the newest share holds, and those before it stay in the history",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const gsrn = worldPoint(WORLD, 11)
      const first = shareOf(gsrn, "2025-01-16", 75_000)
      const month = shareOf(gsrn, "2025-01-01", 30_000, { interval: "month" })
      const next = shareOf(gsrn, "2025-04-01", 90_000)
      const nothing: AcontoShare = { ...first, amountOere: 0, parts: [], source: "a reversal", processId: "p-1" }
      yield* store.keep([next, first])
      yield* store.keep([month])
      yield* store.keep([])
      yield* expectSame("shares", yield* sharesOf(store, gsrn), [month, first, next])
      yield* store.keep([nothing])
      yield* expectSame("newest", yield* sharesOf(store, gsrn), [month, nothing, next])
      yield* expectSame("history", yield* store.history(gsrn), [next, first, month, nothing])
      yield* expectSame("of another", yield* store.history(worldPoint(WORLD, 12)), [])
    })
  },
  {
    name: "plans and shares go with the transaction around them",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const { atomically } = yield* Transactions
      const gsrn = worldPoint(WORLD, 13)
      const told = Effect.gen(function* () {
        yield* store.record({ plans: [planOf(gsrn, "2025-01-01", 90_000)] })
        yield* store.turn
        yield* store.keep([shareOf(gsrn, "2025-01-01", 90_000)])
        return yield* Effect.fail({ _tag: "Undone" as const })
      })
      yield* expectFailure("undone", atomically(told), "Undone")
      yield* expectSame("nothing", yield* store.of([gsrn]), new Map())
    })
  },
  {
    name: "points whose plan has begun and whose period is not reckoned are found, of an ended plan its last period",
    run: Effect.gen(function* () {
      const store = yield* AcontoPlans
      const [running, ended, ahead, known] = [21, 22, 23, 24].map((index) => worldPoint(WORLD, index)) as [
        Gsrn,
        Gsrn,
        Gsrn,
        Gsrn
      ]
      const all = [running, ended, ahead, known]
      yield* store.record({
        plans: [
          planOf(running, "2025-01-01", 90_000),
          planOf(ended, "2025-01-01", 90_000, { interval: "month", to: midnight("2025-03-01") }),
          planOf(ahead, "2025-06-01", 90_000),
          planOf(known, "2025-01-01", 90_000)
        ]
      })
      yield* store.keep([shareOf(known, "2025-04-01", 90_000), shareOf(running, "2025-02-01", 90_000)])
      const until = midnight("2025-05-01")
      yield* expectSame("lacking", yield* unreckonedOf(store, until, ...all), [running, ended])
      // A share of another interval is none of this plan.
      yield* store.keep([shareOf(ended, "2025-02-01", 30_000), shareOf(running, "2025-04-01", 90_000)])
      yield* expectSame("another interval", yield* unreckonedOf(store, until, ...all), [ended])
      yield* store.keep([shareOf(ended, "2025-02-01", 30_000, { interval: "month" })])
      yield* expectSame("none", yield* unreckonedOf(store, until, ...all), [])
      yield* expectSame("later", yield* unreckonedOf(store, midnight("2025-07-01"), ...all), [running, ahead, known])
      yield* expectSame("so many", (yield* store.unreckoned(midnight("2025-07-01"), 1)).length, 1)
    })
  }
]

/** What every adapter of `AcontoPlans` must do. */
export const acontoPlansConformance: ReadonlyArray<ConformanceCase<AcontoPlans | Transactions>> = [
  ...planCases,
  ...shareCases
]
