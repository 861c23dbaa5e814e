import {
  type Charge,
  chargeKeyText,
  correct,
  correctBill,
  halfEvenToOere,
  lineIdentity,
  resettle,
  reverse,
  settle,
  type Settlement,
  type SettlementRequest
} from "@datahub-settlement/core"
import { seededRandom } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { exactById, figuresOf, naiveFiguresOf, settled } from "./comparison.ts"
import { naiveSegments } from "./naive/naiveSegments.ts"
import { type NaiveLine, naiveSettle, type NaiveSettlement, roundDkk } from "./naive/naiveSettle.ts"
import { type Scenario, scenarios } from "./scenario.ts"
import { randomSeries } from "./scenarioReadings.ts"
import { requestOf } from "./scenarioRequest.ts"

/** The same request after something else has been learnt: readings, prices, or the whole of another scenario. */
const laterOf = (request: SettlementRequest, scenario: Scenario, version: number): SettlementRequest => {
  const random = seededRandom(scenario.seed + version)
  const other = requestOf({ ...scenario, seed: scenario.seed + version })
  const { from, to } = request.period
  const start = from + 3_600_000 * random.int(0, (to - from) / 3_600_000 - 1)
  const gsrn = random.pick([request.meteringPoint.gsrn, request.production?.gsrn ?? request.meteringPoint.gsrn])
  const end = Math.min(start + 3_600_000 * random.int(1, 30), to)
  const newer = randomSeries(
    gsrn,
    { from: start, to: end },
    random.pick(["PT15M", "PT1H"]),
    5 + version,
    scenario,
    random
  )
  return {
    ...request,
    readings: [...request.readings, newer],
    ...(random.chance(0.3) ? { charges: repriced(request.charges, other.charges) } : {}),
    ...(random.chance(0.2) ? { links: other.links } : {}),
    ...(random.chance(0.2) ? { product: other.product } : {})
  }
}

/** Charges with the prices of others of the same key; the VAT class stays, or each would be two lines. */
const repriced = (charges: ReadonlyArray<Charge>, others: ReadonlyArray<Charge>): ReadonlyArray<Charge> =>
  charges.map((charge) => ({
    ...others.find(({ key }) => chargeKeyText(key) === chargeKeyText(charge.key))!,
    vatClass: charge.vatClass
  }))

/** What the naive engine says that a correction is: its lines afterwards less its lines before, segment by segment. */
const naiveDifference = (before: SettlementRequest, after: SettlementRequest): NaiveSettlement => {
  const cuts = [before, after].flatMap((one) => naiveSegments(one, []).flatMap(({ from, to }) => [from, to]))
  const sums = new Map<string, NaiveLine>()
  for (const [request, sign] of [
    [after, 1],
    [before, -1]
  ] as const) {
    for (const line of naiveSettle(request, cuts).lines) {
      const key = `${line.id} ${line.gsrn} ${line.segment.from}`
      const kwh = line.kwh.times(sign).plus(sums.get(key)?.kwh ?? 0)
      const exactAmount = line.exactAmount.times(sign).plus(sums.get(key)?.exactAmount ?? 0)
      sums.set(key, { ...line, kwh, exactAmount, amount: roundDkk(exactAmount) })
    }
  }
  return { segments: [], lines: [...sums.values()] }
}

/** Fees of one kind in one segment are lines of their own, each rounded; the sums above round them once. */
const withoutRoundedFees = (figures: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(figures).map(([key, text]) => [key, key.includes("/D02/") ? text.split(" exact")[0]! : text])
  )

describe("a correction", () => {
  it("is what the naive engine finds afterwards less what it finds before", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 15 }), (scenario) => {
        const before = requestOf(scenario)
        const after = laterOf(before, scenario, 1)
        const correction = withoutRoundedFees(figuresOf(settled(correct({ before, after }))))
        assert.deepStrictEqual(correction, withoutRoundedFees(naiveFiguresOf(naiveDifference(before, after))))
      }),
      { numRuns: 150 }
    )
  })

  it("is exact before it is rounded, and rounded once", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const before = requestOf(scenario)
        const after = laterOf(before, scenario, 1)
        const correction = settled(correct({ before, after }))
        const added = exactById(settled(settle(before)), correction)
        assert.deepStrictEqual(added, exactById(settled(settle(after))))
        for (const line of correction.lines) assert.strictEqual(line.amountOere, halfEvenToOere(line.exact))
      }),
      { numRuns: 200 }
    )
  })

  it("of a correction adds up to the one that goes there at once", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const first = requestOf(scenario)
        const second = laterOf(first, scenario, 1)
        const third = laterOf(second, scenario, 2)
        const inSteps = exactById(
          settled(correct({ before: first, after: second })),
          settled(correct({ before: second, after: third }))
        )
        assert.deepStrictEqual(inSteps, exactById(settled(correct({ before: first, after: third }))))
      }),
      { numRuns: 200 }
    )
  })

  it("back again is the same with the other sign, and to the same is nothing", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const before = requestOf(scenario)
        const after = laterOf(before, scenario, 1)
        const there = settled(correct({ before, after }))
        const back = settled(correct({ before: after, after: before }))
        assert.strictEqual(there.subtotalOere + back.subtotalOere, 0)
        assert.strictEqual(there.vatOere + back.vatOere, 0)
        assert.strictEqual(there.netConsumptionWh + back.netConsumptionWh, 0)
        assert.deepStrictEqual(exactById(there, back), {})
        assert.deepStrictEqual(settled(correct({ before: after, after })).lines, [])
      }),
      { numRuns: 100 }
    )
  })
})

/** Øre and exact units of everything that is billed, by what it stands for. */
const billOf = (
  ...bills: ReadonlyArray<Pick<Settlement, "lines">>
): ReadonlyArray<readonly [string, number, bigint]> => {
  const sums = new Map<string, readonly [number, bigint]>()
  for (const line of bills.flatMap(({ lines }) => lines)) {
    const [oere, exact] = sums.get(lineIdentity(line)) ?? [0, 0n]
    sums.set(lineIdentity(line), [oere + line.amountOere, exact + line.exact])
  }
  return [...sums]
    .map(([identity, [oere, exact]]) => [identity, oere, exact] as const)
    .filter(([, oere, exact]) => oere !== 0 || exact !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

describe("corrections of a bill", () => {
  it("add up with it to what a fresh bill says, to the øre, line by line and with VAT", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 15 }), (scenario) => {
        const first = requestOf(scenario)
        const second = laterOf(first, scenario, 1)
        const third = laterOf(second, scenario, 2)
        const corrections = [
          settled(correctBill({ before: first, after: second })),
          settled(correctBill({ before: second, after: third }))
        ]
        const billed = settled(settle(first))
        const fresh = settled(settle(third))
        assert.deepStrictEqual(billOf(billed, ...corrections), billOf(fresh))
        for (const sum of ["subtotalOere", "vatOere", "totalOere"] as const) {
          assert.strictEqual(
            corrections.reduce((total, one) => total + one[sum], billed[sum]),
            fresh[sum]
          )
        }
        for (const { lines, subtotalOere } of corrections) {
          assert.strictEqual(
            lines.reduce((total, { amountOere }) => total + amountOere, 0),
            subtotalOere
          )
        }
      }),
      { numRuns: 200 }
    )
  })

  it("differ from the exact difference by less than the øre that rounding each line makes", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const before = requestOf(scenario)
        const after = laterOf(before, scenario, 1)
        const request = { before, after }
        const pieces = settled(correct(request)).segments.length
        for (const [identity, oere, exact] of billOf(settled(correctBill(request)))) {
          const rounded = halfEvenToOere(exact)
          assert.isAtMost(Math.abs(oere - rounded), 2 * pieces + 1, identity)
        }
      }),
      { numRuns: 100 }
    )
  })
})

describe("a reversal", () => {
  it("takes every line and sum back as it was billed", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const billed = settled(settle(requestOf(scenario)))
        const reversal = reverse(billed)
        assert.deepStrictEqual(exactById(billed, reversal), {})
        assert.strictEqual(billed.totalOere + reversal.totalOere, 0)
        reversal.lines.forEach((line, i) => assert.strictEqual(line.amountOere + billed.lines[i]!.amountOere, 0))
      }),
      { numRuns: 100 }
    )
  })

  it("with the same settled anew leaves nothing to pay", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const request = requestOf(scenario)
        const billed = settled(settle(request))
        assert.strictEqual(settled(resettle({ billed: [billed], request })).netOere, 0)
      }),
      { numRuns: 50 }
    )
  })
})
