import type { SpotPrices } from "../charges/index.ts"
import { intervalMs, type Period } from "../market/index.ts"

/** From the first to the last quarter of an hour for which spot prices say something else than before. */
export const changedSpotTime = (before: SpotPrices, after: SpotPrices): Period | undefined => {
  const [was, is] = [quarters(before), quarters(after)]
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((start) => was.get(start) !== is.get(start))
  if (changed.length === 0) return undefined
  const from = changed.reduce((first, start) => Math.min(first, start))
  const last = changed.reduce((latest, start) => Math.max(latest, start))
  return { from, to: last + intervalMs.PT15M }
}

/** The price of each quarter by its start. */
const quarters = ({ stretches }: SpotPrices): ReadonlyMap<number, number> => {
  const prices = new Map<number, number>()
  for (const { nanoDkkPerKwh, resolution, start } of stretches) {
    const each = intervalMs[resolution] / intervalMs.PT15M
    nanoDkkPerKwh.forEach((price, i) => {
      if (Number.isNaN(price)) return
      for (let n = 0; n < each; n++) prices.set(start + (i * each + n) * intervalMs.PT15M, price)
    })
  }
  return prices
}
