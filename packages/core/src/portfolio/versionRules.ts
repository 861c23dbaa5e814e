import { type ChargeLink, chargeKeyText } from "../charges/index.ts"
import type { VersionRules } from "../storage/index.ts"
import type { Contract, LinkPlace, MeteringPointVersion, SupplyPeriod } from "./PortfolioChanges.ts"

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
  same: (a, b) => sameData([a.terms, a.production, a.electricHeating], [b.terms, b.production, b.electricHeating])
}

export const linkRules: VersionRules<ChargeLink> = { same: (a, b) => a.quantity === b.quantity }
