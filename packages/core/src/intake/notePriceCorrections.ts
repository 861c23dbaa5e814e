import { Effect } from "effect"
import { type AnyPrice, type Charge, chargeKeyText, cutSeries, type PriceVersion } from "../charges/index.ts"
import { endOf, type Instant, type Period } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { CorrectionsDue } from "../runs/index.ts"
import { noteCorrections } from "./noteCorrections.ts"
import type { Applying } from "./PreparedMessage.ts"

/** Notes every point that is linked to a charge in settled time for which its price is another one now. */
export const notePriceCorrections = Effect.fnUntraced(function* (
  before: ReadonlyArray<Charge>,
  after: ReadonlyArray<Charge>,
  applying: Applying
) {
  const settledUntil = yield* (yield* CorrectionsDue).settledUntil
  if (settledUntil === undefined) return
  const portfolio = yield* Portfolio
  const known = new Map(before.map((charge) => [chargeKeyText(charge.key), charge]))
  for (const charge of after) {
    const changed = changedTime(known.get(chargeKeyText(charge.key)), charge, settledUntil)
    if (changed === undefined) continue
    const points = yield* portfolio.linkedPoints(charge.key, changed)
    yield* noteCorrections(
      "prices",
      points.map((gsrn) => ({ gsrn, ...changed })),
      applying
    )
  }
})

/** From the first to the last instant before the end for which two versions of a charge say something else. */
export const changedTime = (before: Charge | undefined, after: Charge, end: Instant): Period | undefined => {
  const versions = [...(before?.prices ?? []), ...after.prices] as ReadonlyArray<PriceVersion<AnyPrice>>
  const times = versions.flatMap((version) => [version.from, Math.min(endOf(version), end)])
  const cuts = [...new Set(times)].filter((time) => time <= end).sort((a, b) => a - b)
  const isOther = before !== undefined && rulesText(before) !== rulesText(after)
  const parts = cuts.slice(1).map((to, i) => ({ from: cuts[i]!, to }))
  const changed = parts.filter((part) => isOther || priceText(before, part) !== priceText(after, part))
  return changed.length === 0 ? undefined : { from: changed[0]!.from, to: changed.at(-1)!.to }
}

/** What a line takes from its charge besides the price; its name is none of it. */
const rulesText = (charge: Charge): string =>
  `${charge.kind} ${charge.vatClass} ${charge.kind === "tariff" && charge.isTax}`

/** The price of a time, as text; time without a price and time of which nothing is said are the same. */
const priceText = (charge: Charge | undefined, { from, to }: Period): string => {
  const versions: ReadonlyArray<PriceVersion<AnyPrice>> = charge?.prices ?? []
  const price = versions.find((version) => version.from <= from && from < endOf(version))?.price
  if (price === undefined || typeof price === "number") return String(price ?? Number.NaN)
  if (price.kind === "flat") return String(price.nanoDkkPerKwh)
  const cut = price.kind === "series" ? cutSeries(price, from, to) : price
  return JSON.stringify({ ...cut, nanoDkkPerKwh: Array.from(cut.nanoDkkPerKwh as Float64Array, String) })
}
