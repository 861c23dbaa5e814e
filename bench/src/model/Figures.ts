/** What a run of the model came to, beside what it found. */
export interface Figures {
  sequences: number
  steps: number
  invariantChecks: number
  crashes: number
  replays: number
}

export const noFigures = (): Figures => ({ sequences: 0, steps: 0, invariantChecks: 0, crashes: 0, replays: 0 })
