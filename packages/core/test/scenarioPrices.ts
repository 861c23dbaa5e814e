import {
  type Charge,
  type ElectricHeating,
  energinet,
  type EnergyTerms,
  type Instant,
  intervalMs,
  LocalDate,
  MarketCalendar,
  type Period,
  type PriceVersion,
  type ProductTerms,
  type Resolution,
  type SpotPrices,
  type SpotStretch,
  type TariffPrice
} from "@datahub-settlement/core"
import { type SeededRandom, seededRandom } from "@datahub-settlement/core/testing"
import { quarterHourSeam, type Scenario, type TariffKind } from "./scenario.ts"
import { longAgo, randomMidnight } from "./scenarioTimes.ts"

/** Prices on both sides of zero, and zero itself now and then. */
export const priceMaker =
  ({ decimals }: Scenario, random: SeededRandom) =>
  (): number =>
    random.chance(0.1) ? 0 : random.int(-(10 ** decimals) >> 2, 5 * 10 ** decimals) * 10 ** (9 - decimals)

export const named = (type: "D01" | "D02" | "D03", code: string, random: SeededRandom) => ({
  key: { owner: energinet, type, code },
  name: code,
  vatClass: random.chance(0.8) ? ("D02" as const) : ("D01" as const),
  transparentInvoicing: false
})

export const tariff = (
  code: string,
  prices: ReadonlyArray<PriceVersion<TariffPrice>>
): Charge & { readonly kind: "tariff" } => ({
  ...named("D03", code, seededRandom(code.length)),
  kind: "tariff",
  isTax: code === "TAX",
  prices
})

/** Versions that follow each other through the whole period; now and then one with the price of its neighbour. */
export const versionsOf = <Price>(
  period: Period,
  count: number,
  random: SeededRandom,
  price: () => Price
): ReadonlyArray<PriceVersion<Price>> => {
  const starts = [
    ...new Set([longAgo, ...Array.from({ length: count - 1 }, () => randomMidnight(period, random))])
  ].sort((a, b) => a - b)
  let last = price()
  return starts.map((from, i) => {
    last = random.chance(0.2) ? last : price()
    return { from, to: starts[i + 1], price: last }
  })
}

export const tariffPrice = (
  kind: TariffKind,
  period: Period,
  price: () => number,
  random: SeededRandom
): TariffPrice => {
  if (kind === "flat") return { kind, nanoDkkPerKwh: price() }
  if (kind === "byLocalHour") return { kind, nanoDkkPerKwh: Float64Array.from({ length: 24 }, price) }
  const start = period.from - 3_600_000 * random.int(0, 30)
  return { kind: "series", ...stretch(kind === "quarters" ? "PT15M" : "PT1H", start, period.to + 3_600_000 * 5, price) }
}

const stretch = (resolution: Resolution, start: Instant, end: Instant, price: () => number): SpotStretch => ({
  resolution,
  start,
  nanoDkkPerKwh: Float64Array.from({ length: Math.ceil((end - start) / intervalMs[resolution]) }, price)
})

/** Hourly up to the seam and quarters after it, beginning and ending a little outside the period. */
export const spotOf = (period: Period, price: () => number): SpotPrices => {
  const from = period.from - 7_200_000
  const to = period.to + 7_200_000
  const stretches: Array<SpotStretch> = []
  if (from < quarterHourSeam) stretches.push(stretch("PT1H", from, Math.min(to, quarterHourSeam), price))
  if (to > quarterHourSeam) stretches.push(stretch("PT15M", Math.max(from, quarterHourSeam), to, price))
  return { priceArea: "DK1", stretches }
}

export const productOf = (
  scenario: Scenario,
  period: Period,
  price: () => number,
  random: SeededRandom
): ReadonlyArray<ProductTerms> => {
  const kinds = scenario.product
  let next = 0
  return versionsOf(period, kinds.length, random, () => {
    const kind = kinds[next++ % kinds.length]!
    return kind
  }).map(({ from, price: kind, to }) => ({
    from,
    to,
    name: kind,
    subscriptionPerMonth: random.chance(0.3) ? 0 : Math.abs(price()),
    energy: energyTerms(kind, price, random)
  }))
}

const energyTerms = (kind: EnergyTerms["kind"], price: () => number, random: SeededRandom): EnergyTerms =>
  kind === "fixed"
    ? { kind, price: price() }
    : kind === "spot"
      ? { kind, margin: price(), supplement: price() }
      : { kind, margin: price(), supplement: price(), price: price(), spotSharePercent: random.int(0, 100) }

/** Allowances for the calendar years of the period, some used up before, some crossed, some never reached. */
export const heatingOf = (
  scenario: Scenario,
  period: Period,
  price: () => number,
  random: SeededRandom
): ElectricHeating => {
  const [first, last] = [period.from, period.to - 1].map((at) => Number(MarketCalendar.localDateOf(at).slice(0, 4)))
  const years = Array.from({ length: last! - first! + 1 }, (_, i) => first! + i)
  return {
    tax: { owner: energinet, type: "D03", code: "TAX" },
    reduced: tariff(
      "REDUCED",
      versionsOf(period, random.int(1, 2), random, () =>
        tariffPrice(random.pick(["flat", "byLocalHour"]), period, price, random)
      )
    ),
    allowances: years.map((year) => ({
      ...MarketCalendar.datePeriod(LocalDate.make(`${year}-01-01`), LocalDate.make(`${year + 1}-01-01`)),
      limitWh: random.int(0, scenario.maxWh * 24 * scenario.days),
      usedBeforeWh: random.int(0, scenario.maxWh * 24)
    }))
  }
}
