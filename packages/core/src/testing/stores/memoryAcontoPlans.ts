import { Clock, Effect, Layer } from "effect"
import {
  type AcontoOfPoint,
  AcontoPlans,
  type AcontoShare,
  checkedPlans,
  joinedPlans,
  planChanges
} from "../../invoicing/index.ts"
import { endOf, type Gsrn, type Instant } from "../../market/index.ts"
import { type AcontoRecord, MemoryTables } from "./MemoryTables.ts"
import { compareText } from "./MemoryTable.ts"
import { currentOf, remember } from "./Remembered.ts"

const NOTHING: AcontoRecord = { plans: [], shares: [] }

/** Aconto plans and shares in memory. Their transactions wait for each other anyway: the turn is always there. */
export const memoryAcontoPlans: Layer.Layer<AcontoPlans, never, MemoryTables> = Layer.effect(
  AcontoPlans,
  Effect.map(MemoryTables, ({ aconto, atomically }) => {
    const record = (gsrn: Gsrn): AcontoRecord => aconto.get(gsrn) ?? NOTHING
    return {
      record: (changes) =>
        atomically(
          Effect.gen(function* () {
            const { plans = [], removed = [] } = yield* Effect.fromResult(checkedPlans(changes))
            const now = yield* Clock.currentTimeMillis
            const outcome = { added: 0, superseded: 0 }
            for (const gsrn of new Set([...plans, ...removed].map((one) => one.gsrn))) {
              const { plans: before, shares } = record(gsrn)
              const isOf = (one: { readonly gsrn: Gsrn }): boolean => one.gsrn === gsrn
              const changed = planChanges(currentOf(before), plans.filter(isOf), removed.filter(isOf))
              const after = [...before]
              remember(after, changed, now)
              if (after.length > 0) aconto.set(gsrn, { plans: after, shares })
              outcome.added += changed.added.length
              outcome.superseded += changed.closed.length
            }
            return outcome
          })
        ),
      of: (gsrns) =>
        atomically(
          Effect.sync(
            () => new Map(gsrns.flatMap((gsrn) => ofPoint(record(gsrn)).map((known) => [gsrn, known] as const)))
          )
        ),
      agreed: (gsrns) =>
        atomically(Effect.sync(() => gsrns.flatMap((gsrn) => record(gsrn).plans.map(({ value }) => value)))),
      keep: (shares) =>
        atomically(
          Effect.sync(() => {
            for (const share of shares) {
              const before = record(share.gsrn)
              aconto.set(share.gsrn, { ...before, shares: [...before.shares, share] })
            }
          })
        ),
      history: (gsrn) => atomically(Effect.sync(() => record(gsrn).shares)),
      unreckoned: (until, limit) =>
        atomically(Effect.sync(() => unreckoned(aconto.all(), until).sort(compareText).slice(0, limit))),
      turn: Effect.void
    }
  })
)

const ofPoint = ({ plans, shares }: AcontoRecord): ReadonlyArray<AcontoOfPoint> => {
  const known = { plans: joinedPlans(currentOf(plans)), shares: newest(shares) }
  return known.plans.length + known.shares.length === 0 ? [] : [known]
}

const newest = (shares: ReadonlyArray<AcontoShare>): ReadonlyArray<AcontoShare> =>
  [...new Map(shares.map((share) => [`${share.period.from} ${share.interval}`, share])).values()].sort(
    (a, b) => a.period.from - b.period.from || a.period.to - b.period.to
  )

const unreckoned = (records: ReadonlyArray<AcontoRecord>, until: Instant): Array<Gsrn> =>
  records.flatMap(({ plans, shares }) => {
    const lacking = currentOf(plans).find((plan) => {
      const at = Math.min(until, endOf(plan) - 1)
      return (
        plan.from <= until &&
        !shares.some(({ interval, period }) => interval === plan.interval && period.from <= at && at < period.to)
      )
    })
    return lacking === undefined ? [] : [lacking.gsrn]
  })
