/**
 * Quality of a reading, as small numbers so that a series keeps them in a `Uint8Array`. 1–4 can be settled, the others
 * stop the metering point: a missing, incomplete or unknown reading is never counted as zero.
 */
export const Quality = {
  /** A02, or a position that the document leaves out: there is no quantity. */
  missing: 0,
  /** A04, or no code at all (DataHub sends none for measured values). */
  measured: 1,
  /** A03. */
  estimated: 2,
  /** A06: calculated by DataHub. */
  calculated: 3,
  /** A01. */
  adjusted: 4,
  /** A05: some of what the value was made of was missing. */
  incomplete: 5,
  /** A code that is not in DataHub's list; the series carries its text. */
  unknown: 6
} as const
export type Quality = (typeof Quality)[keyof typeof Quality]

/** Whether a reading of this quality may be settled. */
export const isSettleable = (quality: number): boolean => quality >= Quality.measured && quality <= Quality.adjusted

/** CIM code of a quality, as in RSM-012. */
export const cimCodeOfQuality = { 0: "A02", 1: "A04", 2: "A03", 3: "A06", 4: "A01", 5: "A05", 6: "unknown" } as const
