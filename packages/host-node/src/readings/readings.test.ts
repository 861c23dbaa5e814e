import { gsrnOf, LocalDate, MarketCalendar, MeteringLedger, Quality } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { migratedDatabase } from "../../test/onDatabase.ts"
import { exampleFolder } from "../../test/runCommand.ts"

const patience = 600_000
const household = "571313999000001017"
const gsrn = gsrnOf(household.slice(0, 17))

/** The first of February, of which an hour is missing; nothing after it. */
const appendFebruary = Effect.gen(function* () {
  const ledger = yield* MeteringLedger
  const asOf = yield* ledger.knownInstant
  const period = MarketCalendar.dayPeriod(LocalDate.make("2026-02-01"))
  const quality = (index: number) => (index === 3 ? Quality.missing : Quality.measured)
  const series = seriesOf({ gsrn, period, kwh: "1", quality, messageId: "february" })
  yield* ledger.append([{ messageId: "february", series: [series] }])
  return new Date(asOf).toISOString()
})

it.live(
  "readings are shown by hour, day and month, and what is missing of them is listed, never counted as zero",
  () =>
    Effect.gen(function* () {
      const { command, layer } = yield* migratedDatabase
      yield* command("import", exampleFolder("household-january-2026"))
      const before = yield* Effect.provide(appendFebruary, layer)

      const complete = yield* command("readings", "missing", "--period", "2026-01")
      expect(complete).toEqual({ code: 0, stdout: "Nothing is missing: 1 metering point(s).\n", stderr: "" })
      const missing = yield* command("readings", "missing", "--period", "2026-02", "--grid-area", "791")
      expect(missing.code).toBe(1)
      expect(missing.stderr).toBe("1 of 1 metering point(s) lack readings.\n")
      expect(missing.stdout).toBe(
        "Metering point      Readings of         From                  To                    Missing\n" +
          `${household}  ${household}  2026-02-01T02:00:00Z  2026-02-01T03:00:00Z  1 h\n` +
          `${household}  ${household}  2026-02-02            2026-03-01            27 days\n`
      )
      const days = ["--from", "2026-02-01", "--to", "2026-02-02", "--json"]
      const one = yield* command("readings", "missing", "--gsrn", household, ...days)
      expect(one.code).toBe(1)
      expect(JSON.parse(one.stdout)).toEqual([
        { gsrn: household, missing: [{ gsrn: household, from: "2026-02-01T02:00:00Z", to: "2026-02-01T03:00:00Z" }] }
      ])
      const stranger = gsrnOf("57131399900009001")
      const unsupplied = yield* command("readings", "missing", "--gsrn", stranger, "--period", "2026-02")
      expect(unsupplied.code).toBe(1)
      expect(unsupplied.stdout).toContain(`${stranger}  2026-02-01            2026-03-01            28 days\n`)

      const show = (...args: ReadonlyArray<string>) => command("readings", "show", "--gsrn", household, ...args)
      const month = yield* show("--period", "2026-01", "--by", "month")
      expect(month).toMatchObject({ code: 0, stderr: "" })
      expect(month.stdout).toBe("Month        kWh  Missing\n2026-01  440.970\nTotal    440.970\n")
      const week = yield* show("--from", "2026-02-01", "--to", "2026-02-03")
      expect(week.stdout).toBe(
        "Day             kWh   Missing\n" +
          "2026-02-01   23.000   1 of 24\n" +
          "2026-02-02  missing  24 of 24\n" +
          "Total        23.000  25 of 48\n"
      )
      const hours = JSON.parse((yield* show("--by", "hour", ...days)).stdout)
      expect(hours).toMatchObject({ gsrn: household, by: "hour", total: { kwh: "23.000", intervals: 23, missing: 1 } })
      expect(hours.readings.slice(2, 4)).toEqual([
        { from: "2026-02-01T01:00:00Z", to: "2026-02-01T02:00:00Z", kwh: "1.000", intervals: 1, missing: 0 },
        { from: "2026-02-01T02:00:00Z", to: "2026-02-01T03:00:00Z", kwh: null, intervals: 0, missing: 1 }
      ])
      const earlier = JSON.parse((yield* show("--as-of", before, ...days)).stdout)
      expect(earlier.total).toEqual({ kwh: null, intervals: 0, missing: 24 })

      const wrong = [
        [["missing"], "say which month with --period 2026-01"],
        [["missing", "--period", "2026-01", "--grid-area", "79"], "expected three digits"],
        [["missing", "--period", "2026-01", "--grid-area", "791", "--gsrn", household], "goes without --grid-area"],
        [["show", "--period", "2026-01", "--gsrn", "123"], "expected 18 digits"]
      ] as const
      for (const [args, reason] of wrong) {
        const { code, stderr, stdout } = yield* command("readings", ...args)
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
        expect(stderr).toContain(reason)
      }
    }),
  patience
)
