import { formatInstant, formatPeriod } from "@datahub-settlement/core"
import type { PriceListOutcome } from "./PriceListOutcome.ts"
import type { LeftOut } from "./readPriceList.ts"

/** How often something is missing or wrong, for the exit code. Rows of kinds that nobody bills are neither. */
export const priceListFaultCount = ({ missing, problems, refused }: PriceListOutcome): number =>
  problems.length + refused.length + missing.length

/** The outcome for people. */
export const priceListText = (outcome: PriceListOutcome): string => {
  const { charges, ended, missing, recorded, refused, skipped } = outcome
  return [
    `Charges read: ${charges}; new or renamed: ${recorded.charges}; price versions added: ${recorded.added}, superseded: ${recorded.superseded}`,
    ...ended.map((one) => `ended: ${one.charge} has no price any more in ${formatPeriod(one)}`),
    ...skipped.map((one) => `left out: ${leftOutText(one)}`),
    ...refused.map((one) => `refused: ${leftOutText(one)}`),
    ...missing.map((one) => `not in the list: ${one}`),
    ""
  ].join("\n")
}

const leftOutText = ({ charge, path, reason }: LeftOut): string => `${charge}, ${path}: ${reason}`

/** The outcome as one plain object: what `--json` prints. Instants are UTC. */
export const priceListJson = (outcome: PriceListOutcome) => ({
  complete: priceListFaultCount(outcome) === 0,
  charges: outcome.charges,
  recorded: outcome.recorded,
  ended: outcome.ended.map(({ charge, from, to }) => ({
    charge,
    from: formatInstant(from),
    to: to === undefined ? undefined : formatInstant(to)
  })),
  skipped: outcome.skipped,
  refused: outcome.refused,
  missing: outcome.missing,
  problems: outcome.problems
})
