import { type EnergyTerms, gsrnOf, type Instant, INTERVAL_WH_MAX, type Resolution } from "@datahub-settlement/core"
import * as fc from "fast-check"

/*
 * Settlement requests of every shape that the market knows, made from a few choices and a seed. The choices shrink; the
 * seed fills in the numbers.
 */

export const mainPoint = gsrnOf("57131399900000001")
export const solarPoint = gsrnOf("57131399900000002")
export const childPoint = gsrnOf("57131399900000003")

/** The first instant with quarter-hourly spot prices. */
export const quarterHourSeam: Instant = Date.UTC(2025, 8, 30, 22)

export type TariffKind = "flat" | "byLocalHour" | "quarters" | "hours"

/** What a request is made from. */
export interface Scenario {
  readonly seed: number
  readonly start: string
  readonly days: number
  readonly supply: "all" | "from the middle" | "to the middle" | "two parts"
  readonly resolution: Resolution | "mixed"
  readonly corrections: number
  readonly maxWh: number
  readonly decimals: 2 | 6 | 9
  readonly tariffs: ReadonlyArray<{
    readonly kind: TariffKind
    readonly versions: number
    readonly on: "main" | "child" | "solar"
  }>
  readonly subscriptions: number
  readonly fees: number
  readonly product: ReadonlyArray<EnergyTerms["kind"]>
  readonly production: "absent" | "hourly" | "none"
  /** Whether there is production throughout, or only in some of the period. */
  readonly productionChanges: boolean
  readonly heating: boolean
}

const dates = fc.oneof(
  fc
    .constantFrom(
      "2025-03-30",
      "2025-10-26",
      "2024-03-31",
      "2024-10-27",
      "2025-09-30",
      "2024-02-29",
      "2025-12-31",
      "2025-02-01"
    )
    .chain((date) => fc.integer({ min: -20, max: 0 }).map((days) => shift(date, days))),
  fc.integer({ min: 0, max: 5 * 365 }).map((days) => shift("2023-01-01", days))
)

const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Scenarios up to a number of days, over month ends, clock changes and the seam to quarter-hourly prices. */
export const scenarios = ({ daysMax = 40 }: { readonly daysMax?: number } = {}): fc.Arbitrary<Scenario> =>
  fc.record({
    seed: fc.integer(),
    start: dates,
    days: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: daysMax })),
    supply: fc.constantFrom("all" as const, "all", "from the middle", "to the middle", "two parts"),
    resolution: fc.constantFrom("PT1H" as const, "PT15M", "mixed"),
    corrections: fc.integer({ min: 0, max: 3 }),
    maxWh: fc.constantFrom(2000, 1_000_000, INTERVAL_WH_MAX),
    decimals: fc.constantFrom(2 as const, 6, 9),
    tariffs: fc.array(
      fc.record({
        kind: fc.constantFrom("flat" as const, "byLocalHour", "quarters", "hours"),
        versions: fc.integer({ min: 1, max: 3 }),
        on: fc.constantFrom("main" as const, "main", "child", "solar")
      }),
      { maxLength: 4 }
    ),
    subscriptions: fc.integer({ min: 0, max: 2 }),
    fees: fc.integer({ min: 0, max: 2 }),
    product: fc.array(fc.constantFrom("spot" as const, "fixed", "blend"), { minLength: 1, maxLength: 3 }),
    production: fc.constantFrom("absent" as const, "hourly", "none"),
    productionChanges: fc.boolean(),
    heating: fc.boolean()
  })
