import type { SettlementWarning } from "../settlement/index.ts"
import type { GroupKind } from "./Invoice.ts"

/** Language of a rendered invoice: labels, dates and numbers. */
export type InvoiceLanguage = "da" | "en"

/** All words on an invoice. */
export interface InvoiceWords {
  readonly title: string
  readonly period: string
  readonly issued: string
  readonly customer: string
  readonly customerNumber: string
  readonly meteringPoint: string
  readonly production: string
  readonly priceArea: string
  readonly gridArea: string
  readonly meter: string
  readonly consumption: string
  readonly produced: string
  readonly netConsumption: string
  readonly surplus: string
  readonly days: string
  readonly pieces: string
  readonly line: string
  readonly quantity: string
  readonly price: string
  readonly amount: string
  readonly currency: string
  readonly perKwh: string
  readonly subtotal: string
  readonly vat: string
  readonly total: string
  readonly netPaid: string
  readonly toPay: string
  /** Of an invoice that is on hold: its title, its sum, across the page, and why. */
  readonly heldTitle: string
  readonly heldSum: string
  readonly heldMark: string
  readonly held: (gsrn: string, from: string) => string
  readonly heldBy: (processId: string, why: string) => string
  readonly credit: string
  readonly exVat: string
  readonly openLines: string
  readonly withoutVat: string
  readonly chartByDay: string
  readonly chartByHour: string
  readonly chartDay: (hours: number) => string
  readonly spot: string
  readonly hour: string
  readonly warnings: string
  readonly exact: string
  readonly rounded: string
  readonly priceValid: (period: string, open: boolean) => string
  readonly source: string
  readonly readings: (intervals: number, estimated: number, until: string) => string
  readonly groups: Readonly<Record<GroupKind, string>>
  readonly energy: (product: string) => string
  readonly subscription: (product: string) => string
  readonly productionCredit: string
  readonly warning: (warning: SettlementWarning, period: string) => string
  readonly months: ReadonlyArray<string>
}

const danish: InvoiceWords = {
  title: "Elregning",
  period: "Periode",
  issued: "Udstedt",
  customer: "Kunde",
  customerNumber: "Kundenummer",
  meteringPoint: "Målepunkt",
  production: "Produktion",
  priceArea: "Prisområde",
  gridArea: "Netområde",
  meter: "Måler",
  consumption: "Forbrug",
  produced: "Egenproduktion",
  netConsumption: "Købt efter timenetto",
  surplus: "Solgt overskud",
  days: "dage",
  pieces: "stk.",
  line: "Post",
  quantity: "Mængde",
  price: "Gns. pris",
  amount: "Beløb",
  currency: "kr.",
  perKwh: "kr./kWh",
  subtotal: "I alt uden moms",
  vat: "Moms 25 %",
  total: "I alt med moms",
  netPaid: "Alt i alt pr. købt kWh",
  toPay: "At betale",
  heldTitle: "Opgørelse, tilbageholdt",
  heldSum: "Opgjort, opkræves ikke endnu",
  heldMark: "Må ikke sendes",
  held: (gsrn, from) =>
    `Må ikke sendes: forbrug på målepunkt ${gsrn} fra ${from} faktureres ikke, før sagen er afgjort.`,
  heldBy: (processId, why) => `Proces ${processId}: ${why}`,
  credit: "Til gode",
  exVat: "Alle beløb er i kroner og uden moms, til og med linjen »I alt uden moms«.",
  openLines: "Åbn en post for at se, hvordan beløbet er regnet ud.",
  withoutVat: "uden moms",
  chartByDay: "Forbrug dag for dag",
  chartByHour: "Forbrug hen over døgnet",
  chartDay: (hours) => `${hours} timer`,
  spot: "Spotpris, døgnets gennemsnit",
  hour: "Kl.",
  warnings: "Værd at vide",
  exact: "Eksakt",
  rounded: "afrundet til",
  priceValid: (period, open) => `Prisen gælder ${open ? `fra ${period}` : period}`,
  source: "kilde",
  readings: (intervals, estimated, until) =>
    `Regnet ud fra ${intervals} målinger${estimated === 0 ? "" : `, heraf ${estimated} ${estimated === 1 ? "anslået" : "anslåede"}`}, senest registreret ${until}.`,
  groups: { supply: "Strøm", grid: "Netselskab", system: "Energinet", tax: "Afgifter til staten" },
  energy: (product) => `Strøm, ${product}`,
  subscription: (product) => `Abonnement, ${product}`,
  productionCredit: "Solgt strøm til spotpris",
  warning: ({ gsrn, intervals, kind }, period) => {
    switch (kind) {
      case "estimatedReadings":
        return `${intervals === 1 ? "1 måling" : `${intervals} målinger`} på målepunkt ${gsrn} er ${intervals === 1 ? "anslået" : "anslåede"} (${period}). Kommer der målte værdier, efterreguleres regningen.`
      case "adjustedReadings":
        return `${intervals === 1 ? "1 måling" : `${intervals} målinger`} på målepunkt ${gsrn} er ${intervals === 1 ? "korrigeret" : "korrigerede"} af netselskabet (${period}).`
      case "readingsClippedToSupply":
        return `Målepunkt ${gsrn} har målinger uden for vores levering (${period}). De er ikke regnet med.`
    }
  },
  months: ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."]
}

const english: InvoiceWords = {
  title: "Electricity bill",
  period: "Period",
  issued: "Issued",
  customer: "Customer",
  customerNumber: "Customer number",
  meteringPoint: "Metering point",
  production: "Production",
  priceArea: "Price area",
  gridArea: "Grid area",
  meter: "Meter",
  consumption: "Consumption",
  produced: "Own production",
  netConsumption: "Bought, net by the hour",
  surplus: "Surplus sold",
  days: "days",
  pieces: "pcs",
  line: "Item",
  quantity: "Quantity",
  price: "Avg. price",
  amount: "Amount",
  currency: "DKK",
  perKwh: "DKK/kWh",
  subtotal: "Total without VAT",
  vat: "VAT 25 %",
  total: "Total with VAT",
  netPaid: "All in all, per kWh bought",
  toPay: "To pay",
  heldTitle: "Billing basis, on hold",
  heldSum: "Worked out, not billed yet",
  heldMark: "Not to be sent",
  held: (gsrn, from) =>
    `Not to be sent: what metering point ${gsrn} used from ${from} on is not billed until the case is decided.`,
  heldBy: (processId, why) => `Process ${processId}: ${why}`,
  credit: "In your favour",
  exVat: "All amounts are in DKK and without VAT, down to the line “Total without VAT”.",
  openLines: "Open an item to see how its amount comes about.",
  withoutVat: "no VAT",
  chartByDay: "Consumption day by day",
  chartByHour: "Consumption over the day",
  chartDay: (hours) => `${hours} hours`,
  spot: "Spot price, mean of the day",
  hour: "Hour",
  warnings: "Good to know",
  exact: "Exactly",
  rounded: "rounded to",
  priceValid: (period, open) => `The price holds ${open ? `from ${period}` : period}`,
  source: "source",
  readings: (intervals, estimated, until) =>
    `Made from ${intervals} readings${estimated === 0 ? "" : `, ${estimated} of them estimated`}, last registered ${until}.`,
  groups: { supply: "Electricity", grid: "Grid company", system: "Energinet", tax: "Taxes to the state" },
  energy: (product) => `Electricity, ${product}`,
  subscription: (product) => `Subscription, ${product}`,
  productionCredit: "Power sold at spot",
  warning: ({ gsrn, intervals, kind }, period) => {
    switch (kind) {
      case "estimatedReadings":
        return `${intervals === 1 ? "1 reading" : `${intervals} readings`} of metering point ${gsrn} ${intervals === 1 ? "is an estimate" : "are estimates"} (${period}). The bill is adjusted when measured values come.`
      case "adjustedReadings":
        return `${intervals === 1 ? "1 reading" : `${intervals} readings`} of metering point ${gsrn} ${intervals === 1 ? "was" : "were"} adjusted by the grid company (${period}).`
      case "readingsClippedToSupply":
        return `Metering point ${gsrn} has readings outside our supply (${period}). They are left out.`
    }
  },
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

/** The words of a language. */
export const invoiceWords: Readonly<Record<InvoiceLanguage, InvoiceWords>> = { da: danish, en: english }
