import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { refusalOf } from "../stores/refusals.ts"
import { migratedDatabase } from "../stores/testStores.ts"

const SCHEMAS = ["portfolio", "market", "metering", "settlement", "datahub", "process", "billing"]
const APP = "datahub_settlement_app"
const READONLY = "datahub_settlement_readonly"

/** Where the application may change rows, each time within what a trigger allows. */
const CHANGING = [
  "billing.aconto_plan",
  "datahub.dead_letter",
  "datahub.inbox",
  "datahub.outbox",
  "market.charge_information",
  "market.charge_price",
  "portfolio.charge_link",
  "portfolio.contract",
  "portfolio.customer",
  "portfolio.metering_point",
  "portfolio.supply_period",
  "process.process",
  "settlement.correction_due"
]
/** Parts of messages that wait are taken up, and are gone then. */
const REMOVING = ["datahub.parked_part"]

/** What a role may do with each table and partition of ours, whoever gave it the right. */
const rightsOf = Effect.fnUntraced(function* (role: string) {
  const { sql } = yield* Database
  const rows = yield* sql<{ name: string; isPart: boolean; rights: string | null }>`
    SELECT nspname || '.' || relname AS name, relispartition AS "isPart",
      string_agg(privilege, ' ' ORDER BY privilege) FILTER (WHERE has_table_privilege(${role}, pg_class.oid, privilege)) AS rights
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
    WHERE relkind IN ('r', 'p') AND (nspname = ANY(${SCHEMAS}::text[]) OR relname LIKE 'datahub_settlement_%')
    GROUP BY 1, 2 ORDER BY 1`
  return rows.map(({ isPart, name, rights }) => ({ name, isPart, rights: rights ?? "" }))
})

const appRights = (name: string): string => {
  if (name.startsWith("public.")) return "SELECT"
  const more = [...(REMOVING.includes(name) ? ["DELETE"] : []), "INSERT", "SELECT"]
  return [...more, ...(CHANGING.includes(name) ? ["UPDATE"] : [])].join(" ")
}

const asRole = (role: string, statement: string) =>
  Database.use(({ sql }) =>
    sql.withTransaction(Effect.andThen(sql.unsafe(`SET LOCAL ROLE ${role}`), refusalOf(statement)))
  )

layer(migratedDatabase)("rights in the database", (it) => {
  it.effect("of the application: every table, and no more than its work needs", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      yield* sql`SELECT metering.ensure_month('2026-01-01')`
      const found = yield* rightsOf(APP)
      assert.isAbove(found.length, 25)
      for (const { isPart, name, rights } of found) assert.strictEqual(rights, isPart ? "" : appRights(name), name)
    })
  )

  it.effect("of readers: to read every table, and nothing else", () =>
    Effect.gen(function* () {
      for (const { isPart, name, rights } of yield* rightsOf(READONLY)) {
        assert.strictEqual(rights, isPart ? "" : "SELECT", name)
      }
    })
  )

  it.effect("to make something is no role's", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const rows = yield* sql<{ name: string; may: string }>`
        SELECT role || ' ' || nspname AS name,
          concat_ws(' ', CASE WHEN has_schema_privilege(role, oid, 'USAGE') THEN 'USAGE' END,
            CASE WHEN has_schema_privilege(role, oid, 'CREATE') THEN 'CREATE' END) AS may
        FROM pg_namespace, unnest(${[APP, READONLY]}::text[]) AS role
        WHERE nspname = ANY(${[...SCHEMAS, "public"]}::text[])`
      assert.lengthOf(rows, 16)
      for (const { may, name } of rows) assert.strictEqual(may, "USAGE", name)
    })
  )

  it.effect.each([
    [READONLY, "SELECT metering.ensure_month('2033-01-01')", "permission denied for function ensure_month"],
    [
      READONLY,
      "INSERT INTO metering.message (message_id, recorded_at) VALUES ('x', now())",
      "permission denied for table message"
    ],
    [READONLY, "DELETE FROM datahub.parked_part", "permission denied for table parked_part"],
    [APP, "DELETE FROM settlement.line", "permission denied for table line"],
    [APP, "UPDATE settlement.run SET points = 0", "permission denied for table run"],
    [APP, "UPDATE billing.aconto_share SET amount_oere = 0", "permission denied for table aconto_share"],
    [APP, "DELETE FROM billing.aconto_plan", "permission denied for table aconto_plan"],
    [APP, "TRUNCATE metering.metering_day", "permission denied for table metering_day"],
    [APP, "CREATE TABLE settlement.mine (a integer)", "permission denied for schema settlement"],
    [APP, "SELECT public.datahub_settlement_rights()", "permission denied for function datahub_settlement_rights"],
    [APP, "SELECT metering.ensure_month('2033-02-01')", "done"]
  ])("%s: %s", ([role, statement, answer]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* asRole(role!, statement!), answer)
    })
  )

  it.effect("of an owner are lent with the search path fixed, and not to everyone", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const lent = yield* sql<{ name: string; config: ReadonlyArray<string> | null; isPublic: boolean }>`
        SELECT nspname || '.' || proname AS name, proconfig AS config,
          has_function_privilege('public', pg_proc.oid, 'EXECUTE') AS "isPublic"
        FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE prosecdef AND nspname = ANY(${[...SCHEMAS, "public"]}::text[])
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')`
      assert.deepStrictEqual(lent, [
        { name: "metering.ensure_month", config: ["search_path=pg_catalog, pg_temp"], isPublic: false }
      ])
    })
  )

  it.effect("are given again by every migrate: to roles that came later", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const all = Effect.all([rightsOf(APP), rightsOf(READONLY)])
      const before = yield* all
      // In this database the roles are now as if they had just been made.
      yield* sql.unsafe(`DROP OWNED BY ${APP}, ${READONLY}`)
      assert.match(yield* asRole(APP, "SELECT FROM settlement.run"), /permission denied/)
      yield* migrate()
      assert.deepStrictEqual(yield* all, before)
      assert.strictEqual(yield* asRole(APP, "SELECT metering.ensure_month('2033-03-01')"), "done")
      const sequence = "SELECT last_value FROM metering.message_message_no_seq"
      assert.strictEqual(yield* asRole(READONLY, sequence), "done")
    })
  )
})
