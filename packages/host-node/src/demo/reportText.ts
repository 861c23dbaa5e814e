import { type Invoice, oereText, renderInvoiceText } from "@datahub-settlement/core"
import { textTable } from "../run/textTable.ts"
import type { CorrectionRow, DemoReport, InvoiceRow, MessageCount } from "./DemoReport.ts"

/** How the report is written. */
export interface ReportStyle {
  readonly colour: boolean
  /** Columns there are. */
  readonly width: number
}

/** What came of the demo, and its commands to go on with, for people to read. */
export const reportText = (
  report: DemoReport,
  invoice: Invoice | undefined,
  places: { readonly invoices: string; readonly next: ReadonlyArray<string> },
  { colour, width }: ReportStyle
): string => {
  const head = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m\n` : `${text}\n`)
  const parts = [
    head("Messages received from the simulated DataHub") + messagesText(report.received) + troublesText(report),
    head("Documents sent") + messagesText(report.sent),
    head("Invoices for January 2026") + invoicesText(report.invoices) + totalText(report),
    ...(report.corrections.length === 0
      ? []
      : [head("Corrections that came after the run") + correctionsText(report.corrections)]),
    ...(invoice === undefined ? [] : [renderInvoiceText(invoice, { width, colour })]),
    `All invoices as pages: ${places.invoices}\n`,
    head("Where to look next") + places.next.map((line) => `  ${line}\n`).join("")
  ]
  return `\n${parts.join("\n")}`
}

const messagesText = (counts: ReadonlyArray<MessageCount>): string =>
  textTable(
    [
      { head: "Document", align: "left" },
      { head: "Process", align: "left" },
      { head: "Count", align: "right" }
    ],
    counts.map(({ count, document, process }) => [document, process, String(count)])
  )

const troublesText = ({ correctedDays, deadLetters, filledGaps, parked, readings, unsent }: DemoReport): string =>
  [
    `Dead letters ${deadLetters}, parked ${parked}, unsent ${unsent}.`,
    `${readings.toLocaleString("en-US")} readings stored, ${correctedDays} days corrected, ${filledGaps} gaps filled later.\n`
  ].join(" ")

const invoicesText = (invoices: ReadonlyArray<InvoiceRow>): string =>
  textTable(
    [
      { head: "Customer", align: "left" },
      { head: "Metering point", align: "left" },
      { head: "Product", align: "left" },
      { head: "Days", align: "right" },
      { head: "kWh", align: "right" },
      { head: "DKK incl. VAT", align: "right" },
      { head: "", align: "left" }
    ],
    invoices.map(({ customer, days, gsrn, kwh, onHold, product, total }) => [
      customer,
      gsrn,
      product,
      String(days),
      kwh,
      total,
      onHold ? "on hold" : ""
    ])
  )

const totalText = ({ invoices, notSettled, totalOere }: DemoReport): string => {
  const held = invoices.filter(({ onHold }) => onHold).length
  return [
    `${invoices.length} invoices, ${oereText(totalOere)} DKK including VAT.\n`,
    ...(held === 0 ? [] : [`${held} of them on hold: not to be sent, pages in on-hold.\n`]),
    ...notSettled.map((message) => `Not settled: ${message}\n`)
  ].join("")
}

const correctionsText = (corrections: ReadonlyArray<CorrectionRow>): string =>
  textTable(
    [
      { head: "Customer", align: "left" },
      { head: "Metering point", align: "left" },
      { head: "Days", align: "left" },
      { head: "kWh", align: "right" },
      { head: "DKK incl. VAT", align: "right" }
    ],
    corrections.map(({ customer, days, gsrn, kwh, total }) => [customer, gsrn, daysText(days), kwh, total])
  )

const daysText = (days: ReadonlyArray<string>): string => {
  const [first, ...more] = days
  return more.length === 0 ? (first ?? "") : `${first} and ${more.length} more`
}
