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
import { readPoints, readPointsInSupply } from "./readPoints.ts"
import { recordPortfolio } from "./recordPortfolio.ts"
import { refusedOverlap } from "./refusedOverlap.ts"
import { readContracts, readLinks, readMeteringPoints, readSupply } from "./storedVersions.ts"

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
      point: (gsrn, asOf) => readPoint(store, keys, gsrn, asOf).pipe(storageErrors("read a metering point"))
    }
  })
)

const readPoint = (
  { sql }: Database["Service"],
  keys: ChargeKeys,
  gsrn: Gsrn,
  asOf: Instant | undefined
): Effect.Effect<Option.Option<PortfolioPoint>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const children = yield* sql<ChildPoint & { readonly to: number | null }>`
      SELECT gsrn, metering_point_type AS type, valid_from AS "from", valid_to AS "to" FROM portfolio.metering_point
      WHERE parent_gsrn = ${gsrn} AND ${sql.literal(knownAt(asOf))} ORDER BY gsrn, valid_from`
    const point: PortfolioPoint = {
      gsrn,
      meteringPoint: (yield* readMeteringPoints(sql, [gsrn], asOf)).versions,
      supply: (yield* readSupply(sql, [gsrn], asOf)).versions,
      contracts: (yield* readContracts(sql, [gsrn], asOf)).versions,
      links: (yield* readLinks(sql, keys, [gsrn], asOf)).versions.toSorted(byCharge),
      children: children.map(({ to, ...child }) => (to === null ? child : { ...child, to }))
    }
    const isKnown = [point.meteringPoint, point.supply, point.contracts, point.links, point.children].some(
      ({ length }) => length > 0
    )
    return isKnown ? Option.some(point) : Option.none()
  })

const byCharge = (a: ChargeLink, b: ChargeLink): number => {
  const [first, second] = [chargeKeyText(a.charge), chargeKeyText(b.charge)]
  return first < second ? -1 : first > second ? 1 : a.from - b.from
}
