/** A document and where it comes from: a file, a URL. */
export interface SourcedDocument {
  readonly source: string
  /** JSON text, or the parsed value. */
  readonly content: unknown
}

/** What keeps a document from being used, for a person. */
export interface SourceProblem {
  readonly source: string
  readonly message: string
}
