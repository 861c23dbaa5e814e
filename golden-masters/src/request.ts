import {
  type Charge,
  type ChargeKey,
  type ElectricHeating,
  energinet,
  Gln,
  gsrnOf,
  intervalMs,
  LocalDate,
  MarketCalendar,
  type MeteringSeries,
  type Period,
  type PriceVersion,
  type SettlementRequest,
  type SpotPrices,
  type Tariff,
  type TariffPrice,
  type Wh
} from "@datahub-settlement/core"
import type { Case, Change } from "./Case.ts"
import { hoursOf, profile, register } from "./readings.ts"

const gridCompany = Gln.make("5790001089030")
const solarPoint = gsrnOf("57131310000001235")

/** Charge keys by the names that cases give their lines. */
export const chargeKeys = {
  grid_tariff: { owner: gridCompany, type: "D03", code: "C" },
  system_tariff: { owner: energinet, type: "D03", code: "41000" },
  transmission_tariff: { owner: energinet, type: "D03", code: "40000" },
  electricity_tax: { owner: energinet, type: "D03", code: "EA-001" },
  grid_subscription: { owner: gridCompany, type: "D01", code: "C" }
} as const satisfies Record<string, ChargeKey>

/** From the first year whose clock changes the market calendar knows. */
const always = { from: MarketCalendar.startOfDay(LocalDate.make(`${MarketCalendar.FIRST_YEAR}-01-01`)) }

/** What a request of a case depends on besides the case. */
export interface RequestOptions {
  readonly period: Period
  /** Readings as they were before the changes, as they are after them, or without any. */
  readonly changes?: { readonly list: ReadonlyArray<Change>; readonly apply: boolean } | undefined
  /** Of the heating threshold used in the period's first year before it begins. */
  readonly heatingUsedWh?: Wh | undefined
}

/** One settlement of a case as a request to the engine. */
export const requestOf = (one: Case, options: RequestOptions): SettlementRequest => {
  const { period } = options
  const charges = chargesOf(one)
  return {
    meteringPoint: { gsrn: one.gsrn, priceArea: one.priceArea },
    period,
    supply: one.supply && [
      {
        from: MarketCalendar.startOfDay(one.supply[0]),
        to: one.supply[1] === null ? undefined : MarketCalendar.startOfDay(one.supply[1])
      }
    ],
    // A case's profile goes on for ever, also where we do not supply.
    outsideSupply: "clip",
    readings: readingsOf(one, options),
    production: one.productionKwhByLocalHour && { gsrn: solarPoint, netting: "hourly" },
    spotPrices: spotOf(one, period),
    charges,
    links: charges.map(({ key }) => ({ ...always, gsrn: one.gsrn, charge: key, quantity: 1 })),
    product: [
      {
        ...always,
        name: "spot",
        energy: { kind: "spot", margin: one.marginDkkPerKwh, supplement: 0 },
        subscriptionPerMonth: one.supplierSubscriptionDkkPerMonth
      }
    ],
    electricHeating: heatingOf(one, period, options.heatingUsedWh)
  }
}

const readingsOf = (one: Case, { changes, period }: RequestOptions): ReadonlyArray<MeteringSeries> => {
  const { gsrn, resolution } = one
  const firstRegistration = { resolution, registeredAt: period.to }
  const old = new Map(
    changes?.list.flatMap((change) =>
      change.oldKwh === undefined ? [] : hoursOf(change).map(({ from }) => [from, change.oldKwh!] as const)
    )
  )
  const usual = profile(one.consumptionKwhByLocalHour)
  const readings = [
    register({ gsrn, type: "E17", period, ...firstRegistration, hourWh: (start) => old.get(start) ?? usual(start) })
  ]
  if (one.productionKwhByLocalHour !== undefined) {
    const hourWh = profile(one.productionKwhByLocalHour)
    readings.push(register({ gsrn: solarPoint, type: "E18", period, ...firstRegistration, hourWh }))
  }
  for (const change of changes?.apply === true ? changes.list : []) {
    for (const hour of hoursOf(change)) {
      const registeredAt = period.to + intervalMs.PT1H
      readings.push(
        register({ gsrn, type: "E17", period: hour, resolution, registeredAt, hourWh: () => change.newKwh })
      )
    }
  }
  return readings
}

const spotOf = (one: Case, { from, to }: Period): SpotPrices => ({
  priceArea: one.priceArea,
  stretches: [
    {
      resolution: "PT1H",
      start: from,
      nanoDkkPerKwh: Float64Array.from(
        { length: (to - from) / intervalMs.PT1H },
        (_, i) => one.spotDkkPerKwhByLocalHour[MarketCalendar.localHourOf(from + i * intervalMs.PT1H)]!
      )
    }
  ]
})

const chargesOf = (one: Case): ReadonlyArray<Charge> => [
  tariff(chargeKeys.grid_tariff, gridVersions(one)),
  tariff(chargeKeys.system_tariff, [{ ...always, price: flat(one.systemTariffDkkPerKwh) }]),
  tariff(chargeKeys.transmission_tariff, [{ ...always, price: flat(one.transmissionTariffDkkPerKwh) }]),
  tariff(chargeKeys.electricity_tax, [{ ...always, price: flat(one.electricityTaxDkkPerKwh) }]),
  {
    ...described(chargeKeys.grid_subscription),
    kind: "subscription",
    prices: [{ ...always, price: one.gridSubscriptionDkkPerMonth }]
  }
]

const described = (key: ChargeKey) => ({ key, name: key.code, vatClass: "D02", transparentInvoicing: false }) as const

const tariff = (key: ChargeKey, prices: ReadonlyArray<PriceVersion<TariffPrice>>): Tariff => ({
  ...described(key),
  kind: "tariff",
  isTax: key.code.startsWith("EA-"),
  prices
})

const flat = (nanoDkkPerKwh: number): TariffPrice => ({ kind: "flat", nanoDkkPerKwh })

const hourly = (prices: ReadonlyArray<number>): TariffPrice => ({
  kind: "byLocalHour",
  nanoDkkPerKwh: Float64Array.from(prices)
})

const gridVersions = (one: Case): ReadonlyArray<PriceVersion<TariffPrice>> => {
  const price = hourly(one.gridTariffDkkPerKwhByLocalHour)
  if (one.gridTariffChange === undefined) return [{ ...always, price }]
  const from = MarketCalendar.startOfDay(one.gridTariffChange.from)
  return [
    { ...always, to: from, price },
    { from, price: hourly(one.gridTariffChange.gridTariffDkkPerKwhByLocalHour) }
  ]
}

/** The threshold of each calendar year of the period; what was used before counts in the first. */
const heatingOf = (one: Case, period: Period, usedWh?: Wh): ElectricHeating | undefined => {
  const heating = one.electricHeating
  if (heating === undefined) return undefined
  const firstYear = yearOf(period.from)
  return {
    tax: chargeKeys.electricity_tax,
    reduced: tariff({ owner: energinet, type: "D03", code: "EA-002" }, [
      { ...always, price: flat(heating.reducedTaxDkkPerKwh) }
    ]),
    allowances: Array.from({ length: yearOf(period.to - 1) - firstYear + 1 }, (_, i) => ({
      ...MarketCalendar.datePeriod(
        LocalDate.make(`${firstYear + i}-01-01`),
        LocalDate.make(`${firstYear + i + 1}-01-01`)
      ),
      limitWh: heating.annualThresholdKwh,
      usedBeforeWh: i > 0 ? 0 : (usedWh ?? heating.kwhBeforePeriod)
    }))
  }
}

/** The Danish calendar year of an instant. */
export const yearOf = (instant: number): number => Number(MarketCalendar.localDateOf(instant).slice(0, 4))
