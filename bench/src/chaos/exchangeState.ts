import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"

/** What a database holds of the exchange with DataHub. */
export interface ExchangeState {
  /** What became of each message, by its id. */
  readonly inbox: ReadonlyMap<string, string>
  /** Why each dead letter is one, by the message's id. */
  readonly deadLetters: ReadonlyMap<string, string>
  /** Documents of ours and how their sending stands, by message id. */
  readonly outbox: ReadonlyMap<string, string>
  /** What is told of which subject at which time, and in how many statements of one message. */
  readonly statements: ReadonlyMap<string, string>
  /** Parts that still wait, and for what. */
  readonly parked: ReadonlyMap<string, string>
  /** Registrations that one message has in the ledger more than once. */
  readonly doubledRows: ReadonlyArray<string>
}

interface Row {
  readonly key: string
  readonly said: string
}

/** Reads it by SQL: the tables are what is tested here. */
export const readExchange = Effect.gen(function* () {
  const { sql } = yield* Database
  const rows = (statement: string) =>
    Effect.map(sql.unsafe<Row>(statement), (found) => new Map(found.map(({ key, said }) => [key, said])))
  const state: ExchangeState = {
    inbox: yield* rows("SELECT message_id AS key, coalesce(outcome, 'no outcome') AS said FROM datahub.inbox"),
    deadLetters: yield* rows(
      "SELECT message_id AS key, reason_kind || ': ' || reason AS said FROM datahub.dead_letter"
    ),
    outbox: yield* rows("SELECT message_id AS key, state || coalesce(': ' || problem, '') AS said FROM datahub.outbox"),
    statements: yield* rows(`
      SELECT subject || ' ' || kind || ' ' || made_at AS key, string_agg(DISTINCT n::text, ' or ') AS said
      FROM (SELECT subject, kind, made_at, split_part(message_id, '#', 1) AS message, count(*) AS n
        FROM datahub.statement GROUP BY 1, 2, 3, 4) AS told
      GROUP BY 1`),
    parked: yield* rows("SELECT DISTINCT part AS key, waits_for AS said FROM datahub.parked_part"),
    // A part that was parked has an id of its own, which begins with its message's.
    doubledRows: [
      ...(yield* rows(`
        SELECT concat_ws(' ', split_part(message_id, '#', 1), gsrn, day, first_interval, transaction_id) AS key,
          count(*) || ' rows' AS said
        FROM metering.metering_day JOIN metering.message USING (message_no)
        GROUP BY split_part(message_id, '#', 1), gsrn, day, first_interval, transaction_id HAVING count(*) > 1`))
    ].map(([key, said]) => `${key}: ${said}`)
  }
  return state
})
