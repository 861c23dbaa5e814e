import {
  type Gsrn,
  type Instant,
  intervalMs,
  MarketCalendar,
  type MeteringSeries,
  type Period,
  type Resolution
} from "@datahub-settlement/core"
import { type SeededRandom } from "@datahub-settlement/core/testing"
import { childPoint, type Scenario, solarPoint } from "./scenario.ts"
import { randomMidnight } from "./scenarioTimes.ts"

/** The period and a day on each side, in one piece or day by day, and corrections of some days over it. */
export const readingsOf = (
  gsrn: Gsrn,
  scenario: Scenario,
  period: Period,
  random: SeededRandom
): ReadonlyArray<MeteringSeries> => {
  const days = MarketCalendar.localDays({ from: period.from - 3_600_000, to: period.to + 3_600_000 })
  const resolution = (): Resolution =>
    scenario.resolution === "mixed" ? random.pick(["PT1H", "PT15M"]) : scenario.resolution
  const series = random.chance(0.5)
    ? [
        randomSeries(
          gsrn,
          { from: MarketCalendar.startOfDay(days[0]!), to: period.to + 7_200_000 },
          resolution(),
          1,
          scenario,
          random
        )
      ]
    : days.map((day) => randomSeries(gsrn, MarketCalendar.dayPeriod(day), resolution(), 1, scenario, random))
  for (let version = 2; version < 2 + scenario.corrections; version++) {
    const from = randomMidnight(period, random)
    const to = from + intervalMs.PT1H * random.int(1, 60)
    series.push(randomSeries(gsrn, { from, to }, resolution(), version, scenario, random))
  }
  return series
}

/** When the n-th version was registered. */
export const registrationOf = (version: number): Instant => Date.UTC(2029, 0, version)

/** Readings of a period: from zero to the largest that the scenario has. */
export const randomSeries = (
  gsrn: Gsrn,
  period: Period,
  resolution: Resolution,
  version: number,
  { maxWh }: Pick<Scenario, "maxWh">,
  random: SeededRandom
): MeteringSeries => {
  const length = (period.to - period.from) / intervalMs[resolution]
  const registeredAt = registrationOf(version)
  return {
    gsrn,
    meteringPointType: gsrn === solarPoint ? "E18" : gsrn === childPoint ? "D14" : "E17",
    unit: "KWH",
    resolution,
    start: period.from,
    quantitiesWh: Int32Array.from({ length }, () =>
      random.chance(0.2) ? 0 : random.chance(0.02) ? maxWh : random.int(0, maxWh)
    ),
    qualities: Uint8Array.from({ length }, () => random.int(1, 4)),
    registeredAt,
    messageId: `message ${version}`,
    transactionId: `${gsrn} ${period.from} ${version}`
  }
}
