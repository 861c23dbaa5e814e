import {
  type ChargeKey,
  Gln,
  type Gsrn,
  heatingAllowance,
  heatingParts,
  type HeatingTerms,
  type HeatingUse,
  holdsUse,
  joinEqual,
  type LocalDate,
  MarketCalendar,
  type Period,
  type Validity,
  whFromKwhText
} from "@datahub-settlement/core"
import type { FolderProblem } from "../folder/FolderProblem.ts"
import type { ElectricHeatingSettings } from "../folder/SettlementFile.ts"

/** When a metering point is supplied, and when its contracts hold. */
export interface HeatedTimes {
  readonly supply: ReadonlyArray<Validity>
  readonly contracts: ReadonlyArray<Validity>
}

/**
 * Electric heating as contracts say it, with all that was used before a day. A run works the limit out itself, by the days
 * of supply and contract in the calendar year: a file that says something else would be settled otherwise, and becomes
 * a problem.
 */
export const heatingTermsOf = (
  gsrn: Gsrn,
  { allowances, reduced, tax }: ElectricHeatingSettings,
  times: HeatedTimes,
  problems: Array<FolderProblem>
): HeatingTerms | undefined => {
  const faults = allowances.flatMap((allowance) => allowanceFault(allowance, times) ?? [])
  for (const fault of faults) {
    problems.push({
      kind: "HeatingAllowance",
      gsrn,
      message: `the contract of ${gsrn} was not recorded: settlement.json ${fault}`
    })
  }
  const usedBefore = allowances.flatMap((allowance) => useOf(allowance) ?? [])
  const charges = { tax: chargeKeyOf(tax), reduced: chargeKeyOf(reduced) }
  return faults.length > 0 ? undefined : usedBefore.length === 0 ? charges : { ...charges, usedBefore }
}

/** What of it falls to a contract: what was used until an instant is said by the one that holds before it. */
export const heatingTermsIn = ({ usedBefore = [], ...charges }: HeatingTerms, { from, to }: Validity): HeatingTerms => {
  const uses = usedBefore.filter((use) => holdsUse({ from, to }, use))
  return uses.length === 0 ? charges : { ...charges, usedBefore: uses }
}

/** `5790000432752/D03/EA-001`, which the file's schema has checked; a code may hold a slash. */
const chargeKeyOf = (text: string): ChargeKey => {
  const [owner, type, ...code] = text.split("/")
  return { owner: Gln.make(owner!), type: type as ChargeKey["type"], code: code.join("/") }
}

type Allowance = ElectricHeatingSettings["allowances"][number]

/** What a file says was used; nothing before the first day of the allowance says nothing. */
const useOf = ({ from, used }: Allowance): HeatingUse | undefined => {
  if (used === undefined) return undefined
  const wh = whFromKwhText(used.kwh)!
  return wh === 0 && used.until === from ? undefined : { until: MarketCalendar.startOfDay(used.until), wh }
}

const allowanceFault = (allowance: Allowance, times: HeatedTimes): string | undefined => {
  const { from, limitKwh, used } = allowance
  const parts = partsOfYear(from, times)
  const ofLimit = parts.filter((part) => heatingAllowance(part) === whFromKwhText(limitKwh))
  if (ofLimit.length === 0) {
    const limits = parts.map((part) => heatingAllowance(part) / 1000)
    return (
      `gives ${limitKwh} kWh from ${from}, but the days of supply and contract in that year have ` +
      (limits.length === 0 ? "none" : `${limits.join(" or ")} kWh`)
    )
  }
  const use = useOf(allowance)
  if (use === undefined || ofLimit.some((part) => part.from < use.until && use.until <= part.to)) return undefined
  return (
    `says what was used of ${limitKwh} kWh until ${used!.until}, but these are shared out by the days from ` +
    ofLimit.map(datesText).join(" or ")
  )
}

const datesText = ({ from, to }: Period): string =>
  `${MarketCalendar.localDateOf(from)} to ${MarketCalendar.localDateOf(to)}`

const partsOfYear = (date: LocalDate, { contracts, supply }: HeatedTimes): ReadonlyArray<Period> =>
  heatingParts(joined(supply), joined(contracts), yearOf(date))

const joined = (times: ReadonlyArray<Validity>): ReadonlyArray<Validity> => joinEqual(times, () => true)

const yearOf = (date: LocalDate): Period => {
  const year = Number(date.slice(0, 4))
  return MarketCalendar.datePeriod(`${year}-01-01` as LocalDate, `${year + 1}-01-01` as LocalDate)
}
