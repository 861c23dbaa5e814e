import {
  type AnyPrice,
  type Charge,
  endOf,
  type Gsrn,
  type PriceVersion,
  type Validity
} from "@datahub-settlement/core"
import { Broken } from "./Broken.ts"
import { cast, charges, child, nameOfPoint, readPoints } from "./cast.ts"
import { type Days, linkedOf, pricesOf, readingsOf, supplyOf } from "./facts.ts"
import { hourOf, hoursOf, type Known } from "./known.ts"
import { DAYS, dateOf, dayAt, dayOf } from "./modelCalendar.ts"
import type { Story } from "./Story.ts"

/** What is recorded is what has come of DataHub's word: supply, readings, links, prices. */
export const expectTold = (story: Story, known: Known): void => {
  const facts = story.knownFacts
  for (const { gsrn, name } of cast) {
    const supply = known.points.get(gsrn)?.supply ?? []
    const overlap = supply.find((one) => supply.some((other) => other.from < one.from && endOf(other) > one.from))
    if (overlap !== undefined)
      throw new Broken("one supplier", `${name} is supplied twice from ${spanText(daysOf(overlap))}`)
    if (!story.isToldOf(gsrn)) continue
    const expected = supplyOf(facts, gsrn).map(spanText).join(", ")
    const actual = joined(supply.map(daysOf)).map(spanText).join(", ")
    if (actual !== expected) throw new Broken("one supplier", `${name} is ours ${actual}, and DataHub says ${expected}`)
    for (const { code } of charges) expectLinks(linkedOf(facts, gsrn, code), known, gsrn, code)
  }
  if (story.isToldOf(child))
    for (const { code } of charges) expectLinks(linkedOf(facts, child, code), known, child, code)
  const told = new Set(facts.flatMap((fact) => (fact.kind === "point" ? [fact.gsrn] : [])))
  for (const gsrn of readPoints) if (told.has(gsrn)) expectReadings(readingsOf(facts, gsrn), known, gsrn)
  for (const { code } of charges) expectPrices(pricesOf(facts, code), known, code)
}

const daysOf = (one: Validity): Days => ({ from: dayOf(one.from), to: one.to === undefined ? DAYS : dayOf(one.to) })

const joined = (spans: ReadonlyArray<Days>): ReadonlyArray<Days> =>
  spans
    .toSorted((a, b) => a.from - b.from)
    .reduce<ReadonlyArray<Days>>((done, one) => {
      const last = done.at(-1)
      return last?.to === one.from ? [...done.slice(0, -1), { from: last.from, to: one.to }] : [...done, one]
    }, [])

const spanText = ({ from, to }: Days): string => `${dateOf(from)} to ${to === DAYS ? "ever" : dateOf(to)}`

const expectLinks = (expected: ReadonlyArray<number>, { points }: Known, gsrn: Gsrn, code: string): void => {
  const links = (points.get(gsrn)?.links ?? []).filter(({ charge }) => charge.code === code)
  expected.forEach((quantity, day) => {
    const at = dayAt(day)
    const actual = links.find((one) => one.from <= at && endOf(one) > at)?.quantity ?? 0
    if (actual !== quantity)
      throw new Broken(
        "known is what was told",
        `${nameOfPoint(gsrn)} has ${actual} × ${code} on ${dateOf(day)}, and was told ${quantity}`
      )
  })
}

const expectReadings = (expected: ReadonlyArray<number | undefined>, known: Known, gsrn: Gsrn): void => {
  const hours = hoursOf(known, gsrn)
  expected.forEach((wh, day) => {
    for (let hour = hourOf(day); hour < hourOf(day + 1); hour++) {
      if (hours[hour] !== wh)
        throw new Broken(
          "known is what was told",
          `${nameOfPoint(gsrn)} used ${hours[hour]} Wh on ${dateOf(day)}, and was told ${wh}`
        )
    }
  })
}

const expectPrices = (expected: ReadonlyArray<number | undefined>, known: Known, code: string): void => {
  const charge = known.charges.find(({ key }) => key.code === code)
  expected.forEach((nano, day) => {
    const actual = charge === undefined ? undefined : priceAt(charge, dayAt(day))
    if (actual !== nano)
      throw new Broken("known is what was told", `${code} costs ${actual} on ${dateOf(day)}, and was told ${nano}`)
  })
}

const priceAt = (charge: Charge, at: number): number | undefined => {
  const versions: ReadonlyArray<PriceVersion<AnyPrice>> = charge.prices
  const price = versions.find((version) => version.from <= at && endOf(version) > at)?.price
  const nano =
    price === undefined || typeof price === "number"
      ? price
      : price.kind === "flat"
        ? price.nanoDkkPerKwh
        : price.nanoDkkPerKwh[0]
  return nano === undefined || Number.isNaN(nano) ? undefined : nano
}
