import { chargeKeyText, energinet, type Gln } from "@datahub-settlement/core"
import { cerius, n1, national, radius } from "./charges.ts"
import { SUPPLIER } from "./wire.ts"

const names: Readonly<Record<string, string>> = {
  [chargeKeyText(national.tax)]: "Elafgift",
  [chargeKeyText(national.transmission)]: "Transmissionsnettarif",
  [chargeKeyText(national.system)]: "Systemtarif",
  [chargeKeyText(national.subscription)]: "Systemabonnement",
  [chargeKeyText(national.feedIn)]: "Indfødningstarif, Energinet",
  [chargeKeyText(radius.tariff)]: "Nettarif C",
  [chargeKeyText(radius.subscription)]: "Netabonnement C"
}

const owners: Readonly<Record<string, string>> = {
  [energinet]: "Energinet",
  [radius.gln]: "Radius Elnet",
  [cerius.gln]: "Cerius",
  [n1.gln]: "N1"
}

const ofOwners = (
  texts: Readonly<Record<string, string>>,
  glns: ReadonlyArray<Gln>
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => glns.some((gln) => key.startsWith(gln))))

/** `settlement.json`: the period and the point, and what the copies of the price list do not say. */
export const settlementFile = (
  gridCompany: Gln,
  period: { readonly from: string; readonly to: string },
  meteringPoint: Readonly<Record<string, unknown>>
): string => {
  const glns = [energinet, gridCompany]
  return ownFile({
    settlement: {
      period,
      supplier,
      meteringPoints: [meteringPoint],
      owners: ofOwners(owners, glns),
      chargeDefaults: {
        vatClass: "D02",
        transparentInvoicing: false,
        taxes: [chargeKeyText(national.tax)],
        names: ofOwners(names, glns)
      }
    }
  })
}

/** `product.json`: what the customer has agreed to pay. */
export const productFile = (...terms: ReadonlyArray<Readonly<Record<string, unknown>>>): string =>
  ownFile({ product: { terms } })

const ownFile = (json: unknown): string => `${JSON.stringify(json, undefined, 2)}
`

/** The supplier of the examples, invented. */
const supplier = {
  name: "Eksempel Strøm A/S",
  gln: SUPPLIER,
  cvr: "99 99 99 99",
  address: ["Eksempelgade 1", "9999 Eksempelby"],
  contact: "kundeservice@eksempel.invalid"
}
