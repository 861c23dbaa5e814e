import { type Contract, endOf, MONTH_DAYS_LCM } from "@datahub-settlement/core"
import { type CastPoint, charges, child, fee, isMonthly, net, reduced, spotDkk, subscription, tax } from "./cast.ts"
import { type Days, type Fact, linkedOf, parentsOf, pricesOf, readingsOf, revisedSpotOf, supplyOf } from "./facts.ts"
import { DAYS, dayAt, type Month } from "./modelCalendar.ts"

/** Sums of a month by what they are for: energy, and exact amounts in units of 1 / (LCM × 10^14) DKK. */
export interface ModelLine {
  readonly wh: number
  readonly units: bigint
}

const UNITS_PER_PICO = MONTH_DAYS_LCM * 100n
const UNITS_PER_NANO = UNITS_PER_PICO * 1000n

/** The days of a settlement year; the stories lie in 2025. */
const YEAR_DAYS = 365
const YEARLY_LIMIT_WH = 4_000_000

/**
 * What a point comes to in a month, by hand: days of supply, each with its hours, readings and prices. Nothing of the
 * program's own reckoning is in it. Every reading and price that it needs has to be there.
 */
export const modelBill = (
  facts: ReadonlyArray<Fact>,
  point: CastPoint,
  contracts: ReadonlyArray<Contract>,
  month: Month
): ReadonlyMap<string, ModelLine> => {
  const { gsrn, production } = point
  const revised = revisedSpotOf(facts)
  const used = readingsOf(facts, gsrn)
  const produced = production === undefined ? [] : readingsOf(facts, production)
  const netWh = (day: number): number => Math.max(0, used[day]! - (produced[day] ?? 0))
  const surplusWh = (day: number): number => Math.max(0, (produced[day] ?? 0) - used[day]!)
  const priceOf = new Map(charges.map(({ code }) => [code, pricesOf(facts, code)]))
  const links = [net, tax, subscription, fee].map((key) => [key, linkedOf(facts, gsrn, key.code)] as const)
  const [belongs, counts, childWh] = [
    parentsOf(facts, child),
    linkedOf(facts, child, reduced.code),
    readingsOf(facts, child)
  ]
  const sums = new Sums()
  for (const stretch of supplyOf(facts, gsrn)) {
    let left = point.isHeated === true ? limitOf(stretch) - usedIn(stretch, month.from, netWh) : Infinity
    for (let day = Math.max(stretch.from, month.from); day < Math.min(stretch.to, month.to); day++) {
      const wh = netWh(day)
      const terms = contracts.find((one) => one.from <= dayAt(day) && endOf(one) > dayAt(day))!.terms
      const hours = hoursIn(day)
      for (let hour = 0; hour < hours; hour++) {
        const spot = revised[day] ?? spotNano(hour)
        sums.use("product/energy", wh, energyNano(terms, spot))
        if (production !== undefined) sums.use("production/credit", surplusWh(day), -spot)
        const below = Math.max(0, Math.min(wh, left))
        left -= below
        for (const [key, linked] of links) {
          if (isMonthly(key) || linked[day] === 0) continue
          const price = priceOf.get(key.code)![day]!
          if (key === tax && point.isHeated === true) {
            sums.use(key.code, below, price)
            sums.use(key.code, wh - below, priceOf.get(reduced.code)![day]!)
          } else sums.use(key.code, wh, price)
        }
      }
      if (belongs[day] === gsrn && counts[day] === 1)
        sums.use(reduced.code, childWh[day]! * hours, priceOf.get(reduced.code)![day]!)
      const monthDays = BigInt(month.to - month.from)
      sums.add("product/subscription", (BigInt(terms.subscriptionPerMonth) * UNITS_PER_NANO) / monthDays)
      for (const [key, linked] of links) {
        if (!isMonthly(key) || linked[day] === 0) continue
        const price = BigInt(priceOf.get(key.code)![day]!) * BigInt(linked[day]!) * UNITS_PER_NANO
        sums.add(key.code, key === fee ? price : price / monthDays)
      }
    }
  }
  return sums.all()
}

const hoursIn = (day: number): number => (dayAt(day + 1) - dayAt(day)) / 3_600_000

/** The clock is put forward after the first two hours: the hour that is left out costs what the others do. */
const spotNano = (hour: number): number => Math.round(Number(spotDkk[hour]) * 1e9)

/** What is agreed in a story is spot with a margin, or a fixed price. */
const energyNano = ({ energy }: Contract["terms"], spot: number): number =>
  energy.kind === "spot" ? spot + energy.margin : energy.price

/** A stretch that goes on is counted to the end of the year. */
const limitOf = ({ from, to }: Days): number => {
  const days = (to === DAYS ? YEAR_DAYS : to) - from
  return Math.floor((2 * days * YEARLY_LIMIT_WH + YEAR_DAYS) / (2 * YEAR_DAYS))
}

const usedIn = ({ from, to }: Days, end: number, whOf: (day: number) => number): number => {
  let wh = 0
  for (let day = from; day < Math.min(to, end); day++) wh += whOf(day) * hoursIn(day)
  return wh
}

class Sums {
  private readonly picoDkk = new Map<string, { wh: number; pico: number; units: bigint }>()

  use(id: string, wh: number, nano: number): void {
    const sum = this.of(id)
    sum.wh += wh
    sum.pico += wh * nano
  }

  add(id: string, units: bigint): void {
    this.of(id).units += units
  }

  all(): ReadonlyMap<string, ModelLine> {
    return new Map(
      [...this.picoDkk].map(([id, { pico, units, wh }]) => {
        if (!Number.isSafeInteger(pico)) throw new RangeError(`${id}: ${pico} is not exact`)
        return [id, { wh, units: units + BigInt(pico) * UNITS_PER_PICO }]
      })
    )
  }

  private of(id: string): { wh: number; pico: number; units: bigint } {
    const known = this.picoDkk.get(id)
    if (known !== undefined) return known
    const fresh = { wh: 0, pico: 0, units: 0n }
    this.picoDkk.set(id, fresh)
    return fresh
  }
}
