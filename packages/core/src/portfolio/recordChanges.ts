import { Result } from "effect"
import type { ChargeLink } from "../charges/index.ts"
import { endOf, type Gsrn, type Validity } from "../market/index.ts"
import { supersede, type Superseded, type VersionRules } from "../storage/index.ts"
import { changeProblem } from "./changeProblem.ts"
import type {
  Contract,
  CustomerVersion,
  LinkPlace,
  MeteringPointVersion,
  PortfolioChanges,
  SupplyPeriod
} from "./PortfolioChanges.ts"
import { type PortfolioProblem, UnknownMeteringPoint } from "./PortfolioProblem.ts"
import {
  contractRules,
  customerRules,
  linkPlaceText,
  linkRules,
  meteringPointRules,
  supplyRules
} from "./versionRules.ts"

/** Versions that are believed now. */
export interface CurrentVersions {
  readonly meteringPoints: ReadonlyArray<MeteringPointVersion>
  readonly supply: ReadonlyArray<SupplyPeriod>
  readonly contracts: ReadonlyArray<Contract>
  readonly customers: ReadonlyArray<CustomerVersion>
  readonly links: ReadonlyArray<ChargeLink>
}

/** What a store closes and adds, by kind. */
export interface RecordedChanges {
  readonly meteringPoints: Superseded<MeteringPointVersion>
  readonly supply: Superseded<SupplyPeriod>
  readonly contracts: Superseded<Contract>
  readonly customers: Superseded<CustomerVersion>
  readonly links: Superseded<ChargeLink>
}

/** The metering points of which a store must know the current versions to record changes. */
export const touchedPoints = (
  changes: PortfolioChanges
): { readonly [Kind in keyof CurrentVersions]: ReadonlyArray<Gsrn> } => {
  const { contracts = [], customers = [], links = [], meteringPoints = [], removed = {}, supply = [] } = changes
  const gsrns = (...versions: ReadonlyArray<ReadonlyArray<{ readonly gsrn: Gsrn }>>): ReadonlyArray<Gsrn> =>
    [...new Set(versions.flatMap((some) => some.map(({ gsrn }) => gsrn)))].sort()
  return {
    meteringPoints: gsrns(meteringPoints, supply),
    supply: gsrns(supply, removed.supply ?? []),
    contracts: gsrns(contracts, removed.contracts ?? []),
    customers: gsrns(customers, removed.customers ?? []),
    links: gsrns(links, removed.links ?? [])
  }
}

/**
 * What recording changes does to the versions of the metering points that they touch. Whatever stores them closes the
 * very objects that it gave as current.
 */
export const recordChanges = (
  current: CurrentVersions,
  changes: PortfolioChanges
): Result.Result<RecordedChanges, PortfolioProblem> => {
  const { contracts = [], customers = [], links = [], meteringPoints = [], removed = {}, supply = [] } = changes
  const problem = changeProblem(changes) ?? unknownPoint(current, changes)
  if (problem !== undefined) return Result.fail(problem)
  const ofPoint = ({ gsrn }: { readonly gsrn: Gsrn }): string => gsrn
  return Result.succeed({
    meteringPoints: byKey(current.meteringPoints, meteringPoints, [], ofPoint, meteringPointRules),
    supply: byKey(current.supply, supply, removed.supply ?? [], ofPoint, supplyRules),
    contracts: byKey(current.contracts, contracts, removed.contracts ?? [], ofPoint, contractRules),
    customers: byKey(current.customers, customers, removed.customers ?? [], ofPoint, customerRules),
    links: linkChanges(current.links, links, removed.links ?? [])
  })
}

const unknownPoint = (
  current: CurrentVersions,
  { meteringPoints = [], supply = [] }: PortfolioChanges
): PortfolioProblem | undefined => {
  if (supply.length === 0) return undefined
  const known = new Set([...current.meteringPoints, ...meteringPoints].map(({ gsrn }) => gsrn))
  const unknown = supply.find(({ gsrn }) => !known.has(gsrn))
  return unknown && new UnknownMeteringPoint({ gsrn: unknown.gsrn })
}

const NONE: ReadonlyArray<never> = []

const byKey = <Place, V extends Place & Validity, R extends Place & Validity>(
  current: ReadonlyArray<V>,
  incoming: ReadonlyArray<V>,
  removed: ReadonlyArray<R>,
  keyOf: (place: Place) => string,
  rules: VersionRules<V>
): Superseded<V> => {
  const known = Map.groupBy(current, keyOf)
  const news = Map.groupBy(incoming, keyOf)
  const gone = Map.groupBy(removed, keyOf)
  const closed: Array<V> = []
  const added: Array<V> = []
  for (const key of new Set([...news.keys(), ...gone.keys()])) {
    const one = supersede(known.get(key) ?? NONE, news.get(key) ?? NONE, gone.get(key) ?? NONE, rules)
    closed.push(...one.closed)
    added.push(...one.added)
  }
  return { closed, added }
}

type LinkRemoval = Validity & LinkPlace

const isFee = ({ charge }: LinkPlace): boolean => charge.type === "D02"

const linkChanges = (
  current: ReadonlyArray<ChargeLink>,
  incoming: ReadonlyArray<ChargeLink>,
  removed: ReadonlyArray<LinkRemoval>
): Superseded<ChargeLink> => {
  const lasting = byKey(
    current.filter((link) => !isFee(link)),
    incoming.filter((link) => !isFee(link)),
    removed.filter((link) => !isFee(link)),
    linkPlaceText,
    linkRules
  )
  const fees = feeChanges(current.filter(isFee), incoming.filter(isFee), removed.filter(isFee))
  return { closed: [...lasting.closed, ...fees.closed], added: [...lasting.added, ...fees.added] }
}

/** A fee is an event: the same fee may come again, also while an earlier link of it lasts. */
const feeChanges = (
  current: ReadonlyArray<ChargeLink>,
  incoming: ReadonlyArray<ChargeLink>,
  removed: ReadonlyArray<LinkRemoval>
): Superseded<ChargeLink> => {
  const eventText = (link: Validity & LinkPlace): string => `${linkPlaceText(link)}/${link.from}`
  const known = new Map(current.map((link) => [eventText(link), link]))
  const added = incoming.filter((link) => {
    const before = known.get(eventText(link))
    return before?.quantity !== link.quantity || before.to !== link.to
  })
  const replaced = added.flatMap((link) => known.get(eventText(link)) ?? [])
  const gone =
    removed.length === 0
      ? []
      : current.filter(
          (link) =>
            !replaced.includes(link) &&
            !incoming.some((one) => eventText(one) === eventText(link)) &&
            removed.some(
              (one) => linkPlaceText(one) === linkPlaceText(link) && one.from <= link.from && link.from < endOf(one)
            )
        )
  return { closed: [...replaced, ...gone], added }
}
