import {
  type ChargeKey,
  type Instant,
  type PortfolioChanges,
  type PortfolioProblem,
  recordChanges,
  type RecordOutcome,
  type Superseded,
  touchedPoints,
  type Gsrn,
  type Validity
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database } from "../database/Database.ts"
import { type ChargeKeys, chargeNumbers } from "../market/chargeNumbers.ts"
import { recordingLocks, recordingTurn } from "../market/recordingTurn.ts"
import {
  readContracts,
  readCustomers,
  readLinks,
  readMeteringPoints,
  readSupply,
  type Stored
} from "./storedVersions.ts"
import {
  contractRows,
  copyStatement,
  customerRows,
  linkRows,
  meteringPointRows,
  supplyRows,
  versionRows
} from "./versionRows.ts"

type Store = Database["Service"]

/** Records changes in one transaction: what they supersede is closed, what holds instead is added. */
export const recordPortfolio = (
  store: Store,
  keys: ChargeKeys,
  changes: PortfolioChanges
): Effect.Effect<RecordOutcome, SqlError.SqlError | PortfolioProblem> => {
  const { sql } = store
  return sql.withTransaction(
    Effect.gen(function* () {
      const recordedAt = yield* recordingTurn(sql, recordingLocks.portfolio)
      const touched = touchedPoints(changes)
      const meteringPoints = yield* readMeteringPoints(sql, touched.meteringPoints)
      const supply = yield* readSupply(sql, touched.supply)
      const contracts = yield* readContracts(sql, touched.contracts)
      const customers = yield* readCustomers(sql, touched.customers)
      const links = yield* readLinks(sql, keys, touched.links)
      const recorded = yield* Effect.fromResult(
        recordChanges(
          {
            meteringPoints: meteringPoints.versions,
            supply: supply.versions,
            contracts: contracts.versions,
            customers: customers.versions,
            links: links.versions
          },
          changes
        )
      )
      const numbers = yield* chargeNumbers(sql, distinctKeys(recorded.links.added.map(({ charge }) => charge)))
      yield* write(store, recorded.meteringPoints, meteringPoints, meteringPointRows, recordedAt)
      yield* write(store, recorded.supply, supply, supplyRows, recordedAt)
      yield* write(store, recorded.contracts, contracts, contractRows, recordedAt)
      yield* write(store, recorded.customers, customers, customerRows, recordedAt)
      yield* write(store, recorded.links, links, linkRows(numbers), recordedAt)
      const all = Object.values(recorded)
      return {
        added: all.reduce((total, { added }) => total + added.length, 0),
        superseded: all.reduce((total, { closed }) => total + closed.length, 0)
      }
    })
  )
}

const distinctKeys = (keys: ReadonlyArray<ChargeKey>): ReadonlyArray<ChargeKey> => [...new Set(keys)]

const write = <V extends Validity & { readonly gsrn: Gsrn }>(
  { copyIn, sql }: Store,
  { added, closed }: Superseded<V>,
  { numbers }: Stored<V>,
  rows: Parameters<typeof versionRows<V>>[1],
  recordedAt: Instant
): Effect.Effect<void, SqlError.SqlError> =>
  Effect.gen(function* () {
    if (closed.length > 0) {
      const versionNumbers = closed.map((version) => numbers.get(version)!)
      yield* sql.unsafe(`UPDATE portfolio.${rows.table} SET superseded_at = $1 WHERE version_no = ANY($2::bigint[])`, [
        new Date(recordedAt),
        versionNumbers
      ])
    }
    if (added.length > 0) yield* copyIn(copyStatement(rows), versionRows(added, rows, recordedAt))
  })
