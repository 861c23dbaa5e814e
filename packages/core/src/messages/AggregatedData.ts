import type { GridArea, MeteringPointType, Period } from "../market/index.ts"
import type { CimHeader } from "./CimHeader.ts"

/** D01 flex, E02 non-profiled; an unknown code is carried. */
export type SettlementMethod = "D01" | "E02" | (string & {})

/** Which correction run of D32: D01 first, D02 second, D03 third; an unknown code is carried. */
export type SettlementVersion = "D01" | "D02" | "D03" | (string & {})

/**
 * The energy of all metering points of one kind in a grid area, interval by interval: what DataHub has settled us by.
 *
 * Which run it is (D03, D04, D05, D32) says the document's process type. Of several for the same grid area, supplier,
 * balance responsible, point type, settlement method, process type, settlement version and period the highest
 * {@link version} holds. A series that is missing (A02) throughout takes back what was sent before: there is nothing
 * left to settle.
 */
export interface AggregatedSeries {
  readonly transactionId: string
  /** Transaction id of the request (RSM-016) that this answers. */
  readonly answers?: string | undefined
  /** Number of the calculation. */
  readonly version: bigint
  readonly gridArea: GridArea
  /** GLN or EIC; so are the balance responsible's. */
  readonly supplier?: string | undefined
  readonly balanceResponsible?: string | undefined
  readonly meteringPointType: MeteringPointType
  readonly settlementMethod?: SettlementMethod | undefined
  /** Only with process type D32. */
  readonly settlementVersion?: SettlementVersion | undefined
  /** Product code, `8716867000030` for active energy. */
  readonly product: string
  /** Unit code, `KWH`. */
  readonly unit: string
  /** PT15M or PT1H (before May 2023); another one is carried. */
  readonly resolution: string
  readonly period: Period
  /**
   * Thousandths of the unit (Wh), whole numbers, one for each interval; undefined in meaning where the quality says
   * that there is none. Sums of a grid area outgrow 32 bits.
   */
  readonly quantitiesWh: Float64Array
  /** `Quality`, one for each interval. */
  readonly qualities: Uint8Array
  /** Text of quality codes that we do not know, by index. */
  readonly unknownQualities?: ReadonlyMap<number, string> | undefined
}

/** What one RSM-014 document holds. */
export interface AggregatedData {
  readonly header: CimHeader
  readonly series: ReadonlyArray<AggregatedSeries>
}
