import type { BigNumber } from "bignumber.js"
import { BigNumber as Decimal } from "bignumber.js"
import type { PriceVersion, TariffPrice, VatClass } from "../charges/index.ts"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import { dkkOf, type ExactDkk, kwhOf, type NanoDkk, type Oere, type Wh } from "../quantity/index.ts"

/** A stretch of supply in which no price, link, product or supply changes. Each is rounded by itself. */
export interface Segment extends Period {
  /** 0, 1, 2 … in time order. */
  readonly index: number
}

/** What a line is about. */
export type LineKind = "energy" | "tariff" | "subscription" | "fee" | "productSubscription" | "productionCredit"

/** Which readings a result rests on. */
export interface ReadingsBasis {
  readonly gsrn: Gsrn
  /** Newest registration among the readings used; undefined when none were. */
  readonly registeredUntil: Instant | undefined
  /** Only what was registered by then was looked at; undefined when everything was. */
  readonly asOf: Instant | undefined
  /** Intervals settled, and how many of them rest on an estimate (A03). */
  readonly intervals: number
  readonly estimatedIntervals: number
}

/** Why a line is what it is. */
export interface LineTrace {
  /** Version of the price, where the line has one. */
  readonly priceVersion?: PriceVersion<TariffPrice> | PriceVersion<NanoDkk> | undefined
  /** Pieces of a subscription or fee; days of the segment are counted in `monthDays`. */
  readonly pieces?: number | undefined
  /** Parts a line is the sum of, in words: spot, margin, below and above the heating limit, months. */
  readonly parts: ReadonlyArray<LinePart>
  readonly readings?: ReadingsBasis | undefined
}

/** One addend of a line. */
export interface LinePart {
  readonly label: string
  readonly quantityWh?: Wh | undefined
  readonly days?: number | undefined
  /** DKK per kWh or per month, when it is one price. */
  readonly price?: NanoDkk | undefined
  readonly amount: ExactDkk
}

/** What a line is built from. */
export interface SettlementLineFields {
  readonly kind: LineKind
  /** Key of the charge (`5790000432752/D03/EA-001`), or `product/energy`, `product/subscription`, `production/credit`. */
  readonly id: string
  readonly name: string
  readonly gsrn: Gsrn
  readonly segment: Segment
  /** Whole Wh; 0 for lines that are not per kWh. */
  readonly quantityWh: Wh
  readonly exact: ExactDkk
  readonly amountOere: Oere
  readonly vatClass: VatClass
  readonly isTax: boolean
  /** Evaluated when someone asks. */
  readonly trace: () => LineTrace
}

/** One line of a settlement: exact, rounded once, and able to say why it is what it is. */
export class SettlementLine implements SettlementLineFields {
  readonly kind: LineKind
  readonly id: string
  readonly name: string
  readonly gsrn: Gsrn
  readonly segment: Segment
  readonly quantityWh: Wh
  readonly exact: ExactDkk
  readonly amountOere: Oere
  readonly vatClass: VatClass
  readonly isTax: boolean
  readonly trace: () => LineTrace

  constructor(fields: SettlementLineFields) {
    this.kind = fields.kind
    this.id = fields.id
    this.name = fields.name
    this.gsrn = fields.gsrn
    this.segment = fields.segment
    this.quantityWh = fields.quantityWh
    this.exact = fields.exact
    this.amountOere = fields.amountOere
    this.vatClass = fields.vatClass
    this.isTax = fields.isTax
    this.trace = fields.trace
  }

  /** kWh, three decimals. */
  get kwh(): BigNumber {
    return kwhOf(this.quantityWh)
  }

  /** DKK without VAT, rounded half-even to 0.01. */
  get amount(): BigNumber {
    return new Decimal(this.amountOere).shiftedBy(-2)
  }

  /** DKK before rounding. */
  get exactAmount(): BigNumber {
    return dkkOf(this.exact)
  }

  /** DKK per kWh; undefined where there are no kWh. */
  get averagePrice(): BigNumber | undefined {
    return this.quantityWh === 0 ? undefined : this.exactAmount.div(this.kwh)
  }
}

/** Sums of the rounded lines, in whole øre, VAT on the rounded subtotal of the lines that carry it. */
export interface Totals {
  readonly subtotalOere: Oere
  readonly vatOere: Oere
  readonly totalOere: Oere
}

/** Something a person should know about a result that stands. */
export interface SettlementWarning extends Period {
  readonly kind: "estimatedReadings" | "adjustedReadings" | "readingsClippedToSupply"
  readonly gsrn: Gsrn
  readonly intervals: number
}

/** One settled metering point and period. Immutable; a correction is another one. */
export interface Settlement extends Totals {
  readonly gsrn: Gsrn
  readonly period: Period
  readonly segments: ReadonlyArray<Segment>
  /** In segment order; in a segment: energy, production credit, charges as linked (by key), product subscription. */
  readonly lines: ReadonlyArray<SettlementLine>
  /** As measured at the point, before netting. */
  readonly consumptionWh: Wh
  readonly productionWh: Wh
  /** What energy, tariffs and tax were settled on: consumption less netted production. */
  readonly netConsumptionWh: Wh
  /** Production left over after netting, credited at spot. */
  readonly surplusWh: Wh
  readonly readings: ReadonlyArray<ReadingsBasis>
  readonly warnings: ReadonlyArray<SettlementWarning>
}
