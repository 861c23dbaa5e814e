import type { PriceArea } from "./codes.ts"

/**
 * Price areas of grid areas, as far as they are published (Energi Data Service's price list and grid companies' own
 * lists, 2026). No document of DataHub says it. A grid area that is not here has to be named by whoever runs the host.
 */
const published: Readonly<Record<PriceArea, string>> = {
  DK1: "016 031 042 051 131 141 151 154 233 244 245 331 342 344 347 348 351 370 381 384 385 396 531 532 533 543 584",
  DK2: "740 757 791 854 860 911"
}

const byGridArea: ReadonlyMap<string, PriceArea> = new Map(
  (["DK1", "DK2"] as const).flatMap((area) => published[area].split(" ").map((gridArea) => [gridArea, area] as const))
)

/**
 * The price area that a grid area lies in: the Great Belt parts them.
 *
 * @example
 * import { priceAreaOfGridArea } from "@datahub-settlement/core"
 *
 * priceAreaOfGridArea("791") // => "DK2"
 * priceAreaOfGridArea("999") // => undefined
 */
export const priceAreaOfGridArea = (gridArea: string): PriceArea | undefined => byGridArea.get(gridArea)
