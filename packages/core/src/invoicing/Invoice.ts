import type { BigNumber } from "bignumber.js"
import type { Gln, Gsrn, Instant, LocalDate, Period, PriceArea } from "../market/index.ts"
import type { ExactDkk, NanoDkk, Oere, Wh } from "../quantity/index.ts"
import type {
  LineKind,
  Settlement,
  SettlementLine,
  SettlementRequest,
  SettlementWarning,
  Totals
} from "../settlement/index.ts"

/** Who sends or receives an invoice. */
export interface InvoiceParty {
  readonly name: string
  /** As on an envelope, one line each. */
  readonly address: ReadonlyArray<string>
  /** Customer number of the receiver. */
  readonly number?: string | undefined
  readonly cvr?: string | undefined
  /** Where to ask: a mail address or telephone number. */
  readonly contact?: string | undefined
}

/** A settled metering point together with what it was settled from, and what the invoice tells about the place. */
export interface InvoicedPoint {
  readonly settlement: Settlement
  readonly request: SettlementRequest
  readonly address?: ReadonlyArray<string> | undefined
  readonly gridArea?: string | undefined
  readonly meterId?: string | undefined
}

/** Nothing of a metering point is to be billed from an instant on: a `BillingHold` is one. */
export interface InvoiceHold {
  readonly gsrn: Gsrn
  readonly from: Instant
  /** The process that says so, and why: for whoever looks at the invoice before it may be sent. */
  readonly processId: string
  readonly why: string
}

/** What an invoice is made of. */
export interface InvoiceRequest {
  readonly seller: InvoiceParty
  readonly customer: InvoiceParty
  /** One metering point or several. */
  readonly points: ReadonlyArray<InvoicedPoint>
  readonly issuedOn?: LocalDate | undefined
  /** Names of charge owners, by GLN: charges do not carry them. */
  readonly ownerNames?: Readonly<Record<string, string>> | undefined
  /** Holds that are not released, of any metering point; those that reach what is invoiced are kept. */
  readonly holds?: ReadonlyArray<InvoiceHold> | undefined
}

/** Energy of one local day. */
export interface DayEnergy {
  readonly date: LocalDate
  /** 23, 24 or 25. */
  readonly hours: number
  /** As measured at the point, only in our supply. */
  readonly consumptionWh: Wh
  readonly productionWh: Wh
  /** Mean spot price of the day, rounded to whole nano-DKK: to look at, not to settle with. */
  readonly spotNanoDkkPerKwh: NanoDkk | undefined
}

/** Energy over the days of a period and over the hours of a day. */
export interface EnergyProfile {
  readonly days: ReadonlyArray<DayEnergy>
  /** Consumption by local hour, 24 sums; the doubled hour of October adds to hour 2. */
  readonly consumptionWhByHour: ReadonlyArray<Wh>
}

/** A metering point on an invoice. */
export interface InvoicePoint {
  readonly gsrn: Gsrn
  readonly priceArea: PriceArea
  readonly productionGsrn: Gsrn | undefined
  readonly address: ReadonlyArray<string>
  readonly gridArea: string | undefined
  readonly meterId: string | undefined
  readonly consumptionWh: Wh
  readonly productionWh: Wh
  readonly netConsumptionWh: Wh
  readonly surplusWh: Wh
  readonly profile: EnergyProfile
}

/** One line: all segments of a charge at a metering point. */
export interface InvoiceLine {
  readonly id: string
  readonly kind: LineKind
  readonly name: string
  readonly gsrn: Gsrn
  readonly quantityWh: Wh
  /** Local days that the segments cover: what subscriptions are counted by. */
  readonly days: number
  /** DKK per kWh; undefined where there are no kWh. */
  readonly averagePrice: BigNumber | undefined
  readonly exact: ExactDkk
  /** Sum of the segments' rounded amounts. */
  readonly amountOere: Oere
  readonly withVat: boolean
  /** In time order; each was rounded by itself. */
  readonly segments: ReadonlyArray<SettlementLine>
}

/** Who gets the money: the supplier, the grid company, Energinet as system operator, the state. */
export type GroupKind = "supply" | "grid" | "system" | "tax"

/** Lines that belong together. */
export interface InvoiceGroup {
  readonly kind: GroupKind
  /** Owner of the charges; undefined for the supplier's own lines. */
  readonly owner: Gln | undefined
  readonly ownerName: string | undefined
  readonly lines: ReadonlyArray<InvoiceLine>
  readonly amountOere: Oere
}

/** What a customer is to be shown: plain data, ready for any renderer. Amounts are whole øre, VAT apart. */
export interface Invoice extends Totals {
  readonly seller: InvoiceParty
  readonly customer: InvoiceParty
  readonly issuedOn: LocalDate | undefined
  /** From the first settled day to the last, half-open. */
  readonly period: Period
  readonly points: ReadonlyArray<InvoicePoint>
  /** Supply, grid companies, Energinet, tax. */
  readonly groups: ReadonlyArray<InvoiceGroup>
  readonly warnings: ReadonlyArray<SettlementWarning>
  /** Why it is not to be sent for now; empty where it may be. */
  readonly holds: ReadonlyArray<InvoiceHold>
}
