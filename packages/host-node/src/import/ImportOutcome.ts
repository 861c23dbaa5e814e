import type { FolderNotice, FolderProblem } from "../folder/FolderProblem.ts"

/** What an import did; all counts are 0 when everything was known already. */
export interface ImportOutcome {
  /** JSON files that were read. */
  readonly files: number
  /** Local days of metering points that were added to the ledger. */
  readonly readingDays: number
  /** RSM-012 documents that the ledger had already. */
  readonly knownMessages: number
  /** Versions of metering points, supply, contracts and charge links. */
  readonly portfolio: { readonly added: number; readonly superseded: number }
  /** Versions of what is paid in advance. */
  readonly aconto: { readonly added: number; readonly superseded: number }
  /** Price versions of charges. */
  readonly prices: { readonly added: number; readonly superseded: number }
  /** Intervals of spot prices. */
  readonly spotPrices: { readonly added: number; readonly revised: number }
  readonly problems: ReadonlyArray<FolderProblem>
  readonly notices: ReadonlyArray<FolderNotice>
}
