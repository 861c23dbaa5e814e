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

type Rule = "check" | "unique" | "foreign key" | "exclusion"

/** One row of each table that is right, and changes that make it one that cannot be, with the rule that each breaks. */
const rows: ReadonlyArray<
  readonly [table: string, row: Row, wrong: ReadonlyArray<readonly [breaks: Rule, change: Row]>]
> = [
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
    [
      ["check", { resolution_minutes: "30" }],
      ["check", { first_interval: "-1" }],
      ["check", { qualities: "'\\x01'" }],
      ["check", { qualities: "'\\x010101'" }]
    ]
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
    [
      ["check", { run_id: `'${noRun}'`, points: "-1" }],
      ["check", { run_id: `'${noRun}'`, kind: "'reversal'" }],
      ["unique", {}]
    ]
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
    [
      ["foreign key", { run_id: `'${noRun}'` }],
      ["unique", { first_gsrn: "'0'" }]
    ]
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
    [["unique", {}]]
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
    [["unique", { problem: "'MissingPrice'" }]]
  ],
  [
    "settlement.corrected_point",
    { run_id: `'${run}'`, gsrn: `'${gsrn}'` },
    [
      ["foreign key", { run_id: `'${noRun}'` }],
      ["unique", {}]
    ]
  ],
  [
    "settlement.run_end",
    { run_id: `'${run}'`, finished_at: "now()", settled: "1", failed: "0", lines: "0", total_oere: "0" },
    [
      ["foreign key", { run_id: `'${noRun}'` }],
      ["unique", { settled: "2" }]
    ]
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
    [
      ["check", { period_to: january.from }],
      ["check", { cause: "'weather'" }],
      ["unique", {}]
    ]
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
      ["check", { valid_from: january.to }],
      ["check", { valid_from: january.to, valid_to: "NULL", plan_interval: "'week'" }],
      ["check", { valid_from: january.to, valid_to: "NULL", amount_oere: "-1" }],
      ["exclusion", { valid_from: "'2025-01-31'", valid_to: "NULL" }]
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
    [
      ["check", { period_to: january.from }],
      ["check", { amount_oere: "-1" }],
      ["check", { plan_interval: "'week'" }]
    ]
  ]
]

layer(runStores, { timeout: 600_000 })("rows that cannot be", (it) => {
  it.effect("are refused, whoever puts them there", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      yield* sql`SELECT metering.ensure_month('2025-01-01')`.pipe(Effect.ignore)
      for (const [table, row, wrong] of rows) {
        assert.strictEqual(yield* refusalOf(insert(table, row)), "done", table)
        for (const [rule, change] of wrong) {
          assert.include(
            yield* refusalOf(insert(table, { ...row, ...change })),
            rule === "exclusion" ? "conflicting key value violates exclusion" : `violates ${rule} constraint`,
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
