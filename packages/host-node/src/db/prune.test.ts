import { gsrnOf, LocalDate, MarketCalendar, MeteringLedger } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { Database, withConnection } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { randomBytes } from "node:crypto"
import { migratedDatabase } from "../../test/onDatabase.ts"

const patience = 600_000
const gsrn = gsrnOf("57131399900000001")

/** Readings of the days around a new year long ago: in the last month of one year and the first of the next. */
const oldReadings = MeteringLedger.use((ledger) => {
  const period = MarketCalendar.datePeriod(LocalDate.make("2015-12-30"), LocalDate.make("2016-01-03"))
  const series = seriesOf({ gsrn, period, kwh: "1" })
  return ledger.append([{ messageId: series.messageId, series: [series] }])
})

const days = Database.use(({ sql }) =>
  Effect.map(sql<{ day: string }>`SELECT day::text AS day FROM metering.metering_day ORDER BY day`, (rows) =>
    rows.map(({ day }) => day)
  )
)

const isPartitioned = Database.use(({ sql }) =>
  Effect.map(
    sql<{ kind: string }>`SELECT relkind AS kind FROM pg_class WHERE oid = 'metering.metering_day'::regclass`,
    ([table]) => table!.kind === "p"
  )
)

const RUN = "00000000-0000-4000-8000-000000000001"

describe("db prune", () => {
  it.live(
    "drops whole months that are old enough and needed by nobody, all or none",
    () =>
      Effect.gen(function* () {
        const { command, layer, url } = yield* migratedDatabase
        const prune = (...more: ReadonlyArray<string>) => command("db", "prune", "--before", "2016-01-31", ...more)
        const execute = (statement: string) =>
          Effect.provide(
            Database.use(({ sql }) => sql.unsafe(statement)),
            layer
          )
        yield* Effect.provide(oldReadings, layer)
        if (!(yield* Effect.provide(isPartitioned, layer))) {
          const told = yield* prune()
          expect(told).toMatchObject({ code: 0, stderr: "" })
          return expect(told.stdout).toContain("the retention policy of TimescaleDB drops readings after 5 years")
        }
        expect((yield* command("db", "prune", "--before", "2016")).code).toBe(2)
        const young = yield* command("db", "prune", "--before", "2999-01-01")
        expect(young).toMatchObject({ code: 1, stdout: "" })
        expect(young.stderr).toMatch(
          /readings are kept for 5 years\. The newest date that can be named today is \d{4}-\d\d-01\./
        )

        const dry = yield* prune("--dry-run")
        expect(dry.stdout).toMatch(/^Would drop the readings of 2015-12: \d/)
        const role = `test_${process.pid}_${randomBytes(4).toString("hex")}`
        yield* Effect.acquireRelease(
          withConnection(url, (run) =>
            run(`CREATE ROLE ${role} LOGIN PASSWORD 'member' IN ROLE datahub_settlement_app`)
          ),
          () => Effect.ignore(withConnection(url, (run) => run(`DROP ROLE ${role}`)))
        )
        const asApp = new URL(url)
        asApp.username = role
        asApp.password = "member"
        const denied = yield* prune("--database-url", asApp.href)
        expect(denied).toMatchObject({ code: 1, stdout: "" })
        expect(denied.stderr).toContain(`"${role}" lacks a right`)

        yield* execute(`INSERT INTO settlement.run (run_id, period, as_of, rule_version, points, started_at)
          VALUES ('${RUN}', '[2015-12-01,2016-01-01)', now(), '1', 1, now())`)
        const running = yield* prune()
        expect(running).toMatchObject({ code: 1, stdout: "" })
        expect(running.stderr).toContain(`run ${RUN} of`)
        yield* execute(`INSERT INTO settlement.run_end VALUES ('${RUN}', now(), 0, 0, 0, 0)`)
        yield* execute(`INSERT INTO settlement.correction_due (gsrn, period_from, period_to, cause, message_id, noted_at)
          VALUES ('${gsrn}', '2015-12-01', '2016-01-01', 'readings', 'm', now())`)
        expect((yield* prune()).stderr).toContain(`a correction of ${gsrn} from 2015-1`)
        yield* execute("UPDATE settlement.correction_due SET superseded_at = now()")
        expect(yield* Effect.provide(days, layer)).toHaveLength(4)

        const done = yield* prune("--json")
        expect(JSON.parse(done.stdout)).toMatchObject({
          before: "2016-01-31",
          dryRun: false,
          months: [{ name: "metering.metering_day_2015_12", month: "2015-12" }]
        })
        // January ends after the date.
        expect(yield* Effect.provide(days, layer)).toEqual(["2016-01-01", "2016-01-02"])
        expect((yield* prune()).stdout).toBe("No month of readings lies wholly before 2016-01-31.\n")
      }),
    patience
  )
})
