import {
  addDays,
  type Charge,
  type ChargeLink,
  type Gsrn,
  LocalDate,
  MarketCalendar,
  type Period,
  type SettlementRequest,
  type Validity
} from "@datahub-settlement/core"
import { type SeededRandom, seededRandom } from "@datahub-settlement/core/testing"
import { childPoint, mainPoint, type Scenario, solarPoint } from "./scenario.ts"
import { heatingOf, named, priceMaker, productOf, spotOf, tariff, tariffPrice, versionsOf } from "./scenarioPrices.ts"
import { readingsOf } from "./scenarioReadings.ts"
import { longAgo, randomMidnight } from "./scenarioTimes.ts"

/** The request of a scenario: always the same for the same scenario. */
export const requestOf = (scenario: Scenario): SettlementRequest => {
  const random = seededRandom(scenario.seed)
  const from = LocalDate.make(scenario.start)
  const period = MarketCalendar.datePeriod(from, addDays(from, scenario.days))
  const price = priceMaker(scenario, random)
  const { charges, links } = chargesOf(scenario, period, price, random)
  const produces = scenario.production !== "absent"
  return {
    meteringPoint: { gsrn: mainPoint, priceArea: "DK1" },
    period,
    supply: supplyOf(scenario, period, random),
    outsideSupply: "clip",
    readings: [mainPoint, childPoint, ...(produces ? [solarPoint] : [])].flatMap((gsrn) =>
      readingsOf(gsrn, scenario, period, random)
    ),
    production: produces
      ? {
          gsrn: solarPoint,
          netting: scenario.production === "none" ? "none" : "hourly",
          periods: scenario.productionChanges ? productionPeriods(period, random) : undefined
        }
      : undefined,
    spotPrices: spotOf(period, price),
    charges,
    links,
    product: productOf(scenario, period, price, random),
    electricHeating: scenario.heating ? heatingOf(scenario, period, price, random) : undefined
  }
}

interface LinkedCharges {
  readonly charges: ReadonlyArray<Charge>
  readonly links: ReadonlyArray<ChargeLink>
}

const chargesOf = (scenario: Scenario, period: Period, price: () => number, random: SeededRandom): LinkedCharges => {
  const points = {
    main: mainPoint,
    child: childPoint,
    solar: scenario.production === "absent" ? mainPoint : solarPoint
  }
  const tariffs = scenario.tariffs.map(({ kind, on, versions }, i) => {
    const prices = versionsOf(period, versions, random, () => tariffPrice(kind, period, price, random))
    return linked(
      tariff(`T${i}`, prices),
      linksOf(period, random, points[on], () => 1)
    )
  })
  const subscriptions = Array.from({ length: scenario.subscriptions }, (_, i) => {
    const prices = versionsOf(period, random.int(1, 2), random, price)
    const links = linksOf(period, random, random.pick([mainPoint, childPoint]), () => random.int(1, 4))
    return linked({ ...named("D01", `S${i}`, random), kind: "subscription", prices }, links)
  })
  const fees = Array.from({ length: scenario.fees }, (_, i) => {
    const prices = versionsOf(period, 1, random, price)
    // A fee is an event: now and then the same one comes twice.
    const links = Array.from({ length: random.int(1, 2) }, () => ({
      from: randomMidnight(period, random),
      gsrn: mainPoint,
      quantity: random.int(1, 3)
    }))
    return linked({ ...named("D02", `F${i}`, random), kind: "fee", prices }, links)
  })
  const taxPrices = versionsOf(period, 1, random, () => tariffPrice("flat", period, price, random))
  const tax = linked(tariff("TAX", taxPrices), [{ from: longAgo, gsrn: mainPoint, quantity: 1 }])
  const all = [...tariffs, ...subscriptions, ...fees, ...(scenario.heating ? [tax] : [])]
  return { charges: all.flatMap(({ charges }) => charges), links: all.flatMap(({ links }) => links) }
}

const linked = (charge: Charge, links: ReadonlyArray<Omit<ChargeLink, "charge">>): LinkedCharges => ({
  charges: [charge],
  links: links.map((link) => ({ ...link, charge: charge.key }))
})

const supplyOf = ({ supply }: Scenario, period: Period, random: SeededRandom): ReadonlyArray<Validity> | undefined => {
  if (supply === "all") return undefined
  const middle = randomMidnight(period, random)
  if (supply === "from the middle") return [{ from: middle }]
  if (supply === "to the middle") return [{ from: longAgo, to: middle > period.from ? middle : period.to }]
  const later = randomMidnight({ from: middle, to: period.to }, random)
  return middle > period.from ? [{ from: later }, { from: longAgo, to: middle }] : [{ from: later }]
}

/** Panels that come, or that go and come back. */
const productionPeriods = (period: Period, random: SeededRandom): ReadonlyArray<Validity> => {
  const comes = randomMidnight(period, random)
  const goes = randomMidnight({ from: period.from, to: comes + 1 }, random)
  return goes > period.from && random.chance(0.5) ? [{ from: comes }, { from: longAgo, to: goes }] : [{ from: comes }]
}

/** One link through the period, two that follow each other, or one that covers a part. */
const linksOf = (
  period: Period,
  random: SeededRandom,
  gsrn: Gsrn,
  pieces: () => number
): ReadonlyArray<Omit<ChargeLink, "charge">> => {
  const link = (validity: Validity) => ({ ...validity, gsrn, quantity: pieces() })
  const middle = randomMidnight(period, random)
  const shape = random.int(1, 4)
  if (shape === 1) return [link({ from: longAgo })]
  if (shape === 2 || middle === period.from) return [link({ from: middle })]
  if (shape === 3) return [link({ from: longAgo, to: middle })]
  return [link({ from: middle, to: undefined }), link({ from: longAgo, to: middle })]
}
