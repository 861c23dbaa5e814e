import { dkkOf, exactOfNano, kwhOf } from "../quantity/index.ts"
import { dayChart, hourChart } from "./energyChart.ts"
import { escapeHtml } from "./html.ts"
import type { Invoice, InvoiceGroup, InvoiceLine, InvoiceParty, InvoicePoint } from "./Invoice.ts"
import { type InvoiceLanguage, type InvoiceWords, invoiceWords } from "./InvoiceLanguage.ts"
import { holdSentences, isHeld, titleOf } from "./invoiceHold.ts"
import { invoiceStyle } from "./invoiceStyle.ts"
import { amountText, dateText, energyText, periodText, priceText } from "./invoiceText.ts"
import { lineName, quantityText, segmentExplanation } from "./lineExplanation.ts"

/** How an invoice is rendered. */
export interface InvoiceHtmlOptions {
  /** Danish without it. */
  readonly lang?: InvoiceLanguage | undefined
}

/**
 * An invoice as one HTML page that stands alone: A4 when printed, no scripts, nothing fetched, every text escaped. Each
 * line opens to what it was made of; charts of the days and of the hours are inline SVG. One that is on hold says so across
 * every sheet, and asks for no money.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, invoiceOf, LocalDate, MarketCalendar, renderInvoiceHtml, settle } from "@datahub-settlement/core"
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
 * const customer = { name: "A. Jensen & søn", address: ["Vejen 1", "9999 Byen"] }
 * const invoice = invoiceOf({ seller: { name: "Strøm A/S", address: [] }, customer, points: [{ settlement, request }] })
 * const page = renderInvoiceHtml(invoice, { lang: "da" })
 * page.includes("<strong>1.209,00 kr.</strong>") // => true
 * page.includes("A. Jensen &#38; søn") // => true
 */
export const renderInvoiceHtml = (invoice: Invoice, options: InvoiceHtmlOptions = {}): string => {
  const lang = options.lang ?? "da"
  const words = invoiceWords[lang]
  const title = `${titleOf(invoice, words)} ${periodText(invoice.period, lang)}`
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title}, ${invoice.customer.name}`)}</title>
<style>${invoiceStyle}</style>
</head>
<body>
${heldMark(invoice, lang)}${headOf(invoice.seller)}
<main>
${heldNotice(invoice, lang)}${addresseeOf(invoice, lang)}
${payBox(invoice, lang)}
${linesTable(invoice, lang)}
${notesOf(invoice, lang)}
${invoice.points.map((point) => chartsOf(point, invoice.points.length > 1, lang)).join("\n")}
</main>
<footer class="fine">${escapeHtml(words.exVat)} <span class="screen">${escapeHtml(words.openLines)}</span></footer>
</body>
</html>
`
}

/** Across every sheet, so that no part of it looks like a bill. */
const heldMark = (invoice: Invoice, lang: InvoiceLanguage): string =>
  isHeld(invoice) ? `<div class="mark" aria-hidden="true">${escapeHtml(invoiceWords[lang].heldMark)}</div>\n` : ""

const heldNotice = (invoice: Invoice, lang: InvoiceLanguage): string => {
  if (!isHeld(invoice)) return ""
  const notices = invoice.holds.map((hold) => {
    const [notice, reason] = holdSentences(hold, lang).map(escapeHtml)
    return `<p><b>${notice}</b></p><p class="fine">${reason}</p>`
  })
  return `<section class="held" role="alert">${notices.join("")}</section>\n`
}

const joined = (lines: ReadonlyArray<string>): string => lines.map(escapeHtml).join("<br>")

const headOf = (seller: InvoiceParty): string => {
  const cvr = seller.cvr === undefined ? [] : [`CVR ${seller.cvr}`]
  const contact = seller.contact === undefined ? [] : [seller.contact]
  return `<header><p class="seller">${escapeHtml(seller.name)}</p><p class="fine">${joined([...seller.address, ...cvr, ...contact])}</p></header>`
}

const addresseeOf = ({ customer, issuedOn, points }: Invoice, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const facts: Array<readonly [string, string]> = []
  if (customer.number !== undefined) facts.push([words.customerNumber, customer.number])
  if (issuedOn !== undefined) facts.push([words.issued, dateText(issuedOn, lang)])
  for (const point of points) facts.push(...pointFacts(point, words))
  return `<section class="top">
<address>${joined([customer.name, ...customer.address])}</address>
<dl>${facts.map(([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>
</section>`
}

const pointFacts = (point: InvoicePoint, words: InvoiceWords): ReadonlyArray<readonly [string, string]> => {
  const facts: Array<readonly [string, string]> = [[words.meteringPoint, point.gsrn]]
  if (point.productionGsrn !== undefined) facts.push([words.production, point.productionGsrn])
  if (point.meterId !== undefined) facts.push([words.meter, point.meterId])
  facts.push([
    words.priceArea,
    point.gridArea === undefined
      ? point.priceArea
      : `${point.priceArea} (${words.gridArea.toLowerCase()} ${point.gridArea})`
  ])
  return facts
}

const payBox = (invoice: Invoice, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const sum = isHeld(invoice) ? words.heldSum : invoice.totalOere >= 0 ? words.toPay : words.credit
  // What is on hold may be a credit: without "to pay" or "in your favour" the sign says which.
  const amount = isHeld(invoice) ? invoice.totalOere : Math.abs(invoice.totalOere)
  return `<section class="pay">
<div><h1>${escapeHtml(titleOf(invoice, words))}</h1><p>${escapeHtml(periodText(invoice.period, lang))}</p>${energyFacts(invoice, lang)}</div>
<p class="sum">${escapeHtml(sum)}<strong>${amountText(amount, lang)} ${escapeHtml(
    words.currency
  )}</strong>${averageOf(invoice, lang)}</p>
</section>`
}

const energyFacts = ({ points }: Invoice, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const total = (of: "consumptionWh" | "productionWh" | "netConsumptionWh" | "surplusWh"): number =>
    points.reduce((sum, point) => sum + point[of], 0)
  const facts = [`${words.consumption} ${energyText(total("consumptionWh"), lang, 1)} kWh`]
  if (total("productionWh") > 0) {
    facts.push(
      `${words.produced.toLowerCase()} ${energyText(total("productionWh"), lang, 1)} kWh`,
      `${words.surplus.toLowerCase()} ${energyText(total("surplusWh"), lang, 1)} kWh`
    )
  }
  return `<p class="fine">${escapeHtml(facts.join(" · "))}</p>`
}

/** What a bought kWh cost with everything: the figure people compare. */
const averageOf = (invoice: Invoice, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const boughtWh = invoice.points.reduce((sum, point) => sum + point.netConsumptionWh, 0)
  if (boughtWh === 0 || invoice.totalOere < 0) return ""
  const average = dkkOf(exactOfNano(BigInt(invoice.totalOere) * 10_000_000n)).div(kwhOf(boughtWh))
  return `<span class="fine">${escapeHtml(words.netPaid)}: ${priceText(average, lang, 2)} ${escapeHtml(words.currency)}</span>`
}

const linesTable = (invoice: Invoice, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const sumRow = (term: string, amount: number, name = ""): string =>
    `<tr${name}><th scope="row" colspan="3">${escapeHtml(term)}</th><td>${amountText(amount, lang)}</td></tr>`
  return `<table>
<thead><tr><th scope="col">${escapeHtml(words.line)}</th><th scope="col">${escapeHtml(words.quantity)}</th><th scope="col">${escapeHtml(
    `${words.price}, ${words.perKwh}`
  )}</th><th scope="col">${escapeHtml(`${words.amount}, ${words.currency}`)}</th></tr></thead>
${invoice.groups.map((group) => groupRows(group, invoice, lang)).join("\n")}
<tfoot>
${sumRow(words.subtotal, invoice.subtotalOere)}
${sumRow(words.vat, invoice.vatOere)}
${sumRow(words.total, invoice.totalOere, ' class="total"')}
</tfoot>
</table>`
}

const groupRows = (group: InvoiceGroup, { points }: Invoice, lang: InvoiceLanguage): string => {
  const owner = group.kind === "grid" && group.ownerName !== undefined ? ` ${group.ownerName}` : ""
  const head = `<tr><th scope="rowgroup" colspan="3">${escapeHtml(invoiceWords[lang].groups[group.kind] + owner)}</th><td class="group">${amountText(
    group.amountOere,
    lang
  )}</td></tr>`
  return `<tbody>${head}${group.lines.map((line) => lineRow(line, points.length > 1, lang)).join("")}</tbody>`
}

const lineRow = (line: InvoiceLine, severalPoints: boolean, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const tags = [...(severalPoints ? [line.gsrn] : []), ...(line.withVat ? [] : [words.withoutVat])]
  const tag = tags.length === 0 ? "" : ` <span class="tag">${escapeHtml(tags.join(", "))}</span>`
  return `<tr><td>${explained(`${escapeHtml(lineName(line, lang))}${tag}`, line, lang)}</td><td>${escapeHtml(
    quantityText(line, lang)
  )}</td><td>${line.averagePrice === undefined ? "" : priceText(line.averagePrice, lang)}</td><td>${amountText(line.amountOere, lang)}</td></tr>`
}

/** The line's name, to be opened: which segments it has and what each is made of. */
const explained = (name: string, line: InvoiceLine, lang: InvoiceLanguage): string => {
  const segments = line.segments.map(
    (segment) =>
      `<p>${escapeHtml(periodText(segment.segment, lang))}</p><ul>${segmentExplanation(segment, lang)
        .map((sentence) => `<li>${escapeHtml(sentence)}</li>`)
        .join("")}</ul>`
  )
  return `<details><summary>${name}</summary><div class="why">${segments.join("")}</div></details>`
}

const notesOf = ({ warnings }: Invoice, lang: InvoiceLanguage): string => {
  if (warnings.length === 0) return ""
  const words = invoiceWords[lang]
  const items = warnings.map((warning) => `<li>${escapeHtml(words.warning(warning, periodText(warning, lang)))}</li>`)
  return `<section class="notes"><h2>${escapeHtml(words.warnings)}</h2><ul>${items.join("")}</ul></section>`
}

const chartsOf = (point: InvoicePoint, severalPoints: boolean, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const { profile } = point
  const produced = profile.days.some((day) => day.productionWh > 0)
    ? `<span class="made">${escapeHtml(words.produced)}</span>`
    : ""
  const heading = severalPoints ? `, ${words.meteringPoint.toLowerCase()} ${point.gsrn}` : ""
  const byDay =
    profile.days.length > 1
      ? `<figure><h2>${escapeHtml(words.chartByDay + heading)}</h2><p class="legend"><span>${escapeHtml(words.consumption)}</span>${produced}<span class="spot">${escapeHtml(
          words.spot
        )}</span></p>${dayChart(profile, lang)}</figure>`
      : ""
  return `${byDay}<figure><h2>${escapeHtml(words.chartByHour + heading)}</h2>${hourChart(profile, lang)}</figure>`
}
