import { expect, it } from "@effect/vitest"
import { retryAfterMs } from "./retryAfter.ts"

const now = Date.UTC(2026, 10, 22, 12)

it.each([
  ["seconds", "90", 90_000],
  ["no time at all, which is a second", "0", 1_000],
  ["an HTTP date", "Sun, 22 Nov 2026 12:00:30 GMT", 30_000],
  ["a date that is over", "Sun, 22 Nov 2026 11:59:00 GMT", 1_000],
  ["nothing", undefined, 60_000],
  ["what cannot be understood", "soon", 60_000]
])("reads Retry-After: %s", (_, header, waitMs) => {
  expect(retryAfterMs({ "retry-after": header }, now)).toBe(waitMs)
})
