import { createHash } from "node:crypto"

/** Ids that the same seed gives again: a demo is a world of its own, and its figures are to be the same each time. */
export interface DemoIds {
  /** For documents of ours and their parts, each one once. */
  readonly next: () => string
  /** A UUID that the seed and a name decide. */
  readonly runId: (name: string) => string
}

export const makeDemoIds = (seed: number): DemoIds => {
  let count = 0
  return {
    next: () => `demo-${String((count += 1)).padStart(4, "0")}`,
    runId: (name) => {
      const hex = createHash("sha256").update(`${seed}/${name}`).digest("hex")
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `8${hex.slice(17, 20)}`,
        hex.slice(20, 32)
      ].join("-")
    }
  }
}
