import type { ProductTerms } from "../charges/index.ts"
import { clip, endOf, type Instant, type Period, type Validity } from "../market/index.ts"
import type { LinkedCharge } from "./linkedCharges.ts"
import type { Segment } from "./Settlement.ts"

/** What can split a period. */
export interface SegmentCauses {
  readonly supplied: ReadonlyArray<Period>
  readonly linked: ReadonlyArray<LinkedCharge>
  readonly product: ReadonlyArray<ProductTerms>
  /** Prices that are not linked but used: the reduced tax of electric heating. */
  readonly otherVersions: ReadonlyArray<Validity>
  /** Splits that another settlement has, so that the two can be compared line by line. */
  readonly alsoAt: ReadonlyArray<Instant>
}

/**
 * The supplied periods, split wherever a linked charge's price, a link, the product or the supply changes: all lines
 * are split there, and each part is rounded by itself. Fees are events and split nothing.
 */
export const segmentsOf = (causes: SegmentCauses): ReadonlyArray<Segment> => {
  const segments: Array<Segment> = []
  for (const period of causes.supplied) {
    const cuts = cutsWithin(period, causes)
    let from = period.from
    for (const to of cuts) {
      segments.push({ index: segments.length, from, to })
      from = to
    }
    segments.push({ index: segments.length, from, to: period.to })
  }
  return segments
}

const cutsWithin = (period: Period, causes: SegmentCauses): ReadonlyArray<Instant> => {
  const cuts: Array<Instant> = []
  const add = (instant: Instant): void => {
    if (period.from < instant && instant < period.to && !cuts.includes(instant)) cuts.push(instant)
  }
  const addEnds = (validity: Validity): void => {
    add(validity.from)
    add(endOf(validity))
  }
  for (const { link, plan } of causes.linked) {
    if (plan.charge.kind === "fee") continue
    addEnds(link)
    const linkedPart = clip(link, period)
    if (linkedPart === undefined) continue
    for (const version of plan.versions) {
      const held = clip(version, linkedPart)
      if (held !== undefined) addEnds(held)
    }
  }
  for (const terms of causes.product) addEnds(terms)
  for (const version of causes.otherVersions) addEnds(version)
  for (const instant of causes.alsoAt) add(instant)
  return cuts.length > 1 ? cuts.sort((a, b) => a - b) : cuts
}
