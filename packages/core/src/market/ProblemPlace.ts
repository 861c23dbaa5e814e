import type { Gsrn } from "./Gsrn.ts"
import { formatPeriod, type Period } from "./Instant.ts"

/** What every problem with a metering point says: which point, which charge or price, and when. */
export interface ProblemPlace extends Period {
  readonly gsrn: Gsrn
  /** Key of the charge, `spot DK1`, the product's name; absent where readings or supply are concerned. */
  readonly charge?: string | undefined
}

/** The place in words, for the message of a problem. */
export const placeText = ({ gsrn, charge, from, to }: ProblemPlace): string => {
  const period = formatPeriod({ from, to: Number.isFinite(to) ? to : undefined })
  return `metering point ${gsrn}${charge === undefined ? "" : `, ${charge}`}, ${period}`
}
