import {
  gsrnOf,
  intervalMs,
  LocalDate,
  MarketCalendar,
  type Period,
  settle,
  type SettlementProblem,
  type SettlementRequest,
  type Tariff
} from "@datahub-settlement/core"
import { householdCharges, householdRequest, linkOf } from "@datahub-settlement/core/testing"
import { assert } from "@effect/vitest"
import { Result } from "effect"

export const gsrn = gsrnOf("57131399900000001")
export const child = gsrnOf("57131399900000003")
export const { grid, system, tax } = householdCharges
export const HOUR = intervalMs.PT1H

export const dates = (from: string, to: string): Period =>
  MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
export const january = dates("2025-01-01", "2025-02-01")
export const day = dates("2025-01-15", "2025-01-16")

/** Why a household with these changes cannot be settled. */
export const problemsOf = (changes: Partial<SettlementRequest>): ReadonlyArray<SettlementProblem> => {
  const settled = settle(householdRequest(changes))
  assert.isTrue(Result.isFailure(settled), "the request was settled")
  if (Result.isSuccess(settled)) return []
  assert.strictEqual(settled.failure.gsrn, gsrn)
  for (const problem of settled.failure.problems) assert.include(settled.failure.message, `- ${problem.message}`)
  return settled.failure.problems
}

/** What a problem says, without its class. */
export const fields = (problem: SettlementProblem): Record<string, unknown> => ({ ...problem })

export const only = (
  changes: Partial<SettlementRequest>,
  tag: SettlementProblem["_tag"],
  expected: Record<string, unknown>,
  message: RegExp
): void => {
  const problems = problemsOf(changes)
  assert.deepStrictEqual(
    problems.map(({ _tag }) => _tag),
    [tag]
  )
  assert.deepInclude(fields(problems[0]!), expected)
  assert.match(problems[0]!.message, message)
}

export const charges = (...more: ReadonlyArray<Tariff>) => ({
  charges: [...Object.values(householdCharges), ...more],
  links: [...Object.values(householdCharges), ...more].map((charge) => linkOf(gsrn, charge))
})
