import type { Instant, Resolution } from "../market/index.ts"

/** An unbroken stretch of current readings in one resolution. Where nothing is registered the quality is `missing`. */
export interface ReadingStretch {
  readonly resolution: Resolution
  readonly start: Instant
  readonly quantitiesWh: Int32Array
  readonly qualities: Uint8Array
}
