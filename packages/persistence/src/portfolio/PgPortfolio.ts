import {
  type ChargeLink,
  chargeKeyText,
  type ChildPoint,
  type Gsrn,
  type Instant,
  Portfolio,
  type PortfolioPoint
} from "@datahub-settlement/core"
import { Effect, Layer, Option } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { ChargeKeys } from "../market/chargeNumbers.ts"
import { knownAt } from "../market/knownAt.ts"
import { readLinkedPoints, readSettledWith } from "./pointsConcerned.ts"
import { readLocated } from "./readLocated.ts"
import { readPoints, readPointsInSupply } from "./readPoints.ts"
import { recordPortfolio } from "./recordPortfolio.ts"
import { refusedOverlap } from "./refusedOverlap.ts"
import { readContracts, readCustomers, readLinks, readMeteringPoints, readSupply } from "./storedVersions.ts"

/** The portfolio on PostgreSQL. */
export const PgPortfolio: Layer.Layer<Portfolio, never, Database> = Layer.effect(
  Portfolio,
  Effect.gen(function* () {
    const store = yield* Database
    const keys = new ChargeKeys(store.sql)
    const record = (operation: string, changes: Parameters<typeof recordPortfolio>[2]) =>
      recordPortfolio(store, keys, changes).pipe(Effect.mapError(refusedOverlap), storageErrors(operation))
    return {
      record: (changes) => record("record portfolio changes", changes),
      annulSupply: (gsrn, validity) => record("annul supply", { removed: { supply: [{ ...validity, gsrn }] } }),
      pointsInSupply: (query) => readPointsInSupply(store, query).pipe(storageErrors("list metering points in supply")),
      points: (query) => readPoints(store, keys, query).pipe(storageErrors("read metering points")),
      settledWith: (gsrns) => readSettledWith(store, gsrns).pipe(storageErrors("look up what points are settled with")),
      linkedPoints: (charge, period) =>
        readLinkedPoints(store, charge, period).pipe(storageErrors("list metering points of a charge")),
      known: (gsrns) => readKnown(store, gsrns).pipe(storageErrors("look up metering points")),
      located: (place) => readLocated(store, place).pipe(storageErrors("look up metering points by address")),
      versions: (gsrns, asOf) =>
        readVersions(store, keys, gsrns, asOf).pipe(storageErrors("read versions of metering points")),
      point: (gsrn, asOf) =>
        readVersions(store, keys, [gsrn], asOf).pipe(
          Effect.map((points) => Option.fromUndefinedOr(points.get(gsrn))),
          storageErrors("read a metering point")
        )
    }
  })
)

/** GSRNs as one array: a parameter for each would end at 65,535. */
const readKnown = (
  { sql }: Database["Service"],
  gsrns: ReadonlyArray<Gsrn>
): Effect.Effect<ReadonlySet<Gsrn>, SqlError.SqlError> =>
  Effect.map(
    sql<{ readonly gsrn: Gsrn }>`SELECT DISTINCT gsrn FROM portfolio.metering_point
      WHERE gsrn = ANY(${gsrns}::text[]) AND superseded_at IS NULL`,
    (rows) => new Set(rows.map(({ gsrn }) => gsrn))
  )

const readVersions = (
  { sql }: Database["Service"],
  keys: ChargeKeys,
  gsrns: ReadonlyArray<Gsrn>,
  asOf: Instant | undefined
): Effect.Effect<ReadonlyMap<Gsrn, PortfolioPoint>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const children = yield* sql<ChildRow>`
      SELECT parent_gsrn AS parent, gsrn, metering_point_type AS type, valid_from AS "from", valid_to AS "to"
      FROM portfolio.metering_point
      WHERE parent_gsrn = ANY(${gsrns}::text[]) AND ${sql.literal(knownAt(asOf))} ORDER BY gsrn, valid_from`
    const of = {
      meteringPoint: byPoint((yield* readMeteringPoints(sql, gsrns, asOf)).versions),
      supply: byPoint((yield* readSupply(sql, gsrns, asOf)).versions),
      contracts: byPoint((yield* readContracts(sql, gsrns, asOf)).versions),
      customers: byPoint((yield* readCustomers(sql, gsrns, asOf)).versions),
      links: byPoint((yield* readLinks(sql, keys, gsrns, asOf)).versions),
      children: Map.groupBy(children, ({ parent }) => parent)
    }
    const points = new Map<Gsrn, PortfolioPoint>()
    for (const gsrn of gsrns) {
      if (!Object.values(of).some((versions) => versions.has(gsrn))) continue
      points.set(gsrn, {
        gsrn,
        meteringPoint: of.meteringPoint.get(gsrn) ?? [],
        supply: of.supply.get(gsrn) ?? [],
        contracts: of.contracts.get(gsrn) ?? [],
        customers: of.customers.get(gsrn) ?? [],
        links: (of.links.get(gsrn) ?? []).toSorted(byCharge),
        children: (of.children.get(gsrn) ?? []).map(childOf)
      })
    }
    return points
  })

type ChildRow = ChildPoint & { readonly parent: Gsrn; readonly to: number | null }

const childOf = ({ parent: _, to, ...child }: ChildRow): ChildPoint => (to === null ? child : { ...child, to })

const byPoint = <V extends { readonly gsrn: Gsrn }>(versions: ReadonlyArray<V>): ReadonlyMap<Gsrn, ReadonlyArray<V>> =>
  Map.groupBy(versions, ({ gsrn }) => gsrn)

const byCharge = (a: ChargeLink, b: ChargeLink): number => {
  const [first, second] = [chargeKeyText(a.charge), chargeKeyText(b.charge)]
  return first < second ? -1 : first > second ? 1 : a.from - b.from
}
