import type { ChargesRecorded, Validity } from "@datahub-settlement/core"
import type { LeftOut } from "./readPriceList.ts"
import type { SourceProblem } from "./SourcedDocument.ts"

/** A price that was known and is named by the list no longer. */
export interface EndedPrice extends Validity {
  readonly charge: string
}

/** What an intake of price lists did. */
export interface PriceListOutcome {
  /** Charges that the lists hold and that were recorded or known already. */
  readonly charges: number
  readonly recorded: ChargesRecorded
  readonly ended: ReadonlyArray<EndedPrice>
  /** Rows of kinds that are not known here. */
  readonly skipped: ReadonlyArray<LeftOut>
  /** Charges with a faulty row: none of their rows was used. */
  readonly refused: ReadonlyArray<LeftOut>
  /** What was asked for and is not in the list. */
  readonly missing: ReadonlyArray<string>
  readonly problems: ReadonlyArray<SourceProblem>
}

/** Before anything was done. */
export const noPriceListOutcome: PriceListOutcome = {
  charges: 0,
  recorded: { charges: 0, added: 0, superseded: 0 },
  ended: [],
  skipped: [],
  refused: [],
  missing: [],
  problems: []
}

/** What two intakes did together. */
export const plusOutcome = (a: PriceListOutcome, b: PriceListOutcome): PriceListOutcome => ({
  charges: a.charges + b.charges,
  recorded: {
    charges: a.recorded.charges + b.recorded.charges,
    added: a.recorded.added + b.recorded.added,
    superseded: a.recorded.superseded + b.recorded.superseded
  },
  ended: [...a.ended, ...b.ended],
  skipped: [...a.skipped, ...b.skipped],
  refused: [...a.refused, ...b.refused],
  missing: [...a.missing, ...b.missing],
  problems: [...a.problems, ...b.problems]
})
