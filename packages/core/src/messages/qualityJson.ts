import { cimCodeOfQuality, Quality } from "../metering/index.ts"
import type { JsonObject } from "./json.ts"

/** The quality of a calculated result as DataHub writes it: none for what is measured, or not said (A04). */
export const qualityJson = (
  {
    qualities,
    unknownQualities
  }: {
    readonly qualities: Uint8Array
    readonly unknownQualities?: ReadonlyMap<number, string> | undefined
  },
  index: number
): JsonObject | undefined => {
  const quality = qualities[index] as Quality
  if (quality === Quality.measured) return undefined
  const code = quality === Quality.unknown ? unknownQualities?.get(index) : undefined
  return { value: code ?? cimCodeOfQuality[quality] }
}
