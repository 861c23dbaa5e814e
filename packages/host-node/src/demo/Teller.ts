import type { LocalDate } from "@datahub-settlement/core"
import { Effect } from "effect"

/** How far the story is. */
export interface Standing {
  readonly date: LocalDate
  /** Of the whole story, from 0 to 1. */
  readonly share: number
  readonly messages: number
  readonly readings: number
  readonly corrections: number
}

/** Tells people what happens while it happens. */
export interface Teller {
  readonly happened: (date: LocalDate, text: string) => Effect.Effect<void>
  readonly standing: (standing: Standing) => Effect.Effect<void>
  /** Takes the moving line away. */
  readonly done: Effect.Effect<void>
}

/** Where the telling goes. */
export interface TellerStyle {
  readonly isTerminal: boolean
  readonly colour: boolean
  /** Of the terminal. */
  readonly columns: number
}

const CLEAR = "\r\u001b[2K"
const BAR_CELLS = 16
/** Without a terminal a line now and then is enough. */
const DAYS_BETWEEN_LINES = 7

export const silentTeller: Teller = {
  happened: () => Effect.void,
  standing: () => Effect.void,
  done: Effect.void
}

/** One line that moves, with what happens above it; plain lines where there is no terminal. */
export const makeTeller = (write: (text: string) => void, { colour, columns, isTerminal }: TellerStyle): Teller => {
  let moving = ""
  let days = 0
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text)
  return {
    happened: (date, text) => Effect.sync(() => write(`${isTerminal ? CLEAR : ""}${dim(date)}  ${text}\n${moving}`)),
    standing: (standing) =>
      Effect.sync(() => {
        if (isTerminal) {
          // A line that is as wide as the terminal would wrap, and could not be taken away.
          moving = standingText(standing).slice(0, columns - 1)
          write(CLEAR + moving)
        } else if (days++ % DAYS_BETWEEN_LINES === 0) write(`${standing.date}  ${countsText(standing)}\n`)
      }),
    done: Effect.sync(() => {
      if (moving !== "") write(CLEAR)
      moving = ""
    })
  }
}

const countsText = ({ corrections, messages, readings }: Standing): string =>
  `${whole(messages)} messages, ${whole(readings)} readings, ${whole(corrections)} corrected days`

const standingText = (standing: Standing): string => {
  const filled = Math.floor(standing.share * BAR_CELLS)
  return `${standing.date}  ${"█".repeat(filled)}${"░".repeat(BAR_CELLS - filled)}  ${countsText(standing)}`
}

const whole = (count: number): string => count.toLocaleString("en-US")
