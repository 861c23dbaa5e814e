import { LocalDate } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { makeTeller, type TellerStyle } from "./Teller.ts"

const date = LocalDate.make("2026-01-14")
const standing = { date, share: 0.5, messages: 1200, readings: 34_000, corrections: 5 }

/** What a day with news writes, followed by a day without. */
const written = (style: Partial<TellerStyle>): string => {
  const texts: Array<string> = []
  const teller = makeTeller((text) => texts.push(text), { isTerminal: true, colour: false, columns: 80, ...style })
  const told = [
    teller.standing(standing),
    teller.happened(date, "a correction"),
    teller.standing(standing),
    teller.done
  ]
  Effect.runSync(Effect.all(told, { discard: true }))
  return texts.join("")
}

const clear = "\r\u001b[2K"
const line = "2026-01-14  ████████░░░░░░░░  1,200 messages, 34,000 readings, 5 corrected days"

it("moves one line on a terminal, with the news above it, and takes it away", () => {
  expect(written({})).toBe(`${clear}${line}${clear}2026-01-14  a correction\n${line}${clear}${line}${clear}`)
})

it("never fills the last column, where the line would wrap and stay", () => {
  expect(written({ columns: 40 })).toContain(`${clear}${line.slice(0, 39)}${clear}`)
})

it("colours only where it is told to", () => {
  expect(written({ colour: true })).toContain("\u001b[2m2026-01-14\u001b[0m  a correction")
})

it("writes plain lines without a terminal, one for a week of days", () => {
  expect(written({ isTerminal: false })).toBe(
    "2026-01-14  1,200 messages, 34,000 readings, 5 corrected days\n2026-01-14  a correction\n"
  )
})
