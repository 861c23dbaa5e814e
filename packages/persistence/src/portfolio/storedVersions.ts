import type {
  ChargeLink,
  Contract,
  CustomerVersion,
  Gsrn,
  Instant,
  MeteringPointVersion,
  SupplyPeriod
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import type { ChargeKeys, ChargeNo } from "../market/chargeNumbers.ts"
import { knownAt } from "../market/knownAt.ts"

/** Versions as they are stored, and the number of each. */
export interface Stored<V extends object> {
  readonly versions: ReadonlyArray<V>
  readonly numbers: ReadonlyMap<object, number>
}

type Sql = SqlClient.SqlClient

interface Row {
  readonly versionNo: number
  readonly gsrn: Gsrn
  readonly from: number
  readonly to: number | null
}

const COLUMNS = 'version_no AS "versionNo", gsrn, valid_from AS "from", valid_to AS "to"'

const read = <R extends Row, V extends object>(
  sql: Sql,
  table: string,
  columns: string,
  gsrns: ReadonlyArray<Gsrn>,
  asOf: Instant | undefined,
  versionOf: (row: R) => V
): Effect.Effect<Stored<V>, SqlError.SqlError> =>
  gsrns.length === 0
    ? Effect.succeed({ versions: [], numbers: new Map() })
    : Effect.map(
        sql.unsafe<R>(
          `SELECT ${COLUMNS}${columns} FROM portfolio.${table} WHERE gsrn = ANY($1::text[]) AND ${knownAt(asOf)}
        ORDER BY gsrn, valid_from, version_no`,
          [gsrns]
        ),
        (rows) => {
          const numbers = new Map<object, number>()
          const versions = rows.map((row) => {
            const version = versionOf(row)
            numbers.set(version, row.versionNo)
            return version
          })
          return { versions, numbers }
        }
      )

const placeOf = ({ from, gsrn, to }: Row) => (to === null ? { gsrn, from } : { gsrn, from, to })

interface PointRow extends Row {
  readonly type: string
  readonly gridArea: MeteringPointVersion["gridArea"]
  readonly priceArea: MeteringPointVersion["priceArea"]
  readonly parent: Gsrn | null
  readonly masterData: MeteringPointVersion["masterData"] | null
}

/** Metering points of some GSRNs: as believed at an instant, else now. */
export const readMeteringPoints = (
  sql: Sql,
  gsrns: ReadonlyArray<Gsrn>,
  asOf?: Instant
): Effect.Effect<Stored<MeteringPointVersion>, SqlError.SqlError> =>
  read(
    sql,
    "metering_point",
    `, metering_point_type AS type, grid_area AS "gridArea", price_area AS "priceArea", parent_gsrn AS parent, master_data AS "masterData"`,
    gsrns,
    asOf,
    ({ masterData, parent, ...row }: PointRow): MeteringPointVersion => ({
      ...placeOf(row),
      type: row.type,
      gridArea: row.gridArea,
      priceArea: row.priceArea,
      ...(parent === null ? {} : { parent }),
      ...(masterData === null ? {} : { masterData })
    })
  )

/** Supply periods of some GSRNs. */
export const readSupply = (
  sql: Sql,
  gsrns: ReadonlyArray<Gsrn>,
  asOf?: Instant
): Effect.Effect<Stored<SupplyPeriod>, SqlError.SqlError> =>
  read(sql, "supply_period", "", gsrns, asOf, (row: Row): SupplyPeriod => placeOf(row))

/** The `terms` and `settings` of a contract, as they are stored. */
export type StoredTerms = Omit<Contract["terms"], "name">
export type StoredSettings = Pick<Contract, "production" | "electricHeating">

interface ContractRow extends Row {
  readonly name: string
  readonly terms: StoredTerms
  readonly settings: StoredSettings | null
}

/** Contracts of some GSRNs. */
export const readContracts = (
  sql: Sql,
  gsrns: ReadonlyArray<Gsrn>,
  asOf?: Instant
): Effect.Effect<Stored<Contract>, SqlError.SqlError> =>
  read(
    sql,
    "contract",
    ", product_name AS name, terms, settings",
    gsrns,
    asOf,
    ({ name, settings, terms, ...row }: ContractRow): Contract => ({
      ...placeOf(row),
      terms: { name, ...terms },
      ...settings
    })
  )

interface CustomerRow extends Row {
  readonly customer: CustomerVersion["customer"]
}

/** Customers of some GSRNs. */
export const readCustomers = (
  sql: Sql,
  gsrns: ReadonlyArray<Gsrn>,
  asOf?: Instant
): Effect.Effect<Stored<CustomerVersion>, SqlError.SqlError> =>
  read(sql, "customer", ", customer", gsrns, asOf, (row: CustomerRow): CustomerVersion => ({
    ...placeOf(row),
    customer: row.customer
  }))

interface LinkRow extends Row {
  readonly chargeNo: ChargeNo
  readonly quantity: number
}

/** Charge links of some GSRNs. */
export const readLinks = (
  sql: Sql,
  keys: ChargeKeys,
  gsrns: ReadonlyArray<Gsrn>,
  asOf?: Instant
): Effect.Effect<Stored<ChargeLink>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const chargeNumbers = new Map<object, ChargeNo>()
    const stored = yield* read(
      sql,
      "charge_link",
      `, charge_no AS "chargeNo", quantity`,
      gsrns,
      asOf,
      (row: LinkRow) => {
        const link = { ...placeOf(row), quantity: row.quantity }
        chargeNumbers.set(link, row.chargeNo)
        return link
      }
    )
    yield* keys.load(new Set(chargeNumbers.values()))
    const numbers = new Map<object, number>()
    const versions = stored.versions.map((partial): ChargeLink => {
      const link = { ...partial, charge: keys.of(chargeNumbers.get(partial)!) }
      numbers.set(link, stored.numbers.get(partial)!)
      return link
    })
    return { versions, numbers }
  })
