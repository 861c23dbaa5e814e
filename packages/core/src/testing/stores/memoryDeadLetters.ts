import { Effect, Layer, Option } from "effect"
import {
  type DeadLetter,
  DeadLetterNotOpen,
  DeadLetters,
  type DeadLetterSummary,
  type Handling
} from "../../exchange/index.ts"
import type { Instant } from "../../market/index.ts"
import { StorageError } from "../../storage/index.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { completeMessage, markReceived, newestFirst } from "./memoryInbox.ts"

type Tables = MemoryTables["Service"]

/** Dead letters in memory. */
export const memoryDeadLetters: Layer.Layer<DeadLetters, never, MemoryTables> = Layer.effect(
  DeadLetters,
  Effect.map(MemoryTables, (tables) => {
    const { atomically, letters } = tables
    return {
      add: ({ body, correlationId, messageId, queue, receivedAt }, reason, truncated = false) =>
        atomically(
          Effect.sync(() => {
            const known = letters.get(messageId)
            const message = { messageId, queue, receivedAt, correlationId, body: body.slice(), truncated }
            if (known === undefined) letters.set(messageId, { ...message, reason, state: "open" })
            else if (known.state === "open") letters.set(messageId, { ...known, reason })
          })
        ),
      list: ({ limit, state }) =>
        atomically(
          Effect.sync(() =>
            letters
              .all()
              .filter((letter) => state === undefined || letter.state === state)
              .sort(newestFirst)
              .slice(0, limit)
              .map(summaryOf)
          )
        ),
      find: (messageId) => atomically(Effect.sync(() => Option.fromUndefinedOr(letters.get(messageId)))),
      replay: (messageId, at, effects) => atomically(replay(tables, messageId, at, effects)),
      dismiss: (messageId, at, remark) =>
        atomically(
          Effect.map(openLetter(tables, messageId), (letter) =>
            letters.set(messageId, { ...letter, state: "dismissed", settledAt: at, remark })
          )
        )
    }
  })
)

const summaryOf = ({ body, ...letter }: DeadLetter): DeadLetterSummary => ({ ...letter, bodyBytes: body.length })

const openLetter = ({ letters }: Tables, messageId: string): Effect.Effect<DeadLetter, DeadLetterNotOpen> =>
  Effect.suspend(() => {
    const letter = letters.get(messageId)
    return letter?.state === "open"
      ? Effect.succeed(letter)
      : Effect.fail(new DeadLetterNotOpen({ messageId, state: letter?.state }))
  })

const refused = (reason: string): StorageError =>
  new StorageError({ operation: "replay a dead letter", reason, retryable: false })

const replay = <E, R>(
  tables: Tables,
  messageId: string,
  at: Instant,
  effects: (letter: DeadLetter) => Effect.Effect<Handling, E, R>
) =>
  Effect.gen(function* () {
    const { inbox, letters } = tables
    const letter = yield* openLetter(tables, messageId)
    const outcome = inbox.get(messageId)?.entry?.outcome ?? "dead letter"
    if (outcome !== "dead letter") {
      return yield* refused(`message ${messageId} was handled since (${outcome}): dismiss the letter`)
    }
    markReceived(inbox, letter)
    const handling = yield* effects(letter)
    completeMessage(inbox, letter, handling)
    if (handling.outcome === "dead letter") return handling
    const held = letters.get(messageId)!
    if (held.state !== "open") return yield* refused(`dead letter ${messageId} is ${held.state} and keeps its message`)
    letters.set(messageId, { ...held, state: "replayed", settledAt: at })
    return handling
  })
