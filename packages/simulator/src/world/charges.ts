import {
  type ChargeKey,
  type ChargeLink,
  type ChargeInformation,
  type ChargePriceSeries,
  type Instant,
  intervalMs,
  LocalDate,
  MarketCalendar
} from "@datahub-settlement/core"
import {
  energinetSubscription,
  energinetTariffs,
  feedInTariff,
  gridCompanies,
  type GridCompany
} from "./gridCompanies.ts"
import type { WorldPoint } from "./WorldPoint.ts"

/** A charge of the world: what it is called and what it costs. */
export interface WorldCharge {
  readonly key: ChargeKey
  readonly name: string
  readonly isTax: boolean
  readonly resolution: "PT1H" | "P1D" | "P1M"
  /** Millionths of a krone in the interval that begins there. */
  readonly priceAt: (at: Instant) => number
}

const gridTariffKey = (company: GridCompany): ChargeKey => ({
  owner: company.gln,
  type: "D03",
  code: company.tariff.code
})
const gridSubscriptionKey = (company: GridCompany): ChargeKey => ({
  owner: company.gln,
  type: "D01",
  code: company.subscription.code
})

/** April to September. */
const isSummer = (at: Instant): boolean => {
  const month = Number(MarketCalendar.localDateOf(at).slice(5, 7))
  return month >= 4 && month <= 9
}

const gridTariffAt = ({ tariff }: GridCompany, at: Instant): number => {
  const bands = isSummer(at) ? tariff.summer : tariff.winter
  const hour = MarketCalendar.localHourOf(at)
  return hour < 6 ? bands.low : hour >= 17 && hour < 21 ? bands.peak : bands.high
}

/** Every charge there is. */
export const worldCharges: ReadonlyArray<WorldCharge> = [
  ...gridCompanies.flatMap((company): ReadonlyArray<WorldCharge> => [
    {
      key: gridTariffKey(company),
      name: `Nettarif C ${company.name}`,
      isTax: false,
      resolution: "PT1H",
      priceAt: (at) => gridTariffAt(company, at)
    },
    {
      key: gridSubscriptionKey(company),
      name: `Netabonnement C ${company.name}`,
      isTax: false,
      resolution: "P1M",
      priceAt: () => company.subscription.price
    }
  ]),
  ...[...energinetTariffs, feedInTariff].map(({ code, isTax, name, owner, price }): WorldCharge => ({
    key: { owner, type: "D03", code },
    name,
    isTax,
    resolution: "P1D",
    priceAt: () => price
  })),
  {
    key: { owner: energinetSubscription.owner, type: "D01", code: energinetSubscription.code },
    name: energinetSubscription.name,
    isTax: false,
    resolution: "P1M",
    priceAt: () => energinetSubscription.price
  }
]

/** The charge with this key. */
export const worldCharge = (key: ChargeKey): WorldCharge | undefined =>
  worldCharges.find(({ key: one }) => one.owner === key.owner && one.type === key.type && one.code === key.code)

/** What a metering point is charged when nobody has changed anything. A heating point carries no charges of its own. */
export const defaultLinks = (point: WorldPoint, from: Instant): ReadonlyArray<ChargeLink> => {
  const linked = (charge: ChargeKey): ChargeLink => ({ gsrn: point.gsrn, charge, quantity: 1, from })
  if (point.type === "D14") return []
  if (point.type === "E18") return [linked({ owner: feedInTariff.owner, type: "D03", code: feedInTariff.code })]
  return [
    linked(gridTariffKey(point.company)),
    linked(gridSubscriptionKey(point.company)),
    ...energinetTariffs.map(({ code, owner }) => linked({ owner, type: "D03", code })),
    linked({ owner: energinetSubscription.owner, type: "D01", code: energinetSubscription.code })
  ]
}

const startOf = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))

/** Charge master data of all charges, from a year on. */
export const informationFrom = (
  year: number,
  origin: { readonly messageId: string; readonly createdAt: Instant; readonly transactionId: (index: number) => string }
): ReadonlyArray<ChargeInformation> =>
  worldCharges.map((charge, index) => ({
    key: charge.key,
    registeredAt: origin.createdAt,
    messageId: origin.messageId,
    transactionId: origin.transactionId(index),
    name: charge.name,
    description: charge.name,
    vatClass: "D02",
    isTax: charge.isTax,
    transparentInvoicing: charge.isTax || charge.key.type === "D01",
    resolution: charge.resolution,
    from: startOf(`${year}-01-01`)
  }))

/** The prices of all charges for a year, each in its own resolution. */
export const pricesOf = (
  year: number,
  origin: { readonly messageId: string; readonly createdAt: Instant; readonly transactionId: (index: number) => string }
): ReadonlyArray<ChargePriceSeries> => {
  const from = startOf(`${year}-01-01`)
  const to = startOf(`${year + 1}-01-01`)
  return worldCharges.map((charge, index) => ({
    key: charge.key,
    registeredAt: origin.createdAt,
    messageId: origin.messageId,
    transactionId: origin.transactionId(index),
    from,
    to,
    resolution: charge.resolution,
    prices: Float64Array.from(startsOf(charge.resolution, from, to), (at) => charge.priceAt(at) * 1000)
  }))
}

/** The starts of the intervals of a year. */
const startsOf = (resolution: WorldCharge["resolution"], from: Instant, to: Instant): ReadonlyArray<Instant> => {
  if (resolution === "PT1H") {
    return Array.from({ length: (to - from) / intervalMs.PT1H }, (_, hour) => from + hour * intervalMs.PT1H)
  }
  const days = MarketCalendar.localDays({ from, to })
  return days.filter((day) => resolution === "P1D" || day.endsWith("-01")).map((day) => MarketCalendar.startOfDay(day))
}
