import { Effect } from "effect"
import type { OverwrittenLine } from "./overwrittenLine.ts"

/** Tells how far a long job is, on a terminal's error stream and nowhere else. */
export interface Progress {
  readonly at: (what: "reading" | "settling", index: number, count: number) => Effect.Effect<void>
  /** Takes the line away again. */
  readonly done: Effect.Effect<void>
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const WORDS = { reading: "Reading", settling: "Settling" } as const

/** A job of fewer steps than this is over before anyone can read. */
const STEPS_MIN = 50

/** A line that is written over at each percent. */
export const makeProgress = ({ clear, show }: OverwrittenLine): Progress => {
  let shown: number | undefined
  return {
    at: (what, index, count) =>
      Effect.sync(() => {
        const percent = Math.floor((index / count) * 100)
        if (count < STEPS_MIN || shown === percent) return
        shown = percent
        show(`${FRAMES[percent % FRAMES.length]} ${WORDS[what]} ${index}/${count} (${percent} %)`)
      }),
    done: Effect.sync(() => {
      clear()
      shown = undefined
    })
  }
}
