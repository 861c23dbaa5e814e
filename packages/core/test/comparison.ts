import { type Settlement, type SettlementLine, type SettlementRefused } from "@datahub-settlement/core"
import { BigNumber } from "bignumber.js"
import { Result } from "effect"
import type { NaiveSettlement } from "./naive/naiveSettle.ts"

/** The settlement of a request that can be settled; the refusal is the test's failure. */
export const settled = <A>(result: Result.Result<A, SettlementRefused>): A => {
  if (Result.isFailure(result)) throw new Error(result.failure.message)
  return result.success
}

/** One figure of a line, the same from both engines: exact amounts to 25 decimals. */
type Figures = Readonly<Record<string, string>>

const figure = (kwh: BigNumber, exact: BigNumber, amount: BigNumber): string =>
  `${kwh.toFixed(3)} kWh, ${exact.toFixed(25, BigNumber.ROUND_HALF_EVEN)} DKK exact, ${amount.toFixed(2)} DKK`

const sumByLine = (
  lines: ReadonlyArray<readonly [id: string, kwh: BigNumber, exact: BigNumber, amount: BigNumber]>
): Figures => {
  const sums = new Map<string, [BigNumber, BigNumber, BigNumber]>()
  for (const [id, kwh, exact, amount] of lines) {
    const sum = sums.get(id) ?? [new BigNumber(0), new BigNumber(0), new BigNumber(0)]
    sums.set(id, [sum[0].plus(kwh), sum[1].plus(exact), sum[2].plus(amount)])
  }
  const zero = figure(new BigNumber(0), new BigNumber(0), new BigNumber(0))
  return Object.fromEntries(
    Array.from(sums, ([id, sum]) => [id, figure(...sum).replaceAll("-0.00 ", "0.00 ")] as const)
      .filter(([, text]) => text !== zero)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  )
}

/** Every line of the engine that is not zero, by charge, metering point and segment. */
export const figuresOf = (settlement: { readonly lines: ReadonlyArray<SettlementLine> }): Figures =>
  sumByLine(
    settlement.lines.map((line) => [
      `${line.id} ${line.gsrn} ${line.segment.from}–${line.segment.to}`,
      line.kwh,
      line.exactAmount,
      line.amount
    ])
  )

/** The same of the naive engine. */
export const naiveFiguresOf = (settlement: NaiveSettlement): Figures =>
  sumByLine(
    settlement.lines.map((line) => [
      `${line.id} ${line.gsrn} ${line.segment.from}–${line.segment.to}`,
      line.kwh,
      line.exactAmount,
      line.amount
    ])
  )

/** Exact amounts and kWh of all segments together, by charge and metering point. */
export const exactById = (
  ...settlements: ReadonlyArray<Pick<Settlement, "lines">>
): Readonly<Record<string, readonly [wh: number, exact: bigint]>> => {
  const sums = new Map<string, [number, bigint]>()
  for (const { lines } of settlements) {
    for (const { exact, gsrn, id, quantityWh } of lines) {
      const sum = sums.get(`${id} ${gsrn}`) ?? [0, 0n]
      sums.set(`${id} ${gsrn}`, [sum[0] + quantityWh, sum[1] + exact])
    }
  }
  return Object.fromEntries(
    [...sums].filter(([, [wh, exact]]) => wh !== 0 || exact !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
  )
}
