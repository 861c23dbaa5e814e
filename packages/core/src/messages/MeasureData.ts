import type { Gsrn, Instant, MeteringPointType, Period } from "../market/index.ts"
import type { MeteringSeries } from "../metering/index.ts"
import type { CimHeader } from "./CimHeader.ts"

/** A point as it stands in a document, its codes and numbers untouched. */
export interface WirePoint {
  /** 1-based. */
  readonly position: number
  readonly quality?: string | undefined
  readonly quantity?: number | undefined
}

/** A series in a resolution that is not settled interval by interval (P1M, P1D, P1Y): carried as it came. */
export interface OtherSeries {
  readonly gsrn: Gsrn
  readonly meteringPointType: MeteringPointType
  readonly unit: string
  readonly resolution: string
  readonly period: Period
  readonly points: ReadonlyArray<WirePoint>
  readonly registeredAt: Instant
  readonly messageId: string
  readonly transactionId: string
}

/** What one RSM-012 document holds. */
export interface MeasureData {
  readonly header: CimHeader
  /** Hourly and quarter-hourly series, in the order of the document. */
  readonly series: ReadonlyArray<MeteringSeries>
  readonly otherSeries: ReadonlyArray<OtherSeries>
  /** In an answer to RSM-015: transaction id of a series → transaction id of the request it answers. */
  readonly answers: ReadonlyMap<string, string>
}
