import { dkkOf, dkkOfNano } from "../quantity/index.ts"
import type { LinePart, SettlementLine } from "../settlement/index.ts"
import type { InvoiceLine } from "./Invoice.ts"
import { type InvoiceLanguage, invoiceWords } from "./InvoiceLanguage.ts"
import { amountText, decimalText, energyText, instantText, isOpen, periodText, priceText } from "./invoiceText.ts"

/** Danish for the parts that a line names, longest match first; what is not here is shown as it is. */
const danishParts: ReadonlyArray<readonly [english: RegExp, danish: string]> = [
  [/^spot price, interval by interval, credited/, "spotpris, måling for måling, til gode"],
  [/^spot price, interval by interval/, "spotpris, måling for måling"],
  [/^fixed price/, "fast pris"],
  [/^flat price/, "samme pris hele døgnet"],
  [/^margin/, "aftalt avance"],
  [/^supplement/, "aftalt tillæg"],
  [/^price of each local hour/, "pris efter klokkeslæt"],
  [/^price of each interval/, "pris måling for måling"],
  [/^full tax up to the yearly limit/, "fuld afgift op til årets grænse for elvarme"],
  [/^reduced tax above it/, "nedsat afgift over grænsen"],
  [/^fee, once/, "gebyr, én gang"],
  [/^(\d+) of (\d+) days/, "$1 af $2 dage"]
]

const partLabel = (label: string, lang: InvoiceLanguage): string => {
  const found = lang === "da" ? danishParts.find(([english]) => english.test(label)) : undefined
  return found === undefined ? label : label.replace(found[0], found[1])
}

/** Name of a line as the customer reads it: charges have their own, the supplier's lines are named after the product. */
export const lineName = ({ kind, name }: Pick<InvoiceLine, "kind" | "name">, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  switch (kind) {
    case "energy":
      return words.energy(name)
    case "productSubscription":
      return words.subscription(name)
    case "productionCredit":
      return words.productionCredit
    default:
      return name
  }
}

/** What a line counts: kWh, days of a subscription, pieces of a fee. */
export const quantityText = (line: InvoiceLine, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  switch (line.kind) {
    case "subscription":
    case "productSubscription":
      return `${line.days} ${words.days}`
    case "fee":
      return `${line.segments.reduce((sum, segment) => sum + (segment.trace().pieces ?? 1), 0)} ${words.pieces}`
    default:
      return `${energyText(line.quantityWh, lang)} kWh`
  }
}

/** Why a segment of a line costs what it does, in short sentences. */
export const segmentExplanation = (segment: SettlementLine, lang: InvoiceLanguage): ReadonlyArray<string> => {
  const words = invoiceWords[lang]
  const { parts, pieces, priceVersion, readings } = segment.trace()
  const counting = parts.filter(({ amount, quantityWh }) => amount !== 0n || quantityWh !== 0)
  const sentences = counting.map((part) => partSentence(part, lang))
  if (pieces !== undefined && pieces !== 1) sentences.push(`${pieces} ${words.pieces}`)
  if (priceVersion !== undefined) {
    const source = priceVersion.source === undefined ? "" : ` (${words.source}: ${priceVersion.source})`
    sentences.push(`${words.priceValid(periodText(priceVersion, lang), isOpen(priceVersion))}${source}.`)
  }
  if (readings?.registeredUntil !== undefined) {
    sentences.push(
      words.readings(readings.intervals, readings.estimatedIntervals, instantText(readings.registeredUntil, lang))
    )
  }
  sentences.push(
    `${words.exact} ${exactText(segment, lang)} ${words.currency}, ${words.rounded} ${amountText(segment.amountOere, lang)} ${words.currency}`
  )
  return sentences
}

const partSentence = ({ amount, label, price, quantityWh }: LinePart, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const quantity = quantityWh === undefined ? "" : `${energyText(quantityWh, lang)} kWh`
  const unit =
    price === undefined
      ? ""
      : `${quantity === "" ? "" : " × "}${trimmed(priceText(dkkOfNano(price), lang, 9))} ${words.currency}`
  const amountOfPart = `${priceText(dkkOf(amount), lang, 6)} ${words.currency}`
  return `${capitalised(partLabel(label, lang))}: ${quantity}${unit}${quantity + unit === "" ? "" : " = "}${amountOfPart}`
}

/** At most ten decimals are shown; a part of a month can have thirty. */
const exactText = (segment: SettlementLine, lang: InvoiceLanguage): string =>
  decimalText(dkkOf(segment.exact).dp(10).toFixed(), lang)

/** Prices keep four decimals at least. */
const trimmed = (price: string): string => price.replace(/0{1,5}$/, "")

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
