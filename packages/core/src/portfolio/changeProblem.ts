import { chargeKeyText } from "../charges/index.ts"
import { endOf, type Gsrn, MarketCalendar, type Validity } from "../market/index.ts"
import { overlapOf } from "../storage/index.ts"
import { contractFaults } from "./contractFaults.ts"
import type { Customer } from "./Customer.ts"
import type { CustomerVersion, PortfolioChanges } from "./PortfolioChanges.ts"
import { InvalidVersion, OverlappingVersion, type PortfolioProblem, type VersionKind } from "./PortfolioProblem.ts"
import { holdsUse, linkPlaceText } from "./versionRules.ts"

/** A version that is to be checked. */
interface Checked extends Validity {
  readonly gsrn: Gsrn
}

/** The first reason why changes cannot be recorded, seen from the changes alone. */
export const changeProblem = (changes: PortfolioChanges): PortfolioProblem | undefined => {
  const { contracts = [], customers = [], links = [], meteringPoints = [], removed = {}, supply = [] } = changes
  const tariffsAndSubscriptions = links.filter(({ charge }) => charge.type !== "D02")
  const fees = links.filter(({ charge }) => charge.type === "D02")
  return (
    firstOf(meteringPoints, (version) => validityProblem("metering point", version, false)) ??
    firstOf([...supply, ...(removed.supply ?? [])], (version) => validityProblem("supply", version, true)) ??
    firstOf([...contracts, ...(removed.contracts ?? [])], (version) => validityProblem("contract", version, true)) ??
    firstOf([...customers, ...(removed.customers ?? [])], (version) => validityProblem("customer", version, false)) ??
    firstOf([...links, ...(removed.links ?? [])], (version) =>
      validityProblem("link", version, true, chargeKeyText(version.charge))
    ) ??
    firstOf(contracts, termsProblem) ??
    firstOf(contracts, heatingUseProblem) ??
    firstOf(customers, cprProblem) ??
    firstOf(links, quantityProblem) ??
    overlapProblem("metering point", meteringPoints) ??
    overlapProblem("supply", supply) ??
    overlapProblem("contract", contracts) ??
    overlapProblem("customer", customers) ??
    overlapProblem("link", tariffsAndSubscriptions, linkPlaceText) ??
    overlapProblem(
      "link",
      fees.map((fee) => ({ ...fee, to: fee.from + 1 })),
      linkPlaceText
    )
  )
}

const firstOf = <V>(
  versions: ReadonlyArray<V>,
  check: (version: V) => PortfolioProblem | undefined
): PortfolioProblem | undefined => {
  for (const version of versions) {
    const problem = check(version)
    if (problem !== undefined) return problem
  }
  return undefined
}

const isInstant = (instant: number, midnight: boolean): boolean =>
  Number.isSafeInteger(instant) && (!midnight || MarketCalendar.isLocalMidnight(instant))

const validityProblem = (
  what: VersionKind,
  { from, gsrn, to }: Checked,
  midnight: boolean,
  charge?: string
): PortfolioProblem | undefined => {
  const reason =
    !isInstant(from, midnight) || (to !== undefined && !isInstant(to, midnight))
      ? midnight
        ? "it must begin and end at Danish midnight"
        : "it must begin and end at whole milliseconds"
      : to !== undefined && to <= from
        ? "it is empty"
        : undefined
  return reason === undefined
    ? undefined
    : new InvalidVersion({ gsrn, charge, what, from, to: to ?? Number.POSITIVE_INFINITY, reason })
}

const termsProblem = (contract: NonNullable<PortfolioChanges["contracts"]>[number]): PortfolioProblem | undefined => {
  const { from, gsrn, terms } = contract
  const [reason] = contractFaults(contract)
  if (reason === undefined) return undefined
  return new InvalidVersion({ gsrn, charge: terms.name, what: "contract", from, to: endOf(contract), reason })
}

const heatingUseProblem = (
  contract: NonNullable<PortfolioChanges["contracts"]>[number]
): PortfolioProblem | undefined => {
  const { electricHeating, from, gsrn } = contract
  const uses = electricHeating?.usedBefore ?? []
  const reason = uses.some(({ wh }) => !Number.isSafeInteger(wh) || wh < 0)
    ? "what was used of the electric heating limit must be whole Wh, not negative"
    : uses.some((use) => !isInstant(use.until, true) || !holdsUse(contract, use))
      ? "what was used of the electric heating limit must be said until a Danish midnight within the contract"
      : new Set(uses.map(({ until }) => until)).size < uses.length
        ? "what was used of the electric heating limit is said twice until the same instant"
        : undefined
  return reason === undefined
    ? undefined
    : new InvalidVersion({ gsrn, what: "contract", from, to: endOf(contract), reason })
}

/** DataHub never sends a CPR number back, and whoever has one for a request must not leave it here. */
const cprProblem = (version: CustomerVersion): PortfolioProblem | undefined => {
  const { cpr, secondCpr }: Customer = version.customer
  if (cpr === undefined && secondCpr === undefined) return undefined
  const { from, gsrn } = version
  const reason = "a CPR number is never kept: leave it out"
  return new InvalidVersion({ gsrn, what: "customer", from, to: endOf(version), reason })
}

const quantityProblem = (link: NonNullable<PortfolioChanges["links"]>[number]): PortfolioProblem | undefined => {
  const { charge, from, gsrn, quantity } = link
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= QUANTITY_MAX) return undefined
  const reason = `the quantity must be a whole number from 1 to ${QUANTITY_MAX}, got ${quantity}`
  return new InvalidVersion({ gsrn, charge: chargeKeyText(charge), what: "link", from, to: endOf(link), reason })
}

/** What a store keeps in 32 bits. */
const QUANTITY_MAX = 2 ** 31 - 1

const overlapProblem = <V extends Checked>(
  what: VersionKind,
  versions: ReadonlyArray<V>,
  keyOf: (version: V) => string = ({ gsrn }) => gsrn
): PortfolioProblem | undefined => {
  if (versions.length < 2) return undefined
  for (const [key, same] of Map.groupBy(versions, keyOf)) {
    const overlap = same.length > 1 ? overlapOf(same) : undefined
    if (overlap === undefined) continue
    const { gsrn } = same[0]!
    const charge = key === gsrn ? undefined : key.slice(gsrn.length + 1)
    return new OverlappingVersion({ gsrn, charge, what, from: overlap.from, to: endOf(overlap) })
  }
  return undefined
}
