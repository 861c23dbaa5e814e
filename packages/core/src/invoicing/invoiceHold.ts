import { MarketCalendar } from "../market/index.ts"
import type { Invoice, InvoiceHold } from "./Invoice.ts"
import { type InvoiceLanguage, type InvoiceWords, invoiceWords } from "./InvoiceLanguage.ts"
import { dateText } from "./invoiceText.ts"

/** Whether it is not to be sent for now. */
export const isHeld = ({ holds }: Pick<Invoice, "holds">): boolean => holds.length > 0

/** What it is called: what is on hold is no bill. */
export const titleOf = (invoice: Invoice, words: InvoiceWords): string =>
  isHeld(invoice) ? words.heldTitle : words.title

/** That it is not to be sent, and by which process. */
export const holdSentences = (
  { from, gsrn, processId, why }: InvoiceHold,
  lang: InvoiceLanguage
): readonly [notice: string, reason: string] => {
  const words = invoiceWords[lang]
  return [words.held(gsrn, dateText(MarketCalendar.localDateOf(from), lang)), words.heldBy(processId, why)]
}
