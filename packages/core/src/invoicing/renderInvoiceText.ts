import type { Invoice, InvoiceLine } from "./Invoice.ts"
import { type InvoiceLanguage, invoiceWords } from "./InvoiceLanguage.ts"
import { holdSentences, titleOf } from "./invoiceHold.ts"
import { amountText, energyText, periodText, priceText } from "./invoiceText.ts"
import { lineName, quantityText, segmentExplanation } from "./lineExplanation.ts"

/** How an invoice is written to a terminal. */
export interface InvoiceTextOptions {
  /** English without it: the terminal is the operator's. */
  readonly lang?: InvoiceLanguage | undefined
  /** Columns there are, 80 without it; never narrower than 60. */
  readonly width?: number | undefined
  /** Bold and colours by ANSI sequences; plain without it. */
  readonly colour?: boolean | undefined
  /** Every segment's explanation under its line. */
  readonly explain?: boolean | undefined
}

/**
 * An invoice as a table for a terminal: lines, kWh, amounts, VAT, total, warnings; above all that why it is on hold, where
 * it is.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, invoiceOf, LocalDate, MarketCalendar, renderInvoiceText, settle } from "@datahub-settlement/core"
 * import { seriesOf, spotOf, spotProductOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2026-01-01"))
 * const request = {
 *   meteringPoint: { gsrn, priceArea: "DK1" as const },
 *   period,
 *   readings: [seriesOf({ gsrn, period, kwh: "2.000" })],
 *   spotPrices: spotOf({ period, dkkPerKwh: "0.60" }),
 *   charges: [],
 *   links: [],
 *   product: [spotProductOf({ margin: "0.05" })]
 * }
 * const settlement = Result.getOrThrow(settle(request))
 * const customer = { name: "A. Jensen", address: ["Vejen 1", "9999 Byen"] }
 * const invoice = invoiceOf({ seller: { name: "Strøm A/S", address: [] }, customer, points: [{ settlement, request }] })
 * const rows = renderInvoiceText(invoice, { lang: "da" }).trimEnd().split("\n")
 * rows.at(-1)?.replace(/ {2,}/, " ") // => "I alt med moms 1.209,00"
 */
export const renderInvoiceText = (invoice: Invoice, options: InvoiceTextOptions = {}): string => {
  const { colour = false, explain = false, lang = "en", width = 80 } = options
  const words = invoiceWords[lang]
  const style = styleOf(colour)
  const columns = columnsOf(Math.max(60, width))
  const out: Array<string> = []
  out.push(...heldRows(invoice, columns, lang).map(style.red))
  out.push(
    style.bold(`${titleOf(invoice, words)}, ${periodText(invoice.period, lang)}`),
    [invoice.customer.name, ...invoice.customer.address].join(", ")
  )
  for (const point of invoice.points) out.push(...pointRows(point, columns, lang))
  out.push("", style.dim(row(columns, [words.line, words.quantity, words.perKwh, words.currency])))
  for (const group of invoice.groups) {
    const owner = group.kind === "grid" && group.ownerName !== undefined ? ` ${group.ownerName}` : ""
    out.push(style.bold(row(columns, [words.groups[group.kind] + owner, "", "", amountText(group.amountOere, lang)])))
    for (const line of group.lines) {
      out.push(...lineRows(line, columns, lang))
      if (explain) out.push(...explanationRows(line, columns, lang).map(style.dim))
    }
  }
  out.push(style.dim("─".repeat(columns.total)))
  out.push(row(columns, [words.subtotal, "", "", amountText(invoice.subtotalOere, lang)]))
  out.push(row(columns, [words.vat, "", "", amountText(invoice.vatOere, lang)]))
  out.push(style.bold(row(columns, [words.total, "", "", amountText(invoice.totalOere, lang)])))
  for (const warning of invoice.warnings) {
    out.push(
      "",
      ...wrapped(words.warning(warning, periodText(warning, lang)), columns.total - 2).map((text, i) =>
        style.yellow((i === 0 ? "! " : "  ") + text)
      )
    )
  }
  return `${out.join("\n")}\n`
}

/** Before everything else: whoever reads no further knows. */
const heldRows = ({ holds }: Invoice, columns: Columns, lang: InvoiceLanguage): ReadonlyArray<string> =>
  holds.flatMap((hold) => [
    ...holdSentences(hold, lang).flatMap((sentence) =>
      wrapped(sentence, columns.total - 2).map((text, i) => (i === 0 ? "! " : "  ") + text)
    ),
    ""
  ])

const styleOf = (colour: boolean) => {
  const sequence =
    (code: number) =>
    (text: string): string =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text
  return { bold: sequence(1), dim: sequence(2), red: sequence(31), yellow: sequence(33) }
}

interface Columns {
  readonly total: number
  readonly name: number
  readonly quantity: number
  readonly price: number
  readonly amount: number
}

/** Wide enough for eight digits of kWh and of DKK; names get the rest, and no more than they can use. */
const columnsOf = (width: number): Columns => {
  const rest = { quantity: 16, price: 10, amount: 14 }
  const name = Math.min(60, width - rest.quantity - rest.price - rest.amount)
  return { ...rest, name, total: name + rest.quantity + rest.price + rest.amount }
}

/** Terminal columns of a text: letters with their accents are one each, however they are encoded. */
const widthOf = (text: string): number => Array.from(text.normalize("NFC")).length

const padded = (text: string, width: number, end: "left" | "right"): string => {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)))
  return end === "left" ? text + spaces : spaces + text
}

const row = (columns: Columns, [name, quantity, price, amount]: readonly [string, string, string, string]): string =>
  padded(cut(name, columns.name), columns.name, "left") +
  padded(quantity, columns.quantity, "right") +
  padded(price, columns.price, "right") +
  padded(amount, columns.amount, "right")

const cut = (text: string, width: number): string => {
  const letters = Array.from(text.normalize("NFC"))
  return letters.length <= width - 1 ? letters.join("") : `${letters.slice(0, width - 2).join("")}…`
}

const pointRows = (
  point: Invoice["points"][number],
  columns: Columns,
  lang: InvoiceLanguage
): ReadonlyArray<string> => {
  const words = invoiceWords[lang]
  const energy: Array<readonly [string, number]> = [[words.consumption, point.consumptionWh]]
  if (point.productionGsrn !== undefined) {
    // Without netting all that was consumed was bought, and a line that says it again would only raise a question.
    const isNetted = point.netConsumptionWh !== point.consumptionWh
    energy.push(
      [words.produced, point.productionWh],
      ...(isNetted ? [[words.netConsumption, point.netConsumptionWh] as const] : []),
      [words.surplus, point.surplusWh]
    )
  }
  const facts = energy.map(([term, wh]) => row(columns, [`  ${term}`, `${energyText(wh, lang)} kWh`, "", ""]).trimEnd())
  return [`${words.meteringPoint} ${point.gsrn}, ${words.priceArea.toLowerCase()} ${point.priceArea}`, ...facts]
}

const lineRows = (line: InvoiceLine, columns: Columns, lang: InvoiceLanguage): ReadonlyArray<string> => {
  const price = line.averagePrice === undefined ? "" : priceText(line.averagePrice, lang)
  return [
    row(columns, [`  ${lineName(line, lang)}`, quantityText(line, lang), price, amountText(line.amountOere, lang)])
  ]
}

const explanationRows = (line: InvoiceLine, columns: Columns, lang: InvoiceLanguage): ReadonlyArray<string> =>
  line.segments.flatMap((segment) => [
    `    ${periodText(segment.segment, lang)}`,
    ...segmentExplanation(segment, lang).flatMap((sentence) =>
      wrapped(sentence, columns.total - 6).map((text) => `      ${text}`)
    )
  ])

/** Broken at spaces; a word longer than the line stays whole. */
const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
