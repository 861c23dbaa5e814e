/** What a run of the model came to, beside what it found. */
export interface Figures {
  sequences: number
  steps: number
  invariantChecks: number
  crashes: number
  replays: number
  /** Last bills that were reckoned by hand as well. */
  lastBills: number
  /** Steps by kind; answers that came late and words of support, by what they say. */
  readonly byKind: Record<string, number>
}

export const noFigures = (): Figures => ({
  sequences: 0,
  steps: 0,
  invariantChecks: 0,
  crashes: 0,
  replays: 0,
  lastBills: 0,
  byKind: {}
})

export const count = ({ byKind }: Figures, kind: string): void => {
  byKind[kind] = (byKind[kind] ?? 0) + 1
}
