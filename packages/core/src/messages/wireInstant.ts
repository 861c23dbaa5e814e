import type { Instant } from "../market/index.ts"

const MINUTE_MS = 60_000
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/**
 * The instant of a UTC timestamp, with or without seconds: DataHub writes `2025-01-15T23:00Z` in time intervals and
 * `2025-01-15T23:00:00Z` elsewhere, with up to three decimals where a producer measures so finely. `undefined` for
 * anything else: other offsets, dates that cannot be (30 February), local times.
 */
export const instantOf = (text: unknown): Instant | undefined => {
  if (typeof text !== "string") return undefined
  const length = text.length
  if (length < 17 || length > 24 || text.charCodeAt(length - 1) !== 90 /* Z */) return undefined
  if (length !== 17) return instantWithSeconds(text)
  return instantToMinute(text)
}

const instantToMinute = (text: string): Instant | undefined => {
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== "T" || text[13] !== ":") return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  // NaN, of a character that is no digit, fails each of these comparisons.
  if (!(year >= 1900 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59)) return undefined
  const leapDay = month > 2 && isLeap(year) ? 1 : 0
  const daysInMonth =
    month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  if (day > daysInMonth) return undefined
  const dayNumber = daysBeforeYear(year) + DAYS_BEFORE_MONTH[month - 1]! + leapDay + day - 1
  return ((dayNumber * 24 + hour) * 60 + minute) * MINUTE_MS
}

const instantWithSeconds = (text: string): Instant | undefined => {
  const second = twoDigits(text, 17)
  const minute = instantToMinute(text)
  if (minute === undefined || text[16] !== ":" || !(second <= 59)) return undefined
  if (text.length === 20) return minute + second * 1000
  const fraction = /^\.(\d{1,3})Z$/.exec(text.slice(19))
  return fraction === null ? undefined : minute + second * 1000 + Number(fraction[1]!.padEnd(3, "0"))
}

const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Days from 1970-01-01 to the first of January. */
const daysBeforeYear = (year: number): number => {
  const before = year - 1
  return 365 * (year - 1970) + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477
}

/** `2025-01-15T23:00:00Z`; decimals only where there are any. */
export const wireInstant = (instant: Instant): string => {
  const text = new Date(instant).toISOString()
  return text.endsWith(".000Z") ? `${text.slice(0, 19)}Z` : text
}

/** `2025-01-15T23:00Z`: the form of time intervals, which begin and end on whole minutes. */
export const wireMinute = (instant: Instant): string =>
  instant % MINUTE_MS === 0 ? `${new Date(instant).toISOString().slice(0, 16)}Z` : wireInstant(instant)

export const INSTANT_EXPECTED = "a UTC instant (2025-01-15T23:00:00Z)"
