import { formatInstant, formatPeriod } from "@datahub-settlement/core"
import type { SpotAreaOutcome, SpotIntakeOutcome } from "./spotIntake.ts"

/** Gaps that are written out one by one; `--json` has all of them. */
const GAPS_SHOWN_MAX = 20

/** How often something is missing or wrong, for the exit code. */
export const spotFaultCount = ({ areas, problems }: SpotIntakeOutcome): number =>
  problems.length + areas.reduce((sum, { gaps }) => sum + gaps.length, 0)

/** What was recorded and what is missing, for people, area by area. */
export const spotText = (outcome: SpotIntakeOutcome): string => {
  const others = Object.entries(outcome.otherAreas).map(([area, rows]) => `${rows} of ${area}`)
  return [
    ...outcome.areas.flatMap((area) => areaLines(area, `${recordedText(area)}; `)),
    ...(outcome.areas.length === 0 ? ["No prices of Danish price areas."] : []),
    ...(others.length === 0 ? [] : [`Left out, not Danish: rows ${others.join(", ")}.`]),
    ""
  ].join("\n")
}

/** What is missing, for people, area by area. */
export const gapsText = ({ areas }: SpotIntakeOutcome): string =>
  [...areas.flatMap((area) => areaLines(area, "")), ""].join("\n")

const areaLines = ({ gaps, priceArea }: SpotAreaOutcome, recorded: string): ReadonlyArray<string> => {
  const shown = gaps.slice(0, GAPS_SHOWN_MAX).map((gap) => `  missing ${formatPeriod(gap)}`)
  const rest = gaps.length > shown.length ? [`  and ${gaps.length - shown.length} more`] : []
  const count = gaps.length === 0 ? "no gaps" : gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`
  return [`${priceArea}: ${recorded}${count}`, ...shown, ...rest]
}

const recordedText = ({ added, revised, withoutPrice }: SpotAreaOutcome): string =>
  `${added} added, ${revised} revised${withoutPrice === 0 ? "" : `, ${withoutPrice} came without a price in DKK`}`

/** The outcome as one plain object: what `--json` prints. Instants are UTC. */
export const spotJson = (outcome: SpotIntakeOutcome) => ({
  complete: spotFaultCount(outcome) === 0,
  areas: outcome.areas.map(({ gaps, ...area }) => ({
    ...area,
    gaps: gaps.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) }))
  })),
  documents: outcome.documents,
  otherAreas: outcome.otherAreas,
  problems: outcome.problems
})
