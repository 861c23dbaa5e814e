/** A part of a document that is understood but cannot be used: carried with its reason, so that nothing is lost. */
export interface Skipped {
  /** Where it stands in the document. */
  readonly path: string
  readonly reason: string
}
