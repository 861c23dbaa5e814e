import { Effect } from "effect"

/** Tells how far a long job is, on a terminal's error stream and nowhere else. */
export interface Progress {
  readonly at: (what: "reading" | "settling", index: number, count: number) => Effect.Effect<void>
  /** Takes the line away again. */
  readonly done: Effect.Effect<void>
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const CLEAR = "\r\u001b[2K"
const WORDS = { reading: "Reading", settling: "Settling" } as const

/** A job of fewer steps than this is over before anyone can read. */
const STEPS_MIN = 50

/** A line that is written over at each percent; silent when the stream is no terminal. */
export const makeProgress = (isTerminal: boolean, write: (text: string) => void): Progress => {
  if (!isTerminal) return { at: () => Effect.void, done: Effect.void }
  let shown = ""
  return {
    at: (what, index, count) =>
      Effect.sync(() => {
        const percent = Math.floor((index / count) * 100)
        const line = `${FRAMES[percent % FRAMES.length]} ${WORDS[what]} ${index}/${count} (${percent} %)`
        if (count < STEPS_MIN || shown.endsWith(`(${percent} %)`)) return
        shown = line
        write(CLEAR + line)
      }),
    done: Effect.sync(() => {
      if (shown !== "") write(CLEAR)
      shown = ""
    })
  }
}
