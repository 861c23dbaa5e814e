import { describe, expect, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { aheadMs, makeClockWatch } from "./clockWatch.ts"

const noon = Date.UTC(2026, 0, 5, 12)
const DATE = "Mon, 05 Jan 2026 12:00:00 GMT"

describe("how far our clock is ahead", () => {
  it.each([
    ["the same", noon, noon, { date: DATE }, 0],
    ["within the second that a date has", noon + 999, noon + 999, { date: DATE }, 0],
    ["asked before and answered after: it may be right", noon - 400_000, noon + 400_000, { date: DATE }, 0],
    ["ahead", noon + 601_000, noon + 602_000, { date: DATE }, 600_000],
    ["behind", noon - 602_000, noon - 600_000, { date: DATE }, -600_000],
    ["no date", noon, noon, {}, undefined],
    ["no date that can be read", noon, noon, { date: "yesterday" }, undefined],
    ["an answer that a cache has kept", noon + 900_000, noon + 900_000, { date: DATE, age: "900" }, undefined]
  ])("%s", (_, askedAtMs, answeredAtMs, headers, expected) => {
    expect(aheadMs({ askedAtMs, answeredAtMs, headers })).toBe(expected)
  })
})

it.effect("tells once in either direction, with how much, and once that the clocks agree again", () =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${[message].flat().join(" ")}`))
    const watch = makeClockWatch()
    const see = (offsetMs: number) =>
      watch
        .see({ askedAtMs: noon + offsetMs, answeredAtMs: noon + offsetMs, headers: { date: DATE } })
        .pipe(Effect.provide(Logger.layer([logger])))
    yield* Effect.forEach([0, 299_000, 601_000, 602_000, 0, -600_000, -600_000, 0], see)
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "Warn The clock of this machine is 10m ahead of DataHub's",
      "Info The clock of this machine agrees with DataHub's again",
      "Warn The clock of this machine is 10m behind DataHub's",
      "Info The clock of this machine agrees with DataHub's again"
    ])
  })
)
