import { type ChargeLink, chargeKeyText } from "../charges/index.ts"
import { endOf, type Validity } from "../market/index.ts"
import { type VersionRules, withValidity } from "../storage/index.ts"
import type {
  Contract,
  CustomerVersion,
  HeatingTerms,
  HeatingUse,
  LinkPlace,
  MeteringPointVersion,
  SupplyPeriod
} from "./PortfolioChanges.ts"

/** Metering point and charge: what versions of a link belong to. */
export const linkPlaceText = ({ charge, gsrn }: LinkPlace): string => `${gsrn}/${chargeKeyText(charge)}`

/** Plain data as text in which the order of keys and absent values do not show. */
const dataText = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  )

/** Whether plain data say the same. */
export const sameData = (a: unknown, b: unknown): boolean => a === b || dataText(a) === dataText(b)

export const meteringPointRules: VersionRules<MeteringPointVersion> = {
  same: (a, b) =>
    a.type === b.type &&
    a.gridArea === b.gridArea &&
    a.priceArea === b.priceArea &&
    a.parent === b.parent &&
    sameData(a.masterData, b.masterData)
}

/** Supply says nothing but that it is. */
export const supplyRules: VersionRules<SupplyPeriod> = { same: () => true }

export const contractRules: VersionRules<Contract> = {
  same: (a, b) => sameData([a.terms, a.production, a.electricHeating], [b.terms, b.production, b.electricHeating]),
  cut: ({ electricHeating, ...contract }, part) =>
    withValidity(
      electricHeating === undefined ? contract : { ...contract, electricHeating: heatingIn(electricHeating, part) },
      part
    )
}

/**
 * Whether a contract of this validity is the one to say what was used until an instant: it holds right before it.
 *
 * @example
 * import { holdsUse } from "@datahub-settlement/core"
 *
 * [0, 10, 20, 30].map((until) => holdsUse({ from: 0, to: 20 }, { until, wh: 1 })).join(" ") // => "false true true false"
 */
export const holdsUse = (contract: Validity, { until }: HeatingUse): boolean =>
  contract.from < until && until <= endOf(contract)

/** A part of a contract says what was used until an instant only where the instant lies in it. */
const heatingIn = ({ usedBefore, ...charges }: HeatingTerms, part: Validity): HeatingTerms => {
  const uses = usedBefore?.filter((use) => holdsUse(part, use)) ?? []
  return uses.length === 0 ? charges : { ...charges, usedBefore: uses }
}

export const customerRules: VersionRules<CustomerVersion> = { same: (a, b) => sameData(a.customer, b.customer) }

export const linkRules: VersionRules<ChargeLink> = { same: (a, b) => a.quantity === b.quantity }
