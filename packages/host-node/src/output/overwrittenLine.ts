import { Effect, Stdio } from "effect"

const CLEAR = "\r\u001b[2K"

/** One line of a terminal that is written over again and again; silent where there is no terminal. */
export interface OverwrittenLine {
  readonly show: (text: string) => void
  /** Takes the line away, if there is one. */
  readonly clear: () => void
}

export const overwrittenLine = (isTerminal: boolean, write: (text: string) => void): OverwrittenLine => {
  let isShown = false
  return {
    show: (text) => {
      if (!isTerminal) return
      isShown = true
      write(CLEAR + text)
    },
    clear: () => {
      if (isShown) write(CLEAR)
      isShown = false
    }
  }
}

/** On the error stream: what a command prints stays whole, also where it goes into a file. */
export const stderrLine: Effect.Effect<OverwrittenLine, never, Stdio.Stdio> = Effect.gen(function* () {
  const stdio = yield* Stdio.Stdio
  return overwrittenLine(yield* stdio.stderrIsTerminal, (text) => void process.stderr.write(text))
})
