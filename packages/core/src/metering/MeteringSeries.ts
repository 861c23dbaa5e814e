import { type Instant, intervalMs, type MeteringPointType, type Period, type Resolution } from "../market/index.ts"
import type { Gsrn } from "../market/index.ts"

/** Energy in kWh: the one unit that is settled. */
export const KWH = "KWH"

/**
 * One series of readings as DataHub registered it: one metering point, one resolution, one unbroken stretch of time.
 * It is immutable; a correction is another series with a newer registration time.
 */
export interface MeteringSeries {
  readonly gsrn: Gsrn
  readonly meteringPointType: MeteringPointType
  /** Unit code, `KWH`. Another one is carried as it came, and refused when it is to be settled. */
  readonly unit: string
  readonly resolution: Resolution
  /** Start of the first interval. */
  readonly start: Instant
  /** Thousandths of the unit (Wh), one per interval; undefined in meaning where the quality says there is none. */
  readonly quantitiesWh: Int32Array
  /** {@link Quality}, one per interval. */
  readonly qualities: Uint8Array
  /** Text of quality codes that we do not know, by index. */
  readonly unknownQualities?: ReadonlyMap<number, string> | undefined
  /** When DataHub registered the values: the newest registration wins, whatever the order of arrival. */
  readonly registeredAt: Instant
  /** `mRID` of the document and of the series in it. */
  readonly messageId: string
  readonly transactionId: string
}

/** The time that a series covers. */
export const periodOf = (series: MeteringSeries): Period => ({
  from: series.start,
  to: series.start + series.quantitiesWh.length * intervalMs[series.resolution]
})
