import { BigNumber } from "bignumber.js"
import type { ChargeLink, EnergyTerms, SettlementRequest, TariffPrice } from "@datahub-settlement/core"
import { localDaysOf } from "./localTime.ts"
import { holds, type NaiveSegment, naiveSegments, priceHolding, sameKey } from "./naiveSegments.ts"
import { dkk, seriesPriceFor, tariffPriceFor } from "./prices.ts"
import { completeWithin, hourlyDifference, type Reading, readingsOf } from "./readings.ts"

/*
 * Settlement as one would write it from the rules, without any of the engine's means: one decimal number after the
 * other, interval by interval and charge by charge, local time from the tz database. It shares nothing but types with
 * the engine, and property tests hold the two together to the last digit.
 */

/** A line: exact apart from subscriptions, which are good to 40 decimals. */
export interface NaiveLine {
  readonly id: string
  readonly gsrn: string
  readonly segment: NaiveSegment
  readonly kwh: BigNumber
  readonly exactAmount: BigNumber
  /** DKK, half-even to 0.01. */
  readonly amount: BigNumber
}

export interface NaiveSettlement {
  readonly segments: ReadonlyArray<NaiveSegment>
  readonly lines: ReadonlyArray<NaiveLine>
}

const Decimal = BigNumber.clone({ DECIMAL_PLACES: 40, ROUNDING_MODE: BigNumber.ROUND_HALF_EVEN })

/** Half-even to 0.01. The 40th decimal of a repeating fraction must not decide a tie, so it goes first. */
export const roundDkk = (amount: BigNumber): BigNumber =>
  amount.dp(30, BigNumber.ROUND_HALF_EVEN).dp(2, BigNumber.ROUND_HALF_EVEN)

/** Lines of a request; throws when anything that it needs is missing. `cuts` split the segments further. */
export const naiveSettle = (request: SettlementRequest, cuts: ReadonlyArray<number> = []): NaiveSettlement => {
  const segments = naiveSegments(request, cuts)
  const supplied = new Map<string, ReadonlyArray<Reading>>()
  const measured = (gsrn: string): ReadonlyArray<Reading> => {
    let readings = supplied.get(gsrn)
    if (readings === undefined) {
      const { from, to } = request.period
      const all = readingsOf(request.readings, gsrn, from, to, request.asOf)
      readings = segments.flatMap((segment) => completeWithin(gsrn, all, segment.from, segment.to))
      supplied.set(gsrn, readings)
    }
    return readings
  }
  const main = request.meteringPoint.gsrn
  const { production } = request
  const produces = ({ start }: Reading): boolean =>
    production !== undefined &&
    (production.periods === undefined || production.periods.some((one) => holds(one, start)))
  const [consumption, surplus] =
    production === undefined
      ? [measured(main), []]
      : production.netting === "none"
        ? [measured(main), measured(production.gsrn).filter(produces)]
        : [
            [
              ...hourlyDifference(measured(main), measured(production.gsrn)).filter(produces),
              ...measured(main).filter((one) => !produces(one))
            ].sort((a, b) => a.start - b.start),
            hourlyDifference(measured(production.gsrn), measured(main)).filter(produces)
          ]
  const priced = (gsrn: string): ReadonlyArray<Reading> =>
    gsrn === main ? consumption : gsrn === production?.gsrn ? surplus : measured(gsrn)
  const belowLimit = kwhBelowLimit(request, consumption)

  const lines = segments.flatMap((segment) => {
    const within = (readings: ReadonlyArray<Reading>): ReadonlyArray<Reading> =>
      readings.filter(({ start }) => segment.from <= start && start < segment.to)
    const found = [...productLines(request, segment, within(consumption))]
    if (production !== undefined) {
      found.push(
        usage(
          within(surplus),
          (one) => seriesPriceFor(request.spotPrices.stretches, one).negated(),
          "production/credit",
          production.gsrn,
          segment
        )
      )
    }
    for (const link of request.links) {
      found.push(...linkLines(request, link, segment, within(priced(link.gsrn)), belowLimit))
    }
    return found
  })
  return { segments, lines }
}

const line = (id: string, gsrn: string, segment: NaiveSegment, kwh: BigNumber, exactAmount: BigNumber): NaiveLine => ({
  id,
  gsrn,
  segment,
  kwh,
  exactAmount,
  amount: roundDkk(exactAmount)
})

/** A line per kWh. */
const usage = (
  readings: ReadonlyArray<Reading>,
  priceFor: (reading: Reading) => BigNumber,
  id: string,
  gsrn: string,
  segment: NaiveSegment
): NaiveLine => {
  let kwh = new BigNumber(0)
  let amount = new BigNumber(0)
  for (const reading of readings) {
    kwh = kwh.plus(reading.kwh)
    amount = amount.plus(reading.kwh.times(priceFor(reading)))
  }
  return line(id, gsrn, segment, kwh, amount)
}

const productLines = (
  request: SettlementRequest,
  segment: NaiveSegment,
  readings: ReadonlyArray<Reading>
): ReadonlyArray<NaiveLine> => {
  const terms = request.product.find((one) => holds(one, segment.from))
  if (terms === undefined) throw new Error(`No product on ${new Date(segment.from).toISOString()}`)
  const gsrn = request.meteringPoint.gsrn
  return [
    usage(readings, (reading) => energyPrice(request, terms.energy, reading), "product/energy", gsrn, segment),
    line(
      "product/subscription",
      gsrn,
      segment,
      new BigNumber(0),
      perDay(dkk(terms.subscriptionPerMonth, terms.name), segment)
    )
  ]
}

const energyPrice = (request: SettlementRequest, terms: EnergyTerms, reading: Reading): BigNumber => {
  if (terms.kind === "fixed") return dkk(terms.price, "fixed")
  const atSpot = seriesPriceFor(request.spotPrices.stretches, reading)
    .plus(dkk(terms.margin, "margin"))
    .plus(dkk(terms.supplement, "supplement"))
  if (terms.kind === "spot") return atSpot
  const share = new BigNumber(terms.spotSharePercent).div(100)
  return atSpot.times(share).plus(dkk(terms.price, "fixed").times(new BigNumber(1).minus(share)))
}

/** A month's price for the days of a segment, each day its share of its own month. */
const perDay = (perMonth: BigNumber, segment: NaiveSegment): BigNumber => {
  const daysByMonthLength = new Map<number, number>()
  for (const { daysInMonth } of localDaysOf(segment.from, segment.to)) {
    daysByMonthLength.set(daysInMonth, (daysByMonthLength.get(daysInMonth) ?? 0) + 1)
  }
  let amount = new Decimal(0)
  for (const [length, days] of daysByMonthLength) amount = amount.plus(new Decimal(perMonth).times(days).div(length))
  return amount
}

const linkLines = (
  request: SettlementRequest,
  link: ChargeLink,
  segment: NaiveSegment,
  readings: ReadonlyArray<Reading>,
  belowLimit: ReadonlyMap<number, BigNumber>
): ReadonlyArray<NaiveLine> => {
  const { charge: key, gsrn } = link
  const id = `${key.owner}/${key.type}/${key.code}`
  const none = new BigNumber(0)
  if (key.type === "D02") {
    if (link.from < segment.from || link.from >= segment.to) return []
    const fee = dkk(priceHolding(request, key, link.from) as number | undefined, id)
    return [line(id, gsrn, segment, none, fee.times(link.quantity))]
  }
  if (!holds(link, segment.from)) return []
  const price = priceHolding(request, key, segment.from)
  if (key.type === "D01") {
    return [line(id, gsrn, segment, none, perDay(dkk(price as number | undefined, id).times(link.quantity), segment))]
  }
  if (price === undefined) throw new Error(`No price: ${id}`)
  const heating = request.electricHeating
  const full = (reading: Reading): BigNumber => tariffPriceFor(price as TariffPrice, reading)
  if (heating === undefined || gsrn !== request.meteringPoint.gsrn || !sameKey(heating.tax, key)) {
    return [usage(readings, full, id, gsrn, segment)]
  }
  const reduced = heating.reduced.prices.find((version) => holds(version, segment.from))!
  const above = (reading: Reading): BigNumber => reading.kwh.minus(belowLimit.get(reading.start)!)
  let amount = none
  for (const reading of readings) {
    amount = amount
      .plus(belowLimit.get(reading.start)!.times(full(reading)))
      .plus(above(reading).times(tariffPriceFor(reduced.price, reading)))
  }
  return [
    line(
      id,
      gsrn,
      segment,
      readings.reduce((sum, { kwh }) => sum.plus(kwh), none),
      amount
    )
  ]
}

/** How much of each reading lies below the yearly limit of electric heating. */
const kwhBelowLimit = (
  request: SettlementRequest,
  consumption: ReadonlyArray<Reading>
): ReadonlyMap<number, BigNumber> => {
  const below = new Map<number, BigNumber>()
  for (const allowance of request.electricHeating?.allowances ?? []) {
    let left = BigNumber.max(0, new BigNumber(allowance.limitWh - allowance.usedBeforeWh).div(1000))
    for (const { kwh, start } of consumption) {
      if (!holds(allowance, start)) continue
      const part = BigNumber.min(kwh, left)
      left = left.minus(part)
      below.set(start, part)
    }
  }
  return below
}
