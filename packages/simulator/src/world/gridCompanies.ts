import { energinet, type Gln, Gln as GlnSchema } from "@datahub-settlement/core"

/** A grid company with one grid area and what it charges households, in millionths of a krone. */
export interface GridCompany {
  readonly gln: Gln
  readonly name: string
  readonly gridArea: string
  /** Time-of-use tariff: low 00–06, peak 17–21, high otherwise, local hours. */
  readonly tariff: { readonly code: string; readonly summer: Bands; readonly winter: Bands }
  /** Per month. */
  readonly subscription: { readonly code: string; readonly price: number }
}

interface Bands {
  readonly low: number
  readonly high: number
  readonly peak: number
}

const company = (
  [gln, name, gridArea]: readonly [gln: string, name: string, gridArea: string],
  [code, low, subscriptionCode, price]: readonly [string, low: number, string, price: number]
): GridCompany => ({
  gln: GlnSchema.make(gln),
  name,
  gridArea,
  // Tarifmodel 3.0: 1 : 1.5 : 3.9 in summer, 1 : 3 : 9 in winter.
  tariff: {
    code,
    summer: { low, high: Math.round(low * 1.5), peak: Math.round(low * 3.9) },
    winter: { low, high: low * 3, peak: low * 9 }
  },
  subscription: { code: subscriptionCode, price }
})

/** Real participants and areas; prices near those of 2026. */
export const gridCompanies: ReadonlyArray<GridCompany> = [
  company(["5790000705689", "Radius", "791"], ["DT_C_01", 106_175, "DA_C_F_01", 36_773_011]),
  company(["5790000705184", "Cerius", "740"], ["30TR_C_ET", 115_336, "30AB_CT", 48_164_937]),
  company(["5790001089030", "N1", "131"], ["CD", 87_854, "CD", 39_166_667]),
  company(["5790000611003", "N1 Randers", "344"], ["T-C-F-F-TD", 87_900, "A-C-F-04", 38_500_000]),
  company(["5790000392261", "TREFOR", "244"], ["C", 42_900, "E-51", 41_250_000])
]

/** Energinet's charges on consumption: daily tariffs in millionths of a krone per kWh, one of them a tax. */
export const energinetTariffs = [
  { owner: energinet, code: "40000", name: "Transmissions nettarif", price: 43_000, isTax: false },
  { owner: energinet, code: "41000", name: "Systemtarif", price: 72_000, isTax: false },
  { owner: energinet, code: "EA-001", name: "Elafgift", price: 8_000, isTax: true }
] as const

/** Energinet's subscription, per month, in millionths of a krone. */
export const energinetSubscription = {
  owner: energinet,
  code: "41004",
  name: "Systemabonnement",
  price: 15_583_333
} as const

/** Energinet's tariff on what is fed in. */
export const feedInTariff = {
  owner: energinet,
  code: "40010",
  name: "Indfødningstarif",
  price: 11_000,
  isTax: false
} as const
