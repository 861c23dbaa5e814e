import { type Instant, MarketCalendar } from "../../market/index.ts"

const EARLIEST = Date.UTC(MarketCalendar.FIRST_YEAR, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

/** Whether a number is a time that a day can be told of; calendars know no other. */
export const isPointInTime = (at: Instant): boolean => Number.isSafeInteger(at) && EARLIEST <= at && at < LATEST

/** The whole second that an instant is in: what a document says of when it was made, DataHub reads without decimals. */
export const wholeSecond = (at: Instant): Instant => Math.floor(at / 1000) * 1000
