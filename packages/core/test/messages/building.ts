import { Result } from "effect"
import { type Instant, LocalDate, MarketCalendar } from "../../src/market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../../src/messages/OutgoingDocument.ts"
import type { RequestRefused } from "../../src/messages/RequestRefused.ts"
import { supplier } from "./structureDocuments.ts"

/** The midnight on which a day begins in Denmark. */
export const day = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))

/** What is sent on the morning of a day. */
export const on = (date: string): OutgoingContext => at(day(date) + 9 * 3_600_000 + 123)

export const at = (now: Instant): OutgoingContext => ({ now, sender: supplier, messageId: "m-1", transactionId: "t-1" })

type Built = Result.Result<OutgoingDocument, RequestRefused>

/** The issues of a refused draft as `field: reason (rule)`; none for one that was built. */
export const issuesOf = (built: Built): ReadonlyArray<string> =>
  Result.isSuccess(built)
    ? []
    : built.failure.issues.map(
        ({ field, reason, rule }) => `${field}: ${reason}${rule === undefined ? "" : ` (${rule})`}`
      )

/** The fields that are wrong. */
export const fieldsOf = (built: Built): ReadonlyArray<string> =>
  Result.isSuccess(built) ? [] : built.failure.issues.map(({ field }) => field)

/** Which of these dates a builder takes on a day. */
export const taken = (build: (date: Instant) => Built, ...dates: ReadonlyArray<string>): ReadonlyArray<string> =>
  dates.filter((date) => Result.isSuccess(build(day(date))))
