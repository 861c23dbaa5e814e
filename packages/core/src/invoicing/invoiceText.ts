import type { BigNumber } from "bignumber.js"
import { type Instant, type LocalDate, MarketCalendar, type Validity } from "../market/index.ts"
import { textOfWhole, type Oere, type Wh } from "../quantity/index.ts"
import { type InvoiceLanguage, invoiceWords } from "./InvoiceLanguage.ts"

/*
 * Numbers and dates as a reader of the language expects them: 1.234,56 and 31. jan. 2026 in Danish. Written digit by
 * digit from whole numbers, so that nothing depends on the machine's locale data.
 */

/** Decimal text in the language's form; the minus sign is a real one. */
export const decimalText = (text: string, lang: InvoiceLanguage): string => {
  const negative = text.startsWith("-")
  const [whole, fraction] = (negative ? text.slice(1) : text).split(".")
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, lang === "da" ? "." : ",")
  const decimals = fraction === undefined ? "" : `${lang === "da" ? "," : "."}${fraction}`
  return `${negative ? "−" : ""}${grouped}${decimals}`
}

/** An amount, `1.234,56`. */
export const amountText = (amount: Oere, lang: InvoiceLanguage): string => decimalText(textOfWhole(amount, 2), lang)

/** kWh with as many decimals as asked, three at most; for fewer the last one is rounded. */
export const energyText = (wh: Wh, lang: InvoiceLanguage, decimals = 3): string =>
  decimalText(textOfWhole(Math.round(wh / 10 ** (3 - decimals)), decimals), lang)

/** A price, four decimals unless said otherwise. */
export const priceText = (price: BigNumber, lang: InvoiceLanguage, decimals = 4): string =>
  decimalText(price.toFixed(decimals), lang)

/** `31. jan. 2026`. */
export const dateText = (date: LocalDate, lang: InvoiceLanguage): string => {
  const day = Number(date.slice(8))
  const month = invoiceWords[lang].months[Number(date.slice(5, 7)) - 1]!
  return lang === "da" ? `${day}. ${month} ${date.slice(0, 4)}` : `${day} ${month} ${date.slice(0, 4)}`
}

/** Whether a validity has no end. */
export const isOpen = ({ to }: Validity): boolean => to === undefined || !Number.isFinite(to)

/** First and last day, both included: how people read a period. Without an end only the first. */
export const periodText = (validity: Validity, lang: InvoiceLanguage): string => {
  const { from, to } = validity
  const first = dateText(MarketCalendar.localDateOf(from), lang)
  if (to === undefined || isOpen(validity)) return first
  const last = dateText(MarketCalendar.localDateOf(to - 1), lang)
  return first === last ? first : `${first} – ${last}`
}

/** Date and Danish wall-clock minute of an instant. */
export const instantText = (instant: Instant, lang: InvoiceLanguage): string => {
  const local = new Date(instant + MarketCalendar.utcOffsetMs(instant)).toISOString()
  return `${dateText(MarketCalendar.localDateOf(instant), lang)} ${lang === "da" ? "kl. " : ""}${local.slice(11, 16)}`
}
