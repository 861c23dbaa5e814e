import { Transactions } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { inTransaction, theirs } from "./effectsInTransaction.ts"

/** Transactions on PostgreSQL over everything that is in one database; one inside another is a savepoint of it. */
export const PgTransactions: Layer.Layer<Transactions, never, Database> = Layer.effect(
  Transactions,
  Effect.map(Database, ({ sql }) => ({
    atomically: (effects) => inTransaction(sql, "record several things at once", theirs(effects))
  }))
)
