import { Effect, Layer, Option } from "effect"
import { type ChargeKey, type ChargeLink, chargeKeyText } from "../../charges/index.ts"
import { clip, type Gsrn, type Instant, type Period, type Validity } from "../../market/index.ts"
import {
  billedTypes,
  type ChildPoint,
  type Contract,
  type CurrentVersions,
  type CustomerVersion,
  type LocatedPoint,
  type MeteringPointVersion,
  type Place,
  Portfolio,
  type PortfolioChanges,
  type PortfolioPoint,
  type PointsQuery,
  recordChanges,
  type SettledWith,
  suppliedPointOf,
  type SupplyPeriod,
  type SupplyQuery,
  touchedPoints,
  versionAtEnd
} from "../../portfolio/index.ts"
import { isKnown } from "../../storage/index.ts"
import { MemoryKnowledge } from "./MemoryKnowledge.ts"
import { currentOf, type Remembered, remember } from "./Remembered.ts"

interface Stored {
  readonly meteringPoints: Array<Remembered<MeteringPointVersion>>
  readonly supply: Array<Remembered<SupplyPeriod>>
  readonly contracts: Array<Remembered<Contract>>
  readonly customers: Array<Remembered<CustomerVersion>>
  readonly links: Array<Remembered<ChargeLink>>
}

/** The portfolio in memory. */
export const memoryPortfolio: Layer.Layer<Portfolio, never, MemoryKnowledge> = Layer.effect(
  Portfolio,
  Effect.gen(function* () {
    const knowledge = yield* MemoryKnowledge
    const stored: Stored = { meteringPoints: [], supply: [], contracts: [], customers: [], links: [] }
    const record = Effect.fnUntraced(function* (changes: PortfolioChanges) {
      const recorded = yield* Effect.fromResult(recordChanges(currentVersions(stored, changes), changes))
      const at = yield* knowledge.recordingInstant
      remember(stored.meteringPoints, recorded.meteringPoints, at)
      remember(stored.supply, recorded.supply, at)
      remember(stored.contracts, recorded.contracts, at)
      remember(stored.customers, recorded.customers, at)
      remember(stored.links, recorded.links, at)
      const all = Object.values(recorded)
      return {
        added: sum(all.map(({ added }) => added.length)),
        superseded: sum(all.map(({ closed }) => closed.length))
      }
    })
    return {
      record,
      annulSupply: (gsrn, validity) => record({ removed: { supply: [{ ...validity, gsrn }] } }),
      pointsInSupply: (query) =>
        Effect.sync(() => supplied(believedAt(stored, query.asOf), query).map(({ gsrn }) => gsrn)),
      points: (query) => Effect.sync(() => pointsOf(believedAt(stored, query.asOf), query)),
      settledWith: (gsrns) => Effect.sync(() => settledWith(stored, new Set(gsrns))),
      linkedPoints: (charge, period) => Effect.sync(() => linkedPoints(stored, charge, period)),
      known: (gsrns) =>
        Effect.sync(() => {
          const believed = new Set(currentOf(stored.meteringPoints).map(({ gsrn }) => gsrn))
          return new Set(gsrns.filter((gsrn) => believed.has(gsrn)))
        }),
      located: (place) => Effect.sync(() => located(believedAt(stored, undefined).meteringPoints, place)),
      versions: (gsrns, asOf) =>
        Effect.sync(() => {
          const believed = believedAt(stored, asOf)
          return new Map(gsrns.flatMap((gsrn) => Option.toArray(pointOf(believed, gsrn)).map((point) => [gsrn, point])))
        }),
      point: (gsrn, asOf) => Effect.sync(() => pointOf(believedAt(stored, asOf), gsrn))
    }
  })
)

/** By the version that holds last. */
const located = (meteringPoints: Believed["meteringPoints"], place: Place): ReadonlyArray<LocatedPoint> =>
  [...meteringPoints.values()]
    .flatMap((versions): ReadonlyArray<LocatedPoint> => {
      const last = versions.at(-1)
      const address = last?.masterData?.address
      if (last === undefined || last.type !== "E17" || last.parent !== undefined || address === undefined) return []
      const isThere =
        "addressId" in place ? address.addressId === place.addressId : address.postalCode === place.postalCode
      return isThere ? [{ gsrn: last.gsrn, address }] : []
    })
    .sort((a, b) => (a.gsrn < b.gsrn ? -1 : 1))

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

const currentVersions = (stored: Stored, changes: PortfolioChanges): CurrentVersions => {
  const touched = touchedPoints(changes)
  const of = <V extends { readonly gsrn: Gsrn }>(
    versions: ReadonlyArray<Remembered<V>>,
    gsrns: ReadonlyArray<Gsrn>
  ) => {
    const wanted = new Set(gsrns)
    return currentOf(versions).filter(({ gsrn }) => wanted.has(gsrn))
  }
  return {
    meteringPoints: of(stored.meteringPoints, touched.meteringPoints),
    supply: of(stored.supply, touched.supply),
    contracts: of(stored.contracts, touched.contracts),
    customers: of(stored.customers, touched.customers),
    links: of(stored.links, touched.links)
  }
}

type ByPoint<V> = ReadonlyMap<Gsrn, ReadonlyArray<V>>

/** What is believed at an instant, by metering point and in time order. */
interface Believed {
  readonly meteringPoints: ByPoint<MeteringPointVersion>
  readonly supply: ByPoint<SupplyPeriod>
  readonly contracts: ByPoint<Contract>
  readonly customers: ByPoint<CustomerVersion>
  readonly links: ByPoint<ChargeLink>
  /** By parent, then by GSRN. */
  readonly children: ByPoint<ChildPoint>
}

const believedAt = (stored: Stored, asOf: Instant | undefined): Believed => {
  const known = <V extends Validity>(versions: ReadonlyArray<Remembered<V>>): ReadonlyArray<V> =>
    versions
      .filter((one) => isKnown(one, asOf))
      .map(({ value }) => value)
      .sort((a, b) => a.from - b.from)
  const byPoint = <V extends Validity & { readonly gsrn: Gsrn }>(versions: ReadonlyArray<Remembered<V>>): ByPoint<V> =>
    Map.groupBy(known(versions), ({ gsrn }) => gsrn)
  const children = new Map<Gsrn, Array<ChildPoint>>()
  for (const { from, gsrn, parent, to, type } of known(stored.meteringPoints)) {
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), { gsrn, type, from, to }])
  }
  for (const some of children.values()) some.sort((a, b) => compare(a.gsrn, b.gsrn) || a.from - b.from)
  return {
    meteringPoints: byPoint(stored.meteringPoints),
    supply: byPoint(stored.supply),
    contracts: byPoint(stored.contracts),
    customers: byPoint(stored.customers),
    links: byPoint(stored.links),
    children
  }
}

const NONE: ReadonlyArray<never> = []

/** Master data of the points that a query is about, in GSRN order. */
const supplied = (
  known: Believed,
  { gridAreas, period, priceArea, types = billedTypes }: SupplyQuery
): ReadonlyArray<MeteringPointVersion> => {
  const gsrns = [...known.supply].filter(([, supply]) => supply.some((one) => clip(one, period) !== undefined))
  return gsrns
    .map(([gsrn]) => gsrn)
    .sort()
    .flatMap((gsrn) => {
      const point = versionAtEnd(known.meteringPoints.get(gsrn) ?? NONE, period)
      const isMeant =
        point !== undefined &&
        types.includes(point.type) &&
        (gridAreas?.includes(point.gridArea) ?? true) &&
        (priceArea ?? point.priceArea) === point.priceArea
      return isMeant ? [point] : []
    })
}

const pointsOf = (known: Believed, query: PointsQuery) =>
  supplied(known, query)
    .filter(({ gsrn }) => query.from <= gsrn && gsrn <= query.to && (query.gsrns?.includes(gsrn) ?? true))
    .map((meteringPoint) =>
      suppliedPointOf(
        {
          meteringPoint,
          supply: (known.supply.get(meteringPoint.gsrn) ?? NONE).map(validityOf),
          contracts: known.contracts.get(meteringPoint.gsrn) ?? NONE,
          links: known.links.get(meteringPoint.gsrn) ?? NONE,
          children: known.children.get(meteringPoint.gsrn) ?? NONE,
          linksOf: (child) => known.links.get(child) ?? NONE
        },
        query.period
      )
    )

/** Whatever was ever believed counts. */
const settledWith = (stored: Stored, gsrns: ReadonlySet<Gsrn>): ReadonlyArray<SettledWith> => {
  const pairs = new Map<string, SettledWith>()
  const add = (gsrn: Gsrn | undefined, settled: Gsrn | undefined): void => {
    if (gsrn !== undefined && settled !== undefined && gsrns.has(gsrn))
      pairs.set(`${gsrn} ${settled}`, { gsrn, settled })
  }
  for (const gsrn of gsrns) add(gsrn, gsrn)
  for (const { value } of stored.meteringPoints) add(value.gsrn, value.parent)
  for (const { value } of stored.contracts) add(value.production?.gsrn, value.gsrn)
  return [...pairs.values()].sort((a, b) => compare(a.gsrn, b.gsrn) || compare(a.settled, b.settled))
}

const linkedPoints = (stored: Stored, charge: ChargeKey, period: Period): ReadonlyArray<Gsrn> => {
  const id = chargeKeyText(charge)
  const linked = currentOf(stored.links).filter((link) => chargeKeyText(link.charge) === id)
  const heated = currentOf(stored.contracts).filter(
    ({ electricHeating }) => electricHeating !== undefined && chargeKeyText(electricHeating.reduced) === id
  )
  const meeting = [...linked, ...heated].filter((one) => clip(one, period) !== undefined)
  return [...new Set(meeting.map(({ gsrn }) => gsrn))].sort(compare)
}

const validityOf = ({ from, to }: Validity): Validity => ({ from, to })

const pointOf = (known: Believed, gsrn: Gsrn): Option.Option<PortfolioPoint> => {
  const point: PortfolioPoint = {
    gsrn,
    meteringPoint: known.meteringPoints.get(gsrn) ?? NONE,
    supply: known.supply.get(gsrn) ?? NONE,
    contracts: known.contracts.get(gsrn) ?? NONE,
    customers: known.customers.get(gsrn) ?? NONE,
    links: (known.links.get(gsrn) ?? NONE).toSorted(
      (a, b) => compare(chargeKeyText(a.charge), chargeKeyText(b.charge)) || a.from - b.from
    ),
    children: known.children.get(gsrn) ?? NONE
  }
  const { gsrn: _, ...kinds } = point
  const isKnownPoint = Object.values(kinds).some(({ length }) => length > 0)
  return isKnownPoint ? Option.some(point) : Option.none()
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
