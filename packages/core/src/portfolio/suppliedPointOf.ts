import type { ChargeLink, ProductTerms } from "../charges/index.ts"
import { clip, endOf, type Gsrn, type Period, type Validity } from "../market/index.ts"
import { joinEqual, withValidity } from "../storage/index.ts"
import type { Contract, HeatingCharges, MeteringPointVersion } from "./PortfolioChanges.ts"
import type { ChildPoint, HeatingSettings, SuppliedPoint, SuppliedProduction } from "./SuppliedPoint.ts"
import { contractRules, linkPlaceText, linkRules, sameData } from "./versionRules.ts"

/** What a supplied point is made of; each kind in any order, and links and contracts of other times may be among them. */
export interface SuppliedParts {
  readonly meteringPoint: Pick<MeteringPointVersion, "gsrn" | "type" | "gridArea" | "priceArea">
  readonly supply: ReadonlyArray<Validity>
  readonly contracts: ReadonlyArray<Contract>
  readonly links: ReadonlyArray<ChargeLink>
  readonly children: ReadonlyArray<ChildPoint>
  /** Links of a child point or of the production. */
  readonly linksOf: (gsrn: Gsrn) => ReadonlyArray<ChargeLink>
}

/** The version that holds at the end of a period; where none does, the nearest. */
export const versionAtEnd = <V extends Validity>(versions: ReadonlyArray<V>, period: Period): V | undefined => {
  let best: V | undefined
  for (const version of versions) {
    const before = version.from < period.to
    const betterThanBest =
      best === undefined ||
      (best.from < period.to ? before && version.from > best.from : before || version.from < best.from)
    if (betterThanBest) best = version
  }
  return best
}

/** The metering point of a supply query, as settlement takes it. */
export const suppliedPointOf = (parts: SuppliedParts, period: Period): SuppliedPoint => {
  const { gridArea, gsrn, priceArea, type } = parts.meteringPoint
  const children = childrenIn(parts.children, period)
  const contracts = joinEqual(parts.contracts, contractRules.same)
  const settings = settingsOf(contracts, period)
  return {
    gsrn,
    type,
    gridArea,
    priceArea,
    supply: joinEqual(parts.supply, () => true),
    product: productIn(contracts, period),
    links: linksIn(parts, [...children, ...productionPoints(settings, children)], period),
    children,
    ...settings
  }
}

const NONE: ReadonlyArray<never> = []

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const childrenIn = (children: ReadonlyArray<ChildPoint>, period: Period): ReadonlyArray<ChildPoint> => {
  if (children.length === 0) return NONE
  return [...Map.groupBy(children, ({ gsrn }) => gsrn).values()]
    .flatMap((versions) => joinEqual(versions, (a, b) => a.type === b.type))
    .filter((child) => clip(child, period) !== undefined)
    .sort((a, b) => compare(a.gsrn, b.gsrn) || a.from - b.from)
}

/** Contracts that differ in settings only must not split the invoice. */
const productIn = (contracts: ReadonlyArray<Contract>, period: Period): ReadonlyArray<ProductTerms> => {
  const meeting = contracts.filter((contract) => contract.from < period.to && endOf(contract) > period.from)
  return joinEqual(meeting, (a, b) => sameData(a.terms, b.terms)).map(({ from, terms, to }) => ({ ...terms, from, to }))
}

/** Another metering point whose links are settled with these, and when. */
type OtherPoint = Pick<ChildPoint, "gsrn"> & Validity

/** The production's own links (feed-in tariffs) are the customer's too; a child's come already. */
const productionPoints = ({ production }: Settings, children: ReadonlyArray<ChildPoint>): ReadonlyArray<OtherPoint> =>
  production === undefined || children.some(({ gsrn }) => gsrn === production.gsrn)
    ? NONE
    : production.periods.map((validity) => ({ ...validity, gsrn: production.gsrn }))

const linksIn = (
  { links, linksOf }: SuppliedParts,
  others: ReadonlyArray<OtherPoint>,
  period: Period
): ReadonlyArray<ChargeLink> => {
  const own = joinedLinks(links, period)
  if (others.length === 0) return own
  return [
    ...own,
    ...others.flatMap((other) =>
      joinedLinks(linksOf(other.gsrn), period).flatMap((link) => whileThere(link, other, period))
    )
  ]
}

const whileThere = (link: ChargeLink, child: OtherPoint, period: Period): ReadonlyArray<ChargeLink> => {
  const from = Math.max(link.from, child.from)
  const to = Math.min(endOf(link), endOf(child))
  const part = Number.isFinite(to) ? { from, to } : { from }
  if (from >= to || clip(part, period) === undefined) return NONE
  return [from === link.from && to === endOf(link) ? link : withValidity(link, part)]
}

const joinedLinks = (links: ReadonlyArray<ChargeLink>, period: Period): ReadonlyArray<ChargeLink> => {
  const meeting = links.filter((link) => link.from < period.to && endOf(link) > period.from)
  if (meeting.length < 2) return meeting
  const sorted = meeting.sort((a, b) => compareKeys(a, b) || a.from - b.from)
  const neighbours = sorted.some((link, i) => i > 0 && compareKeys(sorted[i - 1]!, link) === 0)
  if (!neighbours) return sorted
  return [...Map.groupBy(sorted, linkPlaceText).values()].flatMap((same) =>
    same[0]!.charge.type === "D02" ? same : joinEqual(same, linkRules.same)
  )
}

const compareKeys = ({ charge: a }: ChargeLink, { charge: b }: ChargeLink): number =>
  a === b ? 0 : compare(a.owner, b.owner) || compare(a.type, b.type) || compare(a.code, b.code)

interface Settings {
  readonly production?: SuppliedProduction
  readonly electricHeating?: HeatingSettings
}

/** Settings of the newest contract in the period that has them, with all times at which the contracts agree on them. */
const settingsOf = (contracts: ReadonlyArray<Contract>, period: Period): Settings => {
  if (contracts.every(({ electricHeating, production }) => electricHeating === undefined && production === undefined))
    return {}
  const production = periodsOf(contracts, period, ({ production: one }) => one)
  const heating = periodsOf(contracts, period, heatingChargesOf)
  return {
    ...(production === undefined ? {} : { production }),
    ...(heating === undefined ? {} : { electricHeating: withUse(heating, contracts) })
  }
}

/** What was used once is no reason to take contracts for different ones: a year's limit is shared out by all of them. */
const heatingChargesOf = ({ electricHeating }: Contract): HeatingCharges | undefined =>
  electricHeating === undefined ? undefined : { tax: electricHeating.tax, reduced: electricHeating.reduced }

const withUse = (
  heating: HeatingCharges & Pick<HeatingSettings, "periods">,
  contracts: ReadonlyArray<Contract>
): HeatingSettings => {
  const { reduced, tax } = heating
  const usedBefore = contracts
    .filter((contract) => sameData(heatingChargesOf(contract), { tax, reduced }))
    .flatMap(({ electricHeating }) => electricHeating?.usedBefore ?? NONE)
    .sort((a, b) => a.until - b.until)
  return usedBefore.length === 0 ? heating : { ...heating, usedBefore }
}

const periodsOf = <S extends object>(
  contracts: ReadonlyArray<Contract>,
  period: Period,
  settingOf: (contract: Contract) => S | undefined
): (S & { readonly periods: ReadonlyArray<Validity> }) | undefined => {
  const newest = contracts.findLast(
    (contract) => clip(contract, period) !== undefined && settingOf(contract) !== undefined
  )
  if (newest === undefined) return undefined
  const setting = settingOf(newest)!
  const periods = contracts
    .filter((contract) => sameData(settingOf(contract), setting))
    .map((contract) => withValidity({ from: contract.from }, contract))
  return { ...setting, periods: joinEqual(periods, () => true) }
}
