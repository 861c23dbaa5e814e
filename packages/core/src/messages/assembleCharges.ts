import {
  type AnyPrice,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  type PriceVersion,
  type TariffPrice,
  type VatClass,
  joinPrices,
  replaceInterval
} from "../charges/index.ts"
import type { NanoDkk } from "../quantity/index.ts"
import type { ChargeInformation, ChargePriceSeries, PriceListOrigin } from "./PriceList.ts"
import { amountVersions, tariffVersions } from "./seriesVersions.ts"

/** What charges are made of. */
export interface ChargeSources {
  /** Charges that are known already, from a price list or an earlier assembly: the messages change them. */
  readonly known?: ReadonlyArray<Charge> | undefined
  readonly information: ReadonlyArray<ChargeInformation>
  readonly series: ReadonlyArray<ChargePriceSeries>
}

/** A charge that cannot be made of what is known. */
export interface UnfinishedCharge {
  readonly key: ChargeKey
  readonly reason: string
}

export interface AssembledCharges {
  /** Sorted by owner, type and code. */
  readonly charges: ReadonlyArray<Charge>
  readonly unfinished: ReadonlyArray<UnfinishedCharge>
}

/**
 * Makes charges of what RSM-034 says of them, in the order in which the messages were made, whatever the order here
 * (BRS-031): a price series replaces exactly its own interval; information overwrites information that was to begin
 * later; an end removes all prices after it, and only a newer series brings some back. A charge without prices yet is
 * given; one whose information is missing, or whose VAT class is unknown or changes, is listed as unfinished and not
 * given: it would be billed wrongly.
 *
 * @example
 * import { Result } from "effect"
 * import { assembleCharges, Gln } from "@datahub-settlement/core"
 *
 * const origin = {
 *   key: { owner: Gln.make("5790009990031"), type: "D01" as const, code: "NET-ABO" },
 *   registeredAt: Date.parse("2024-11-01T06:00:00Z"), messageId: "m-1", transactionId: "t-1"
 * }
 * const from = Date.parse("2024-12-31T23:00:00Z")
 * const { charges } = assembleCharges({
 *   information: [{
 *     ...origin, from, name: "Subscription", description: "", vatClass: "D02", isTax: false, transparentInvoicing: true,
 *     resolution: "P1M"
 *   }],
 *   series: [{ ...origin, from, resolution: "P1M", prices: Float64Array.of(36_773_011_000) }]
 * })
 * charges[0]?.prices[0]?.price // => 36773011000
 */
export const assembleCharges = ({ information, known = [], series }: ChargeSources): AssembledCharges => {
  const growing = new Map<string, Growing>()
  for (const charge of known)
    growing.set(chargeKeyText(charge.key), { key: charge.key, known: charge, information: [], prices: charge.prices })
  for (const event of inOrder(information, series)) {
    const key = chargeKeyText(event.of.key)
    const before = growing.get(key) ?? { key: event.of.key, known: undefined, information: [], prices: [] }
    growing.set(key, event.kind === "information" ? withInformation(before, event.of) : withSeries(before, event.of))
  }
  const charges: Array<Charge> = []
  const unfinished: Array<UnfinishedCharge> = []
  for (const [, one] of [...growing].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const reason = unfinishedReason(one)
    if (reason === undefined) charges.push(chargeOf(one))
    else unfinished.push({ key: one.key, reason })
  }
  return { charges, unfinished }
}

type Event =
  | { readonly kind: "information"; readonly of: ChargeInformation }
  | { readonly kind: "series"; readonly of: ChargePriceSeries }

/** What is known of a charge after the messages so far. */
interface Growing {
  readonly key: ChargeKey
  readonly known: Charge | undefined
  readonly information: ReadonlyArray<ChargeInformation>
  readonly prices: ReadonlyArray<PriceVersion<AnyPrice>>
}

const inOrder = (
  information: ReadonlyArray<ChargeInformation>,
  series: ReadonlyArray<ChargePriceSeries>
): ReadonlyArray<Event> =>
  [
    ...information.map((of): Event => ({ kind: "information", of })),
    ...series.map((of): Event => ({ kind: "series", of }))
  ].sort((a, b) => byOrigin(a.of, b.of) || compare(a.kind, b.kind) || a.of.from - b.of.from)

/** The ids only make the order of messages of one moment the same on every run. */
const byOrigin = (a: PriceListOrigin, b: PriceListOrigin): number =>
  a.registeredAt - b.registeredAt || compare(a.messageId, b.messageId) || compare(a.transactionId, b.transactionId)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const withInformation = (before: Growing, information: ChargeInformation): Growing => ({
  ...before,
  information:
    information.to === information.from
      ? before.information
      : [...before.information.filter(({ from }) => from < information.from), information],
  prices: information.to === undefined ? before.prices : replaceInterval(before.prices, { from: information.to }, [])
})

const withSeries = (before: Growing, series: ChargePriceSeries): Growing => ({
  ...before,
  prices: replaceInterval(
    before.prices,
    series,
    series.key.type === "D03" ? tariffVersions(series) : amountVersions(series)
  )
})

const termsOf = ({ information, known }: Growing) => information.at(-1) ?? known

const isTax = (terms: ChargeInformation | Charge): boolean => "isTax" in terms && terms.isTax

const unfinishedReason = (charge: Growing): string | undefined => {
  const terms = termsOf(charge)
  if (terms === undefined) return "no charge information (RSM-034, D18)"
  if (terms.vatClass !== "D01" && terms.vatClass !== "D02") return `unknown VAT class ${terms.vatClass}`
  const others = [...charge.information, ...(charge.known === undefined ? [] : [charge.known])]
  const other = others.find((one) => one.vatClass !== terms.vatClass || isTax(one) !== isTax(terms))
  return other === undefined ? undefined : "its VAT class or tax flag changes over time"
}

const chargeOf = (charge: Growing): Charge => {
  const terms = termsOf(charge)!
  const { key } = charge
  const prices = joinPrices(charge.prices)
  const common = {
    key,
    name: terms.name,
    vatClass: terms.vatClass as VatClass,
    transparentInvoicing: terms.transparentInvoicing
  }
  return key.type === "D03"
    ? { ...common, kind: "tariff", isTax: isTax(terms), prices: prices as ReadonlyArray<PriceVersion<TariffPrice>> }
    : {
        ...common,
        kind: key.type === "D01" ? "subscription" : "fee",
        prices: prices as ReadonlyArray<PriceVersion<NanoDkk>>
      }
}
