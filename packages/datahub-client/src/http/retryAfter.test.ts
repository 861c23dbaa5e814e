import { expect, it } from "@effect/vitest"
import { Duration } from "effect"
import { retryAfterOf } from "./retryAfter.ts"

const now = Date.UTC(2026, 0, 5, 12, 0, 0)

const secondsOf = (headers: Readonly<Record<string, string>>): number | undefined => {
  const duration = retryAfterOf(headers, now)
  return duration === undefined ? undefined : Duration.toSeconds(duration)
}

it.each([
  [{}, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "1.5" }, undefined],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": " 120 " }, 120],
  [{ "retry-after": "Mon, 05 Jan 2026 12:00:30 GMT" }, 30],
  [{ "retry-after": "Monday, 05-Jan-26 12:00:30 GMT" }, 30],
  [{ "retry-after": "Mon Jan  5 12:00:30 2026" }, 30],
  // In the past is now.
  [{ "retry-after": "Mon, 05 Jan 2026 11:00:00 GMT" }, 0],
  // A clock that is an hour behind ours: the time between its own dates counts.
  [{ "retry-after": "Mon, 05 Jan 2026 11:00:10 GMT", date: "Mon, 05 Jan 2026 11:00:00 GMT" }, 10],
  [{ "retry-after": "Mon, 05 Jan 2026 12:00:30 GMT", date: "yesterday" }, 30]
])("%j asks for %s seconds", (headers, expected) => {
  expect(secondsOf(headers as Readonly<Record<string, string>>)).toBe(expected)
})
