import type { Instant, Period } from "@datahub-settlement/core"
import { Result } from "effect"
import { Flag } from "effect/cli"
import { checkedTimes } from "../command/settleOptions.ts"

/** When: a month, or days. */
export const timeFlags = {
  period: Flag.String("period").pipe(Flag.withDescription("Month to look at, 2026-01"), Flag.optional),
  from: Flag.String("from").pipe(
    Flag.withDescription("First day to look at, 2026-01-01; together with --to"),
    Flag.optional
  ),
  to: Flag.String("to").pipe(
    Flag.withDescription("First day no longer looked at, 2026-02-01; together with --from"),
    Flag.optional
  ),
  asOf: Flag.String("as-of").pipe(
    Flag.withDescription("Only what the database knew then, 2026-02-03T12:00:00Z; without it, all it knows"),
    Flag.optional
  )
}

type TimeTexts = Parameters<typeof checkedTimes>[0]

/** When to look, or what is wrong with it. */
export interface LookedAt {
  readonly period: Period
  readonly asOf: Instant | undefined
}

export const lookedAt = (texts: TimeTexts): Result.Result<LookedAt, string> =>
  Result.flatMap(checkedTimes(texts), ({ asOf, period }) =>
    period === undefined
      ? Result.fail("say which month with --period 2026-01, or which days with --from and --to")
      : Result.succeed({ period, asOf })
  )
