import { type ChargeKey, chargeKeyText, type ChargeType, type Gln } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

/** The number of a charge in the database. It never changes, and no charge ever goes. */
export type ChargeNo = number

/** Gives every charge that is named a number, new ones included. By key text. */
export const chargeNumbers = (
  sql: SqlClient.SqlClient,
  keys: ReadonlyArray<ChargeKey>
): Effect.Effect<ReadonlyMap<string, ChargeNo>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const wanted = [...new Map(keys.map((key) => [chargeKeyText(key), key]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, key]) => key)
    if (wanted.length === 0) return new Map()
    const columns = sql`unnest(${wanted.map(({ owner }) => owner)}::text[], ${wanted.map(({ type }) => type)}::text[],
      ${wanted.map(({ code }) => code)}::text[]) AS wanted (owner, charge_type, code)`
    yield* sql`INSERT INTO market.charge (owner, charge_type, code)
      SELECT owner, charge_type, code FROM ${columns} ON CONFLICT DO NOTHING`
    const rows = yield* sql<KeyRow>`SELECT charge_no AS no, owner, charge_type AS type, code
      FROM market.charge JOIN ${columns} USING (owner, charge_type, code)`
    return new Map(rows.map(({ no, ...key }) => [chargeKeyText(key), no]))
  })

interface KeyRow {
  readonly no: ChargeNo
  readonly owner: Gln
  readonly type: ChargeType
  readonly code: string
}

/**
 * The keys of charges by number, each number always as the same object. What is once read is good for ever: charges are
 * append-only.
 */
export class ChargeKeys {
  private readonly keys = new Map<ChargeNo, ChargeKey>()
  private readonly sql: SqlClient.SqlClient

  constructor(sql: SqlClient.SqlClient) {
    this.sql = sql
  }

  /** The key of a number that {@link load} has seen to. */
  of(no: ChargeNo): ChargeKey {
    const key = this.keys.get(no)
    if (key === undefined) throw new Error(`charge number ${no} has not been loaded`)
    return key
  }

  /** Reads the keys of those numbers that are not known yet. */
  load(numbers: ReadonlySet<ChargeNo>): Effect.Effect<void, SqlError.SqlError> {
    const unknown = [...numbers].filter((no) => !this.keys.has(no))
    if (unknown.length === 0) return Effect.void
    return Effect.map(
      this.sql<KeyRow>`SELECT charge_no AS no, owner, charge_type AS type, code FROM market.charge
        WHERE charge_no = ANY(${unknown}::integer[])`,
      (rows) => {
        for (const { no, ...key } of rows) if (!this.keys.has(no)) this.keys.set(no, key)
      }
    )
  }
}
