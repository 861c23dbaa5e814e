import {
  type AnyPrice,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  type PriceVersion,
  samePrice
} from "../charges/index.ts"
import { endOf, type Instant, MarketCalendar, type Period, type Validity } from "../market/index.ts"
import { versionHasFault } from "./priceFaults.ts"

/** A charge made ready for settling: versions in time order, equal neighbours joined, overlaps found. */
export interface ChargePlan {
  readonly charge: Charge
  readonly id: string
  readonly versions: ReadonlyArray<PriceVersion<AnyPrice>>
  /** Time that more than one version claims. */
  readonly overlaps: ReadonlyArray<Period>
  /** Versions whose prices are not whole. */
  readonly faults: ReadonlyArray<Validity>
  /** Versions that begin or end within a day. */
  readonly misplaced: ReadonlyArray<Validity>
  /** Whether pieces of the charge disagree about its kind, VAT class or tax flag: nothing says which of them holds. */
  readonly isContradictory: boolean
}

const planByCharge = new WeakMap<Charge, ChargePlan>()
const plansByList = new WeakMap<ReadonlyArray<Charge>, ReadonlyMap<string, ChargePlan>>()

/** Plans of a list of charges by key text. Made once for every list that is passed again. */
export const chargePlans = (charges: ReadonlyArray<Charge>): ReadonlyMap<string, ChargePlan> => {
  let plans = plansByList.get(charges)
  if (plans === undefined) {
    plans = makePlans(charges)
    plansByList.set(charges, plans)
  }
  return plans
}

/** The plan of one charge. */
export const chargePlan = (charge: Charge): ChargePlan => {
  let plan = planByCharge.get(charge)
  if (plan === undefined) planByCharge.set(charge, (plan = makePlan(charge, charge.prices)))
  return plan
}

/** A charge that comes in several pieces, from several price lists, has the versions of all of them. */
const makePlans = (charges: ReadonlyArray<Charge>): ReadonlyMap<string, ChargePlan> => {
  const pieces = new Map<string, Array<Charge>>()
  for (const charge of charges) {
    const id = chargeKeyText(charge.key)
    const known = pieces.get(id)
    if (known === undefined) pieces.set(id, [charge])
    else known.push(charge)
  }
  return new Map(Array.from(pieces, ([id, same]) => [id, same.length === 1 ? chargePlan(same[0]!) : joinedPlan(same)]))
}

const joinedPlan = (pieces: ReadonlyArray<Charge>): ChargePlan => {
  // The order in which the pieces came must not show, not even in the name.
  const first = pieces.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))[0]!
  const prices = pieces.flatMap((charge): ReadonlyArray<PriceVersion<AnyPrice>> => charge.prices)
  return { ...makePlan(first, prices), isContradictory: pieces.some((charge) => !sameTreatment(charge, first)) }
}

const sameTreatment = (a: Charge, b: Charge): boolean =>
  a.kind === b.kind &&
  a.vatClass === b.vatClass &&
  (a.kind === "tariff" && a.isTax) === (b.kind === "tariff" && b.isTax)

const idByKey = new WeakMap<ChargeKey, string>()

/** {@link chargeKeyText}, remembered: links of many points share their keys. */
export const chargeId = (key: ChargeKey): string => {
  let id = idByKey.get(key)
  if (id === undefined) idByKey.set(key, (id = chargeKeyText(key)))
  return id
}

const makePlan = (charge: Charge, prices: ReadonlyArray<PriceVersion<AnyPrice>>): ChargePlan => {
  const sorted = prices.toSorted((a, b) => a.from - b.from || endOf(a) - endOf(b))
  const versions: Array<PriceVersion<AnyPrice>> = []
  const overlaps: Array<Period> = []
  let claimedUntil = Number.NEGATIVE_INFINITY
  for (const version of sorted) {
    const last = versions.at(-1)
    if (version.from < claimedUntil) overlaps.push({ from: version.from, to: Math.min(claimedUntil, endOf(version)) })
    claimedUntil = Math.max(claimedUntil, endOf(version))
    // A row for every day with the price unchanged (TREFOR) is no price change and must not split the invoice.
    if (last !== undefined && last.to === version.from && samePrice(last.price, version.price)) {
      versions[versions.length - 1] = { ...last, to: version.to }
    } else versions.push(version)
  }
  return {
    charge,
    id: chargeKeyText(charge.key),
    versions,
    overlaps,
    faults: versions.filter(versionHasFault),
    misplaced: versions.filter((version) => !isLocalMidnight(version.from) || !isLocalMidnight(version.to)),
    isContradictory: false
  }
}

/** An open end is as good as a midnight. */
const isLocalMidnight = (instant: Instant | undefined): boolean =>
  instant === undefined || !Number.isFinite(instant) || MarketCalendar.isLocalMidnight(instant)

/** The version that holds at an instant. */
export const versionAt = (plan: ChargePlan, instant: Instant): PriceVersion<AnyPrice> | undefined =>
  plan.versions.find((version) => version.from <= instant && instant < endOf(version))
