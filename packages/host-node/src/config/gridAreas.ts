import { type PriceArea, priceAreaOfGridArea } from "@datahub-settlement/core"
import { Result } from "effect"
import type { ValueKind } from "./ConfigKey.ts"

export type PriceAreasByGridArea = ReadonlyMap<string, PriceArea>

/** Price areas of grid areas that are not known, or known wrongly: `998=DK1,999=DK2`. */
export const gridAreas: ValueKind<PriceAreasByGridArea> = {
  type: "grid area=price area, comma-separated",
  parse: (value) => {
    const pairs = value.split(",").map((pair) => /^\s*(\d{3})\s*=\s*(DK1|DK2)\s*$/.exec(pair))
    return pairs.every((pair) => pair !== null)
      ? Result.succeed(new Map(pairs.map((pair) => [pair[1]!, pair[2] as PriceArea])))
      : Result.fail("expected pairs such as 998=DK1,999=DK2")
  }
}

/** The price area of a grid area: what the operator says, else what is published. */
export const priceAreaIn =
  (said: PriceAreasByGridArea | undefined) =>
  (gridArea: string): PriceArea | undefined =>
    said?.get(gridArea) ?? priceAreaOfGridArea(gridArea)
