import type { Instant } from "@datahub-settlement/core"

/** What the service asks for where it says nothing: one request a minute for each dataset. */
export const MINUTE_MS = 60_000

/** Not even "now" is taken for less: clocks differ. */
const LEAST_MS = 1_000

/** An HTTP date as RFC 9110 § 5.6.7 has it: the fixed form, and the two old ones that a client must understand. */
const HTTP_DATE = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )/

/**
 * How long `Retry-After` (RFC 9110 § 10.2.3) asks to wait, in milliseconds: whole seconds, or an HTTP date. A minute where
 * it is absent or says nothing that can be understood.
 */
export const retryAfterMs = (header: string | undefined, now: Instant): number => {
  const text = header?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return Math.max(LEAST_MS, Number(text) * 1000)
  const date = HTTP_DATE.test(text) ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) : Number.NaN
  return Number.isNaN(date) ? MINUTE_MS : Math.max(LEAST_MS, date - now)
}
