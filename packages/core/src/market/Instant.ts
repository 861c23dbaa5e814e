/** A point in time: UTC epoch milliseconds. */
export type Instant = number

/** A half-open stretch of time `[from, to)`. */
export interface Period {
  readonly from: Instant
  readonly to: Instant
}

/** A half-open validity; without `to` it is open-ended. */
export interface Validity {
  readonly from: Instant
  readonly to?: Instant | undefined
}

/** The end of a validity, for comparisons. */
export const endOf = (validity: Validity): Instant => validity.to ?? Number.POSITIVE_INFINITY

/** The part of a validity that lies in a period, or `undefined` when they do not meet. */
export const clip = (validity: Validity, period: Period): Period | undefined => {
  const from = Math.max(validity.from, period.from)
  const to = Math.min(endOf(validity), period.to)
  return from < to ? { from, to } : undefined
}

/** Whether an instant lies in a validity. */
export const covers = (validity: Validity, instant: Instant): boolean =>
  validity.from <= instant && instant < endOf(validity)

/** Calendars end here, before and after 1970. */
const LAST_DATE = 8.64e15

/** ISO 8601 with seconds, `2025-01-14T23:00:00Z`: how DataHub writes instants. Open ends are written as `…`. */
export const formatInstant = (instant: Instant | undefined): string =>
  instant === undefined || !(Math.abs(instant) <= LAST_DATE) ? "…" : `${new Date(instant).toISOString().slice(0, 19)}Z`

/** `[from, to)` in UTC, for messages to people. */
export const formatPeriod = (period: Validity): string => `${formatInstant(period.from)}/${formatInstant(period.to)}`
