import { Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { type LedgerMessage, MeteringLedger, periodOf } from "../metering/index.ts"
import { newsFrom } from "./newsFrom.ts"
import { noteCorrections } from "./noteCorrections.ts"

/**
 * Adds readings to the ledger that come otherwise than by a queue: from files. Those of settled time are noted for
 * correction (BRS-021), in the same transaction; a message that is known already changes nothing.
 *
 * @example
 * import { Effect } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, takeReadings } from "@datahub-settlement/core"
 * import { memoryIntake, seriesOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const period = MarketCalendar.dayPeriod(LocalDate.make("2025-10-25"))
 * const message = { messageId: "file-1", series: [seriesOf({ gsrn, period, kwh: "0.3" })] }
 * const taken = Effect.andThen(takeReadings([message], "a file"), takeReadings([message], "a file"))
 * await Effect.runPromise(Effect.provide(taken, memoryIntake())) // => { days: 0, knownMessages: 1 }
 */
export const takeReadings = Effect.fn("takeReadings")(function* (
  messages: ReadonlyArray<LedgerMessage>,
  source: string
) {
  const { atomically } = yield* Transactions
  return yield* atomically(appendAndNote(messages, source))
})

const appendAndNote = Effect.fnUntraced(function* (messages: ReadonlyArray<LedgerMessage>, source: string) {
  const ledger = yield* MeteringLedger
  const outcome = yield* ledger.append(messages)
  const touched = messages.flatMap(({ messageId, series }) =>
    series.map((one) => ({ gsrn: one.gsrn, ...periodOf(one), messageId }))
  )
  if (outcome.days > 0) yield* noteCorrections("readings", touched, yield* newsFrom(source))
  return outcome
})
