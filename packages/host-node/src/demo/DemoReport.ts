import {
  type Gsrn,
  Inbox,
  type Invoice,
  kwhText,
  MarketCalendar,
  oereText,
  Outbox,
  rsmNumbers
} from "@datahub-settlement/core"
import { waitingCounts } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import type { SettledCorrection, SettledMonth } from "./settling.ts"
import type { Stage } from "./Stage.ts"

/** Messages of one kind. */
export interface MessageCount {
  /** `RSM-012 NotifyValidatedMeasureData` */
  readonly document: string
  readonly process: string
  readonly count: number
}

/** What came of the story: figures and nothing that differs from one time to the next. */
export interface DemoReport {
  readonly received: ReadonlyArray<MessageCount>
  readonly sent: ReadonlyArray<MessageCount>
  readonly deadLetters: number
  readonly parked: number
  readonly unsent: number
  readonly readings: number
  readonly correctedDays: number
  readonly filledGaps: number
  readonly runId: string
  readonly totalOere: number
  readonly notSettled: ReadonlyArray<string>
  readonly invoices: ReadonlyArray<InvoiceRow>
  /** The metering point whose invoice is shown in full: one with production where there is one. */
  readonly shown: Gsrn | undefined
  readonly corrections: ReadonlyArray<CorrectionRow>
}

/** An invoice in a line. */
export interface InvoiceRow {
  readonly customer: string
  readonly gsrn: Gsrn
  readonly product: string
  readonly kwh: string
  readonly days: number
  readonly total: string
  /** It is not to be sent for now. */
  readonly onHold: boolean
}

/** A correction in a line. */
export interface CorrectionRow {
  readonly customer: string
  readonly gsrn: Gsrn
  readonly days: ReadonlyArray<string>
  readonly kwh: string
  readonly total: string
}

const ALL = 10_000

/** What was exchanged with DataHub, by kind. */
const exchanged = Effect.gen(function* () {
  const received = yield* (yield* Inbox).messages({ limit: ALL })
  const sent = yield* (yield* Outbox).list({ limit: ALL })
  const counts = yield* waitingCounts
  return {
    received: countsOf(received.map(({ document, processType }) => [labelOf(document), processType ?? ""])),
    sent: countsOf(sent.map(({ document, processType }) => [labelOf(document), processType])),
    deadLetters: counts.deadLetters,
    parked: counts.parkedParts,
    unsent: sent.filter(({ state }) => state !== "sent").length
  }
})

const rsms: Readonly<Record<string, string>> = rsmNumbers

const labelOf = (document: string | undefined): string =>
  document === undefined ? "(unreadable)" : `${rsms[document] ?? ""} ${document}`.trim()

const countsOf = (kinds: ReadonlyArray<readonly [document: string, process: string]>): ReadonlyArray<MessageCount> =>
  [...Map.groupBy(kinds, (kind) => kind.join("\n")).values()]
    .map((alike): MessageCount => ({ document: alike[0]![0], process: alike[0]![1], count: alike.length }))
    .sort((a, b) => b.count - a.count || `${a.document} ${a.process}`.localeCompare(`${b.document} ${b.process}`, "en"))

/** Puts together what is told at the end. */
export const demoReport = Effect.fnUntraced(function* (
  { news }: Stage,
  billed: SettledMonth,
  invoices: ReadonlyArray<Invoice>,
  corrections: ReadonlyArray<SettledCorrection>
) {
  const names = new Map(invoices.map(({ customer, points }) => [points[0]!.gsrn, customer.name]))
  return {
    ...(yield* exchanged),
    readings: news.readings,
    correctedDays: news.corrections,
    filledGaps: news.filled,
    runId: billed.run.runId,
    totalOere: billed.progress.totalOere,
    notSettled: billed.failures.map(({ message }) => message),
    invoices: invoices.map(invoiceRow),
    shown: (invoices.find(hasProduction) ?? invoices[0])?.points[0]?.gsrn,
    corrections: corrections.map(({ correction, days, gsrn }) => ({
      customer: names.get(gsrn) ?? "",
      gsrn,
      days,
      kwh: kwhText(correction.netConsumptionWh),
      total: oereText(correction.totalOere)
    }))
  } satisfies DemoReport
})

const hasProduction = ({ points }: Invoice): boolean => points[0]?.productionGsrn !== undefined

const invoiceRow = ({ customer, groups, holds, period, points, totalOere }: Invoice): InvoiceRow => ({
  customer: customer.name,
  gsrn: points[0]!.gsrn,
  product: productOfInvoice(groups),
  kwh: kwhText(points[0]!.consumptionWh),
  days: MarketCalendar.localDays(period).length,
  total: oereText(totalOere),
  onHold: holds.length > 0
})

/** `Spot`, or with what is produced `Spot, solar`. */
const productOfInvoice = (groups: Invoice["groups"]): string => {
  const own = groups.find(({ kind }) => kind === "supply")?.lines ?? []
  const energy = own.find(({ kind }) => kind === "energy")
  return `${energy?.name ?? ""}${own.some(({ kind }) => kind === "productionCredit") ? ", solar" : ""}`
}
