import { Duration } from "effect"

/** An HTTP date as RFC 9110 § 5.6.7 has it begins with a day of the week. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /

/**
 * How long `Retry-After` (RFC 9110 § 10.2.3) asks to wait: whole seconds, or a date, which is held against the `Date` of
 * the same answer where there is one, so that clocks may differ. `undefined` where it says nothing that can be understood.
 *
 * @param nowMs our own time, in milliseconds since 1970
 *
 * @example
 * import { retryAfterOf } from "@datahub-settlement/datahub-client/http"
 * import { Duration } from "effect"
 *
 * const seconds = (headers: Record<string, string>) => Duration.toSeconds(retryAfterOf(headers, 0)!)
 * seconds({ "retry-after": "120" }) // => 120
 * seconds({ "retry-after": "Mon, 05 Jan 2026 12:00:30 GMT", date: "Mon, 05 Jan 2026 12:00:00 GMT" }) // => 30
 */
export const retryAfterOf = (
  headers: Readonly<Record<string, string | undefined>>,
  nowMs: number
): Duration.Duration | undefined => {
  const text = headers["retry-after"]?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return Duration.seconds(Number(text))
  const until = httpDateOf(text)
  if (Number.isNaN(until)) return undefined
  const sentAt = httpDateOf(headers["date"])
  return Duration.millis(Math.max(0, until - (Number.isNaN(sentAt) ? nowMs : sentAt)))
}

/** The instant of an HTTP date, in milliseconds since 1970; `NaN` for anything else. */
export const httpDateOf = (text = ""): number =>
  HTTP_DATE.test(text) ? Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`) : Number.NaN
