import { Effect, Result, Schema } from "effect"
import { DeadLetters, type ParkedPart, ParkedParts, Transactions, waitsForPoint } from "../exchange/index.ts"
import { Gsrn, type Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { EffectFailure } from "./PreparedMessage.ts"
import { reckonAconto } from "./reckonAconto.ts"
import { readDocument } from "./readMessage.ts"
import { reasonOfFailure } from "./reasonOfFailure.ts"
import { utf8Of } from "./utf8.ts"

/**
 * Applies the parts that waited for what has arrived, and those that waited for these. A part that is refused now goes to
 * the dead letters alone, and nothing of it stays. Gives notes.
 */
export const applyParked = Effect.fnUntraced(function* (arrived: ReadonlyArray<string>, now: Instant) {
  const parked = yield* ParkedParts
  const notes: Array<string> = []
  let waitsFor = arrived
  while (waitsFor.length > 0) {
    waitsFor = yield* parked.takeUp(waitsFor, (parts) =>
      Effect.gen(function* () {
        const done = (yield* Effect.forEach(parts, (part) => applyPart(part, now))).flat()
        yield* reckonAconto(pointsIn(done), { source: [...new Set(parts.map(idOfPart))].join(", ") })
        notes.push(...parts.map(({ messageId, part }) => `took up ${part} of ${messageId}`))
        return done
      })
    )
  }
  return notes
})

const isGsrn = Schema.is(Gsrn)

/** Metering points of which master data have come. */
const pointsIn = (arrived: ReadonlyArray<string>): ReadonlyArray<Gsrn> =>
  arrived.flatMap((text) => (text.startsWith(POINT) ? [text.slice(POINT.length)] : [])).filter(isGsrn)

const POINT = waitsForPoint("")

const applyPart = Effect.fnUntraced(function* (part: ParkedPart, now: Instant) {
  const read = readDocument(part.document)
  const messageId = idOfPart(part)
  const { atomically } = yield* Transactions
  const applied = Result.isFailure(read)
    ? Effect.fail(read.failure)
    : Effect.map(read.success.apply({ messageId, now }), ({ arrived }) => arrived)
  return yield* Effect.catch(atomically(applied), (failure: EffectFailure) => refusePart(part, messageId, failure, now))
})

/** The ledger and the store know a part by an id of its own: the rest of its message has been applied under the message's. */
const idOfPart = ({ messageId, part }: ParkedPart): string =>
  messageId.endsWith(`#${part}`) ? messageId : `${messageId}#${part}`

const refusePart = Effect.fnUntraced(function* (
  { document }: ParkedPart,
  messageId: string,
  failure: EffectFailure,
  now: Instant
) {
  const reason = reasonOfFailure(failure)
  if (reason === undefined) return yield* failure as StorageError
  const letters = yield* DeadLetters
  const body = utf8Of(document)
  yield* letters.add({ messageId, queue: "parked", body, receivedAt: now }, reason)
  return [] as ReadonlyArray<string>
})
