import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Database } from "../../src/database/Database.ts"
import { runStores } from "../runs/runStores.ts"
import { refusalOf } from "../stores/refusals.ts"

const gsrn = "571313999000000010"
const run = "00000000-0000-4000-8000-000000000001"
const noRun = "00000000-0000-4000-8000-000000000002"

type Row = Readonly<Record<string, string>>

/** A statement that puts a row into a table; values are SQL. */
const insert = (table: string, row: Row): string =>
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).join(", ")})`

const january = { from: "'2025-01-01'", to: "'2025-02-01'" }

/** One row of each table that is right, and changes that make it one that cannot be. */
const rows: ReadonlyArray<readonly [table: string, row: Row, wrong: ReadonlyArray<Row>]> = [
  [
    "metering.metering_day",
    {
      gsrn: `'${gsrn}'`,
      day: "'2025-01-01'",
      metering_point_type: "'E17'",
      unit: "'KWH'",
      resolution_minutes: "60",
      first_interval: "0",
      quantities: "'{1,2}'",
      qualities: "'\\x0101'",
      total_wh: "3",
      registered_at: "now()",
      recorded_at: "now()",
      message_no: "1",
      transaction_id: "'t'"
    },
    [{ resolution_minutes: "30" }, { first_interval: "-1" }, { qualities: "'\\x01'" }, { quantities: "'{1,2,3}'" }]
  ],
  [
    "settlement.run",
    {
      run_id: `'${run}'`,
      kind: "'settlement'",
      period: `tstzrange(${january.from}, ${january.to})`,
      as_of: "now()",
      rule_version: "'1'",
      points: "0",
      started_at: "now()"
    },
    [{ points: "-1" }, { kind: "'reversal'" }, { run_id: `'${run}'` }]
  ],
  [
    "settlement.run_chunk",
    {
      run_id: `'${run}'`,
      chunk_no: "0",
      first_gsrn: `'${gsrn}'`,
      last_gsrn: `'${gsrn}'`,
      settled: "1",
      failed: "0",
      lines: "0",
      total_oere: "0",
      recorded_at: "now()"
    },
    [{ run_id: `'${noRun}'` }, { chunk_no: "0" }]
  ],
  [
    "settlement.point",
    {
      run_id: `'${run}'`,
      gsrn: `'${gsrn}'`,
      ...Object.fromEntries(
        [
          "consumption_wh",
          "production_wh",
          "net_consumption_wh",
          "surplus_wh",
          "subtotal_oere",
          "vat_oere",
          "total_oere",
          "estimated_intervals"
        ].map((column) => [column, "0"])
      )
    },
    [{ gsrn: `'${gsrn}'` }]
  ],
  [
    "settlement.failure",
    {
      run_id: `'${run}'`,
      gsrn: `'${gsrn}'`,
      problem_no: "0",
      problem: "'MissingReading'",
      priced_gsrn: `'${gsrn}'`,
      message: "'m'"
    },
    [{ problem_no: "0" }]
  ],
  [
    "settlement.corrected_point",
    { run_id: `'${run}'`, gsrn: `'${gsrn}'` },
    [{ run_id: `'${noRun}'` }, { gsrn: `'${gsrn}'` }]
  ],
  [
    "settlement.run_end",
    { run_id: `'${run}'`, finished_at: "now()", settled: "1", failed: "0", lines: "0", total_oere: "0" },
    [{ run_id: `'${noRun}'` }, { run_id: `'${run}'` }]
  ],
  [
    "settlement.correction_due",
    {
      gsrn: `'${gsrn}'`,
      period_from: january.from,
      period_to: january.to,
      cause: "'readings'",
      message_id: "'m'",
      noted_at: "now()"
    },
    [{ period_to: january.from }, { cause: "'weather'" }, { message_id: "'m'" }]
  ],
  [
    "billing.aconto_plan",
    {
      gsrn: `'${gsrn}'`,
      valid_from: january.from,
      valid_to: january.to,
      plan_interval: "'month'",
      amount_oere: "100",
      agreed_from: january.from,
      recorded_at: "now()"
    },
    [
      { valid_from: january.to },
      { valid_from: "'2025-02-02'", valid_to: january.to },
      { valid_from: january.to, valid_to: "NULL", plan_interval: "'week'" },
      { valid_from: january.to, valid_to: "NULL", amount_oere: "-1" },
      { valid_from: "'2025-01-31'", valid_to: "NULL" }
    ]
  ],
  [
    "billing.aconto_share",
    {
      gsrn: `'${gsrn}'`,
      plan_interval: "'month'",
      period_from: january.from,
      period_to: january.to,
      amount_oere: "100",
      parts: "'[]'",
      reckoned_at: "now()",
      source: "'m'"
    },
    [{ period_to: january.from }, { amount_oere: "-1" }, { plan_interval: "'week'" }]
  ]
]

layer(runStores, { timeout: 600_000 })("rows that cannot be", (it) => {
  it.effect("are refused, whoever puts them there", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      yield* sql`SELECT metering.ensure_month('2025-01-01')`.pipe(Effect.ignore)
      for (const [table, row, wrong] of rows) {
        assert.strictEqual(yield* refusalOf(insert(table, row)), "done", table)
        for (const change of wrong) {
          assert.match(
            yield* refusalOf(insert(table, { ...row, ...change })),
            /violates (check|unique|foreign key|exclusion) constraint|conflicting key value|must be less than or equal/,
            `${table} ${JSON.stringify(change)}`
          )
        }
      }
    })
  )

  it.effect("a version is closed once, and by that alone", () =>
    Effect.gen(function* () {
      const plan = (change: string) => refusalOf(`UPDATE billing.aconto_plan SET ${change}`)
      const refused = "billing.aconto_plan keeps its history: UPDATE refused"
      assert.strictEqual(yield* plan("amount_oere = 200"), refused)
      assert.strictEqual(yield* plan("superseded_at = now(), amount_oere = 200"), refused)
      assert.strictEqual(yield* plan("superseded_at = NULL"), refused)
      assert.strictEqual(yield* plan("superseded_at = now()"), "done")
      assert.strictEqual(yield* plan("superseded_at = now() + interval '1 day'"), refused)
      assert.strictEqual(yield* plan("superseded_at = NULL"), refused)
    })
  )
})
