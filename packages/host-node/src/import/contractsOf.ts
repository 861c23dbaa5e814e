import type { Contract, Gsrn, Validity } from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { MeteringPointSettings } from "../folder/SettlementFile.ts"
import { productTermsOf } from "../plan/productTermsOf.ts"
import { heatingTermsIn, heatingTermsOf } from "./heatingTermsOf.ts"

/** The contracts of one metering point: product terms with how production and electric heating are settled. */
export const contractsOf = (
  gsrn: Gsrn,
  contents: FolderContents,
  settings: MeteringPointSettings | undefined,
  supply: ReadonlyArray<Validity>
): ReadonlyArray<Contract> => {
  const products = productTermsOf(contents, gsrn)
  if (products.length === 0) return []
  const heated = settings?.electricHeating
  const times = { supply, contracts: products.map(({ from, to }) => (to === undefined ? { from } : { from, to })) }
  const heating = heated && heatingTermsOf(gsrn, heated, times, contents.problems)
  if (heated !== undefined && heating === undefined) return []
  return products.map(({ from, to, ...terms }) => ({
    gsrn,
    from,
    ...(to === undefined ? {} : { to }),
    terms,
    ...(settings?.production === undefined ? {} : { production: settings.production }),
    ...(heating === undefined ? {} : { electricHeating: heatingTermsIn(heating, { from, to }) })
  }))
}
