import { formatInstant, Inbox, type InboxEntry } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { textTable } from "../run/textTable.ts"
import { messageItem } from "../api/exchangeItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { jsonFlag, limitFlag } from "./listFlags.ts"
import { NotThere } from "./NotThere.ts"
import { factsText } from "./factsText.ts"
import { printBytes } from "./printBytes.ts"

const listCommand = Command.make(
  "list",
  {
    ...storeFlags,
    outcome: Flag.Literals("outcome", ["applied", "stored", "dead letter"]).pipe(
      Flag.withDescription("Only messages of which this became"),
      Flag.optional
    ),
    document: Flag.String("document").pipe(
      Flag.withDescription("Only documents of this name: NotifyValidatedMeasureData"),
      Flag.optional
    ),
    limit: limitFlag,
    json: jsonFlag
  },
  Effect.fn("messages list")(function* ({ document, json, limit, outcome, ...flags }) {
    const query = { limit, outcome: Option.getOrUndefined(outcome), document: Option.getOrUndefined(document) }
    yield* withStore("messages list", flags, "use", () =>
      Effect.gen(function* () {
        const messages = yield* (yield* Inbox).messages(query)
        if (json) return yield* printJson(messages.map(messageItem))
        yield* print(messages.length === 0 ? "No messages.\n" : messagesText(messages))
      })
    )
  })
).pipe(
  explained({
    what: "Lists messages of DataHub that were handled, the newest first",
    examples: {
      "What came last": "",
      "Readings that were applied, for a program":
        "--outcome applied --document NotifyValidatedMeasureData --limit 100 --json"
    }
  })
)

const messagesText = (messages: ReadonlyArray<InboxEntry>): string =>
  textTable(
    ["Received", "Queue", "Message", "Document", "Process", "Outcome", "Parked"].map((head) => ({
      head,
      align: "left"
    })),
    messages.map((entry) => [
      formatInstant(entry.receivedAt),
      entry.queue,
      entry.messageId,
      entry.document ?? "",
      entry.processType ?? "",
      entry.outcome,
      entry.parkedParts === 0 ? "" : `${entry.parkedParts}`
    ])
  )

const showCommand = Command.make(
  "show",
  {
    ...storeFlags,
    id: Argument.String("id").pipe(Argument.withDescription("Id of the message, as `messages list` shows it")),
    body: Flag.Boolean("body").pipe(
      Flag.withDescription("Print the bytes of the message and nothing else, where they were kept"),
      Flag.withDefault(false)
    ),
    json: jsonFlag
  },
  Effect.fn("messages show")(function* ({ body: isBody, id, json, ...flags }) {
    yield* withStore("messages show", flags, "use", () =>
      Effect.gen(function* () {
        const inbox = yield* Inbox
        const found = yield* inbox.find(id)
        if (Option.isNone(found)) return yield* new NotThere({ what: `There is no message ${id}.` })
        if (!isBody) return yield* json ? printJson(messageItem(found.value)) : print(messageText(found.value))
        const body = yield* inbox.body(id)
        if (Option.isNone(body)) return yield* new NotThere({ what: `The bytes of message ${id} were not kept.` })
        yield* printBytes(body.value)
      })
    )
  })
).pipe(
  explained({
    what: "Shows what became of a message, or its bytes",
    more: "The bytes of readings are kept only with DATAHUB_KEEP_READING_BODIES; of all else they are.",
    examples: {
      "What it did": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11",
      "The document itself": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --body > message.json"
    }
  })
)

const messageText = (entry: InboxEntry): string =>
  factsText([
    ["Message", entry.messageId],
    ["Queue", entry.queue],
    ["Received", formatInstant(entry.receivedAt)],
    ["Correlation id", entry.correlationId],
    ["Document", entry.document],
    ["Process type", entry.processType],
    ["Made", entry.createdAt === undefined ? undefined : formatInstant(entry.createdAt)],
    ["Outcome", entry.outcome],
    ["Parked parts", `${entry.parkedParts}`],
    ...entry.notes.map((note) => ["Note", note] as const)
  ])

/** `datahub-settlement messages`: what became of the messages of DataHub. */
export const messagesCommand = Command.make("messages").pipe(
  Command.withDescription("Messages of DataHub that were handled, and what became of them"),
  Command.withShortDescription("Look at messages of DataHub"),
  Command.withSubcommands([listCommand, showCommand])
)
