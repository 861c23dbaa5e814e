import { type ChargeKey, type ChargeType, energinet, Gln } from "@datahub-settlement/core"

const key = (owner: Gln, type: ChargeType, code: string): ChargeKey => ({ owner, type, code })

/** Energinet's charges for every home. */
export const national = {
  tax: key(energinet, "D03", "EA-001"),
  reducedTax: key(energinet, "D03", "EA-002"),
  transmission: key(energinet, "D03", "40000"),
  system: key(energinet, "D03", "41000"),
  subscription: key(energinet, "D01", "41004"),
  feedIn: key(energinet, "D03", "40010")
} as const

/** What Energinet charges each consumption point. */
export const nationalConsumption: ReadonlyArray<ChargeKey> = [
  national.transmission,
  national.system,
  national.tax,
  national.subscription
]

const radiusGln = Gln.make("5790000705689")
const ceriusGln = Gln.make("5790000705184")
const n1Gln = Gln.make("5790001089030")

export const radius = {
  gln: radiusGln,
  gridArea: "791",
  tariff: key(radiusGln, "D03", "DT_C_01"),
  subscription: key(radiusGln, "D01", "DA_C_F_01")
} as const

export const cerius = {
  gln: ceriusGln,
  gridArea: "740",
  tariff: key(ceriusGln, "D03", "30TR_C_ET"),
  subscription: key(ceriusGln, "D01", "30AB_CT")
} as const

export const n1 = {
  gln: n1Gln,
  gridArea: "131",
  tariff: key(n1Gln, "D03", "CD"),
  feedIn: key(n1Gln, "D03", "C INDF")
} as const
