import {
  type AnyPrice,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  type ChargesQuery,
  type ChargesRecorded,
  ChargeStore,
  chargesToRecord,
  type ChargeToRecord,
  type ChargeType,
  type Gln,
  type Instant,
  priceRules,
  type PricesRefused,
  type PriceVersion,
  sameCharge,
  supersede,
  type VatClass
} from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { type ChargeNo, chargeNumbers } from "./chargeNumbers.ts"
import { instantLiteral, knownAt } from "./knownAt.ts"
import { type PriceRow, priceRowOf, versionOf } from "./priceRow.ts"
import { recordingLocks, recordingTurn } from "./recordingTurn.ts"

/** Charges and their prices on PostgreSQL. */
export const PgChargeStore: Layer.Layer<ChargeStore, never, Database> = Layer.effect(
  ChargeStore,
  Effect.gen(function* () {
    const { sql } = yield* Database
    return {
      record: (charges, source) => record(sql, charges, source).pipe(storageErrors("record charges")),
      charges: (query) => readCharges(sql, query).pipe(storageErrors("read charges"))
    }
  })
)

type Sql = SqlClient.SqlClient

const record = (
  sql: Sql,
  charges: ReadonlyArray<Charge>,
  source: string
): Effect.Effect<ChargesRecorded, SqlError.SqlError | PricesRefused> =>
  Effect.gen(function* () {
    const toRecord = yield* Effect.fromResult(chargesToRecord(charges, source))
    if (toRecord.length === 0) return { charges: 0, added: 0, superseded: 0 }
    return yield* sql.withTransaction(recordAll(sql, toRecord))
  })

const recordAll = (
  sql: Sql,
  toRecord: ReadonlyArray<ChargeToRecord>
): Effect.Effect<ChargesRecorded, SqlError.SqlError> =>
  Effect.gen(function* () {
    const recordedAt = yield* recordingTurn(sql, recordingLocks.charges)
    const numbers = yield* chargeNumbers(
      sql,
      toRecord.map(({ charge }) => charge.key)
    )
    const wanted = [...numbers.values()]
    const information = yield* informationOf(sql, `charge_no = ANY($1::integer[])`, [wanted])
    const known = new Map(information.map((charge) => [chargeKeyText(charge.key), charge]))
    const changed = toRecord.filter(({ charge, id }) => !known.has(id) || !sameCharge(known.get(id)!, charge))
    yield* writeInformation(
      sql,
      changed.map(({ charge, id }) => ({ no: numbers.get(id)!, charge })),
      recordedAt
    )
    const rows = yield* priceRows(sql, `charge_no = ANY($1::integer[])`, [wanted])
    const current = Map.groupBy(rows, ({ no }) => no)
    const closed: Array<number> = []
    const added: Array<NumberedRow> = []
    for (const { id, versions } of toRecord) {
      const no = numbers.get(id)!
      const believed = new Map((current.get(no) ?? []).map((row) => [versionOf(row), row.priceNo]))
      const prices = supersede([...believed.keys()], versions, [], priceRules)
      closed.push(...prices.closed.map((version) => believed.get(version)!))
      added.push(...prices.added.map((version) => ({ no, ...priceRowOf(version) })))
    }
    yield* closePrices(sql, closed, recordedAt)
    yield* addPrices(sql, added, recordedAt)
    return { charges: changed.length, added: added.length, superseded: closed.length }
  })

const writeInformation = (
  sql: Sql,
  changed: ReadonlyArray<{ readonly no: ChargeNo; readonly charge: Charge }>,
  recordedAt: Instant
): Effect.Effect<void, SqlError.SqlError> =>
  Effect.gen(function* () {
    if (changed.length === 0) return
    const at = new Date(recordedAt)
    const numbers = changed.map(({ no }) => no)
    yield* sql`UPDATE market.charge_information SET superseded_at = ${at}
      WHERE superseded_at IS NULL AND charge_no = ANY(${numbers}::integer[])`
    yield* sql`INSERT INTO market.charge_information (charge_no, name, vat_class, is_tax, transparent_invoicing, recorded_at)
      SELECT *, ${at}::timestamptz FROM unnest(${numbers}::integer[], ${changed.map(({ charge }) => charge.name)}::text[],
        ${changed.map(({ charge }) => charge.vatClass)}::text[],
        ${changed.map(({ charge }) => charge.kind === "tariff" && charge.isTax)}::boolean[],
        ${changed.map(({ charge }) => charge.transparentInvoicing)}::boolean[])`
  })

const closePrices = (
  sql: Sql,
  priceNumbers: ReadonlyArray<number>,
  recordedAt: Instant
): Effect.Effect<void, SqlError.SqlError> =>
  priceNumbers.length === 0
    ? Effect.void
    : Effect.asVoid(sql`UPDATE market.charge_price SET superseded_at = ${new Date(recordedAt)}
        WHERE price_no = ANY(${priceNumbers}::bigint[])`)

type NumberedRow = PriceRow & { readonly no: ChargeNo }

const dates = (instants: ReadonlyArray<number | null>): ReadonlyArray<Date | null> =>
  instants.map((instant) => (instant === null ? null : new Date(instant)))

const addPrices = (
  sql: Sql,
  rows: ReadonlyArray<NumberedRow>,
  recordedAt: Instant
): Effect.Effect<void, SqlError.SqlError> =>
  rows.length === 0
    ? Effect.void
    : Effect.asVoid(sql`INSERT INTO market.charge_price
        (charge_no, valid_from, valid_to, kind, resolution_minutes, series_start, nano, source, recorded_at)
      SELECT no, valid_from, valid_to, kind, minutes, series_start, nano::bigint[], source, ${new Date(recordedAt)}::timestamptz
      FROM unnest(${rows.map(({ no }) => no)}::integer[], ${dates(rows.map(({ from }) => from))}::timestamptz[],
        ${dates(rows.map(({ to }) => to))}::timestamptz[], ${rows.map(({ kind }) => kind)}::text[],
        ${rows.map(({ resolutionMinutes }) => resolutionMinutes)}::smallint[],
        ${dates(rows.map(({ seriesStart }) => seriesStart))}::timestamptz[], ${rows.map(({ nano }) => nano)}::text[],
        ${rows.map(({ source }) => source)}::text[])
        AS price (no, valid_from, valid_to, kind, minutes, series_start, nano, source)`)

type StoredRow = NumberedRow & { readonly priceNo: number }

const priceRows = (
  sql: Sql,
  condition: string,
  parameters: ReadonlyArray<unknown>,
  asOf?: Instant
): Effect.Effect<ReadonlyArray<StoredRow>, SqlError.SqlError> =>
  sql.unsafe<StoredRow>(
    `SELECT price_no AS "priceNo", charge_no AS no, valid_from AS "from", valid_to AS "to", kind,
      resolution_minutes AS "resolutionMinutes", series_start AS "seriesStart", nano::text AS nano, source
    FROM market.charge_price WHERE ${knownAt(asOf)} AND ${condition} ORDER BY charge_no, valid_from`,
    parameters
  )

interface InformationRow {
  readonly no: ChargeNo
  readonly owner: Gln
  readonly type: ChargeType
  readonly code: string
  readonly name: string
  readonly vatClass: VatClass
  readonly isTax: boolean
  readonly transparentInvoicing: boolean
}

const kindOfType = { D01: "subscription", D02: "fee", D03: "tariff" } as const

type NumberedCharge = Charge & { readonly no: ChargeNo }

/** Charges without their prices. */
const informationOf = (
  sql: Sql,
  condition: string,
  parameters: ReadonlyArray<unknown>,
  asOf?: Instant
): Effect.Effect<ReadonlyArray<NumberedCharge>, SqlError.SqlError> =>
  Effect.map(
    sql.unsafe<InformationRow>(
      `SELECT charge_no AS no, owner, charge_type AS type, code, name, vat_class AS "vatClass", is_tax AS "isTax",
        transparent_invoicing AS "transparentInvoicing"
      FROM market.charge_information JOIN market.charge USING (charge_no)
      WHERE ${knownAt(asOf)} AND ${condition} ORDER BY owner COLLATE "C", charge_type, code COLLATE "C"`,
      parameters
    ),
    (rows) =>
      rows.map(({ isTax, no, owner, type, code, ...information }) => {
        const kind = kindOfType[type]
        const charge = { no, key: { owner, type, code }, ...information, prices: [] }
        return kind === "tariff" ? { ...charge, kind, isTax } : { ...charge, kind }
      })
  )

const readCharges = (
  sql: Sql,
  { asOf, keys, period }: ChargesQuery
): Effect.Effect<ReadonlyArray<Charge>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const parameters = keys === undefined ? [] : keyColumns(keys)
    const named =
      keys === undefined
        ? "TRUE"
        : `charge_no IN (SELECT charge_no FROM market.charge JOIN
      unnest($1::text[], $2::text[], $3::text[]) AS named (owner, charge_type, code) USING (owner, charge_type, code))`
    const meets = `valid_from < ${instantLiteral(period.to)} AND (valid_to IS NULL OR valid_to > ${instantLiteral(period.from)})`
    const information = yield* informationOf(sql, named, parameters, asOf)
    const rows = yield* priceRows(sql, `${named} AND ${meets}`, parameters, asOf)
    const prices = Map.groupBy(rows, ({ no }) => no)
    return information.map(({ no, ...charge }): Charge => {
      const versions: ReadonlyArray<PriceVersion<AnyPrice>> = (prices.get(no) ?? []).map(versionOf)
      return { ...charge, prices: versions } as Charge
    })
  })

const keyColumns = (keys: ReadonlyArray<ChargeKey>): ReadonlyArray<ReadonlyArray<string>> => [
  keys.map(({ owner }) => owner),
  keys.map(({ type }) => type),
  keys.map(({ code }) => code)
]
