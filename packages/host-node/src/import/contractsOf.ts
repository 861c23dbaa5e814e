import {
  type ChargeKey,
  type Contract,
  Gln,
  type Gsrn,
  heatingAllowance,
  type HeatingCharges,
  type LocalDate,
  MarketCalendar,
  type Validity,
  whFromKwhText
} from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ElectricHeatingSettings, MeteringPointSettings } from "../folder/SettlementFile.ts"
import { productTermsOf } from "../plan/productTermsOf.ts"

/** The contracts of one metering point: product terms with how production and electric heating are settled. */
export const contractsOf = (
  gsrn: Gsrn,
  contents: FolderContents,
  settings: MeteringPointSettings | undefined,
  supply: ReadonlyArray<Validity>
): ReadonlyArray<Contract> => {
  const heating = settings?.electricHeating
  if (heating !== undefined && !checkAllowances(gsrn, contents, heating, supply)) return []
  return productTermsOf(contents, gsrn).map(({ from, to, ...terms }) => ({
    gsrn,
    from,
    ...(to === undefined ? {} : { to }),
    terms,
    ...(settings?.production === undefined ? {} : { production: settings.production }),
    ...(heating === undefined ? {} : { electricHeating: heatingCharges(heating) })
  }))
}

const heatingCharges = ({ reduced, tax }: ElectricHeatingSettings): HeatingCharges => ({
  tax: chargeKeyOf(tax),
  reduced: chargeKeyOf(reduced)
})

/** `5790000432752/D03/EA-001`, which the file's schema has checked; a code may hold a slash. */
const chargeKeyOf = (text: string): ChargeKey => {
  const [owner, type, ...code] = text.split("/")
  return { owner: Gln.make(owner!), type: type as ChargeKey["type"], code: code.join("/") }
}

/**
 * A run works the allowance out itself: the days of supply in the calendar year, and what the readings since its start
 * have used. A file that says something else would be settled otherwise, and is not recorded.
 */
const checkAllowances = (
  gsrn: Gsrn,
  { notices, problems }: FolderContents,
  { allowances }: ElectricHeatingSettings,
  supply: ReadonlyArray<Validity>
): boolean => {
  const other = allowances.filter(
    ({ from, limitKwh }) => !limitsOfYear(from, supply).includes(whFromKwhText(limitKwh)!)
  )
  for (const { from, limitKwh } of other) {
    problems.push({
      kind: "HeatingAllowance",
      gsrn,
      message:
        `the contract of ${gsrn} was not recorded: settlement.json gives ${limitKwh} kWh from ${from}, but the days of supply ` +
        `in that year have ${limitsOfYear(from, supply)
          .map((wh) => wh / 1000)
          .join(" or ")} kWh`
    })
  }
  if (other.length === 0 && allowances.some(({ used }) => used !== undefined)) {
    notices.push({
      message: `what ${gsrn} has used of its electric heating allowance is not recorded: a run counts the readings since the year began, so import those too`
    })
  }
  return other.length === 0
}

const limitsOfYear = (date: LocalDate, supply: ReadonlyArray<Validity>): ReadonlyArray<number> => {
  const year = Number(date.slice(0, 4))
  const { from, to } = MarketCalendar.datePeriod(`${year}-01-01` as LocalDate, `${year + 1}-01-01` as LocalDate)
  const parts = supply.map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to ?? to, to) }))
  return parts.filter((part) => part.from < part.to).map((part) => heatingAllowance(part))
}
