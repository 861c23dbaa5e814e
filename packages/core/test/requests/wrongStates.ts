import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import { encodeReallocationRequest } from "../../src/messages/index.ts"
import { ProcessStore } from "../../src/processes/index.ts"
import {
  advanceDueProcesses,
  reportErroneousMove,
  requestHistoricalData,
  sendCustomerData,
  type SignUp
} from "../../src/requests/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { accepted, customer } from "./customerTables.ts"
import { type Before, everything, supplied, today, world } from "./RefusalTable.ts"

export const wish: SignUp = {
  gsrn,
  startAt: day("2025-02-01"),
  customer: "lives there",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024"
}

export const december = { from: day("2024-12-01"), to: day("2025-01-01") }
export const history = requestHistoricalData({ process: "BRS-025", gsrn, period: december })
export const newest = ProcessStore.use((store) => Effect.map(store.list({ limit: 1 }), ([process]) => process!))

/** Something is done about the newest process. */
export const about =
  <A, E, R>(act: (id: string) => Effect.Effect<A, E, R>) =>
  () =>
    Effect.flatMap(newest, ({ id }) => act(id))

/** DataHub asks us to take the metering point back. */
export const resumption: Before = Effect.gen(function* () {
  const made = new Making()
  made.make("D07", "D01", (header) =>
    encodeReallocationRequest({ header, records: [{ transactionId: "r-1", gsrn, startAt: day("2024-12-15") }] })
  )
  yield* Effect.forEach(made.messages, handleMessage)
})

/** Another supplier takes the metering point over. */
export const stopped = (date: string): Before =>
  Effect.gen(function* () {
    const made = new Making()
    made.notice("E03", day(date))
    yield* handleMessage({ ...made.messages[0]!, messageId: "stop" })
  })

export const answerOf = (
  request: "RequestChangeOfSupplier" | "RequestChangeCustomerCharacteristics",
  code?: string
): Before =>
  Effect.gen(function* () {
    const { history: steps } = yield* newest
    const made = new Making()
    const answers = steps.findLast(({ event }) => event.transactionId !== undefined)!.event.transactionId!
    made.answer(request, "E34", answers, code === undefined ? undefined : [{ code }])
    yield* Effect.forEach(made.messages, (one) => handleMessage({ ...one, messageId: `${one.messageId}-${answers}` }))
  })

export const later = (at: number): Before => Effect.andThen(TestClock.setTime(at), advanceDueProcesses())

export const switchAccepted = accepted("lives there", "2025-02-01")
export const ownUpdate = sendCustomerData({ reason: "E34", gsrn, startAt: day("2025-01-10"), customer })
export const movedIn = supplied("2025-01-02", "E65")
export const reported = reportErroneousMove({ gsrn, moveAt: day("2025-01-02"), by: "a caseworker" })

/** What has happened, what is asked for then, and how it is refused. */
export type WrongState = readonly [string, ReadonlyArray<Before>, () => Before, string, RegExp]

/** Holds that each is refused, and that nothing is stored. */
export const refusedAsWrong = (cases: ReadonlyArray<WrongState>): void => {
  for (const [name, before, ask, tag, message] of cases) {
    it.effect(`is refused, and nothing is stored: ${name}`, () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(today)
        for (const one of before) yield* one
        const stored = yield* everything
        const refused = (yield* Effect.flip(ask())) as { readonly _tag: string; readonly message: string }
        assert.strictEqual(refused._tag, tag)
        assert.match(refused.message, message)
        assert.deepStrictEqual(yield* everything, stored)
      }).pipe(Effect.provide(world))
    )
  }
}
