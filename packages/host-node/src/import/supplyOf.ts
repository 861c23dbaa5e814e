import { endOf, type Gsrn, type SupplyPeriod, type Validity } from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { MeteringPointSettings } from "../folder/SettlementFile.ts"
import { validityOfDates } from "../plan/productTermsOf.ts"

/**
 * When we supply a metering point, by `settlement.json`, else from the supply start in RSM-022 on. The latter says nothing
 * of an end: where a supply period that covers it is stored, that is left as it is.
 */
export const supplyOf = (
  gsrn: Gsrn,
  { masterData }: FolderContents,
  settings: MeteringPointSettings | undefined,
  stored: ReadonlyArray<Validity>
): ReadonlyArray<SupplyPeriod> => {
  if (settings?.supply !== undefined) return settings.supply.map((dates) => ({ gsrn, ...validityOfDates(dates) }))
  const newest = masterData
    .get(gsrn)
    ?.toSorted((a, b) => a.masterData.validFrom - b.masterData.validFrom || a.createdAt - b.createdAt)
    .at(-1)
  const { parent, supplyStart, type } = newest?.masterData ?? {}
  const isBilled = settings !== undefined || (type === "E17" && parent === undefined)
  if (!isBilled || supplyStart === undefined) return []
  const isKnown = stored.some((one) => one.from <= supplyStart && supplyStart < endOf(one))
  return isKnown ? [] : [{ gsrn, from: supplyStart }]
}

/** A version that ends now ended later, or never, as far as was known: the rest is to be forgotten. */
export const endedParts = (stored: ReadonlyArray<Validity>, given: ReadonlyArray<Validity>): ReadonlyArray<Validity> =>
  given.flatMap(({ from, to }) => {
    const longer =
      to === undefined ? undefined : stored.find((one) => from <= one.from && one.from < to && endOf(one) > to)
    const isTaken = given.some((other) => other.from === to)
    if (to === undefined || longer === undefined || isTaken) return []
    return [longer.to === undefined ? { from: to } : { from: to, to: longer.to }]
  })
