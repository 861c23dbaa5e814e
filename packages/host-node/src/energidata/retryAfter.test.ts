import { expect, it } from "@effect/vitest"
import { retryAfterMs } from "./retryAfter.ts"

const now = Date.UTC(2026, 10, 22, 12)

it.each([
  ["seconds", "90", 90_000],
  ["no time at all, which is a second", "0", 1_000],
  ["an HTTP date", "Sun, 22 Nov 2026 12:00:30 GMT", 30_000],
  ["a date of the old form", "Sunday, 22-Nov-26 12:02:00 GMT", 120_000],
  ["a date of asctime", "Sun Nov 22 12:00:05 2026", 5_000],
  ["a date that is over", "Sun, 22 Nov 2026 11:59:00 GMT", 1_000],
  ["nothing", undefined, 60_000],
  ["an empty text", " ", 60_000],
  ["a fraction, which is not in the rule", "1.5", 60_000],
  ["a negative number", "-5", 60_000],
  ["a word", "soon", 60_000],
  ["a day that is none", "Sun, 45 Nov 2026 12:00:30 GMT", 60_000]
])("reads Retry-After: %s", (_, header, waitMs) => {
  expect(retryAfterMs(header, now)).toBe(waitMs)
})
