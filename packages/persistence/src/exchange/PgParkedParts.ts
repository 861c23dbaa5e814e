import { type ParkedPart, ParkedParts } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { inTransaction, theirs } from "./effectsInTransaction.ts"
import { storable } from "./storable.ts"

type Sql = Database["Service"]["sql"]

/** Parked parts on PostgreSQL. */
export const PgParkedParts: Layer.Layer<ParkedParts, never, Database> = Layer.effect(
  ParkedParts,
  Effect.map(Database, ({ sql }) => ({
    park: (parts) => park(sql, parts).pipe(storageErrors("park parts of a message")),
    takeUp: (waitsFor, effects) => takeUp(sql, waitsFor, effects),
    list: (limit) =>
      sql<ParkedPart>`SELECT ${sql.literal(COLUMNS)} FROM datahub.parked_part
        ORDER BY parked_at, message_id, part LIMIT ${limit}`.pipe(storageErrors("list parked parts")),
    waitedFor: (limit) =>
      Effect.map(
        sql<{ readonly waitsFor: string }>`SELECT waits_for AS "waitsFor" FROM datahub.parked_part
          GROUP BY waits_for ORDER BY min(parked_at), waits_for LIMIT ${limit}`,
        (rows) => rows.map(({ waitsFor }) => waitsFor)
      ).pipe(storageErrors("list what parts wait for")),
    count: Effect.map(
      sql<{ readonly count: number }>`SELECT count(*) AS count FROM datahub.parked_part`,
      ([row]) => row!.count
    ).pipe(storageErrors("count parked parts"))
  }))
)

const COLUMNS = `message_id AS "messageId", part, waits_for AS "waitsFor", reason, document,
  created_at AS "createdAt", parked_at AS "parkedAt"`

const park = (sql: Sql, parts: ReadonlyArray<ParkedPart>) =>
  parts.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        INSERT INTO datahub.parked_part (message_id, part, waits_for, reason, document, created_at, parked_at)
        SELECT * FROM unnest(${parts.map(({ messageId }) => messageId)}::text[],
          ${parts.map(({ part }) => storable(part))}::text[], ${parts.map(({ waitsFor }) => storable(waitsFor))}::text[],
          ${parts.map(({ reason }) => storable(reason))}::text[], ${parts.map(({ document }) => document)}::text[],
          ${parts.map(({ createdAt }) => new Date(createdAt))}::timestamptz[],
          ${parts.map(({ parkedAt }) => new Date(parkedAt))}::timestamptz[])
        ON CONFLICT DO NOTHING`)

/** They are gone for everyone else as soon as they are taken: who asks for them meanwhile waits for the end of this. */
const takeUp = <A, E, R>(
  sql: Sql,
  waitsFor: ReadonlyArray<string>,
  effects: (parts: ReadonlyArray<ParkedPart>) => Effect.Effect<A, E, R>
) =>
  inTransaction(
    sql,
    "take up parked parts",
    Effect.gen(function* () {
      const parts = yield* sql<ParkedPart>`DELETE FROM datahub.parked_part
        WHERE waits_for = ANY(${waitsFor.map(storable)}::text[]) RETURNING ${sql.literal(COLUMNS)}`
      return yield* theirs(effects(parts.toSorted(asMade)))
    })
  )

const asMade = (a: ParkedPart, b: ParkedPart): number =>
  a.createdAt - b.createdAt || compare(a.messageId, b.messageId) || compare(a.part, b.part)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
