import {
  type DeadLetter,
  DeadLetters,
  type DeadLetterSummary,
  formatInstant,
  replayDeadLetter
} from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { configFlag, loadConfig, storeFlagsOf } from "../config/index.ts"
import { textTable } from "../run/textTable.ts"
import { deadLetterItem } from "../api/exchangeItems.ts"
import { intakeSettings } from "../serve/intakeSettings.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { factsText } from "./factsText.ts"
import { jsonFlag, limitFlag } from "./listFlags.ts"
import { NotThere } from "./NotThere.ts"
import { printBytes } from "./printBytes.ts"

const idArgument = Argument.String("id").pipe(
  Argument.withDescription("Id of the message, as `dead-letters list` shows it")
)

const listCommand = Command.make(
  "list",
  {
    ...storeFlags,
    state: Flag.Literals("state", ["open", "replayed", "dismissed", "all"]).pipe(
      Flag.withDescription("Only letters in this state; without it those that are open"),
      Flag.withDefault("open" as const)
    ),
    limit: limitFlag,
    json: jsonFlag
  },
  Effect.fn("dead-letters list")(function* ({ json, limit, state, ...flags }) {
    yield* withStore("dead-letters list", flags, "use", () =>
      Effect.gen(function* () {
        const letters = yield* DeadLetters
        const listed = yield* letters.list({ limit, state: state === "all" ? undefined : state })
        if (json) return yield* printJson(listed.map(deadLetterItem))
        yield* print(listed.length === 0 ? "No dead letters.\n" : lettersText(listed))
      })
    )
  })
).pipe(
  explained({
    what: "Lists messages that could not be read or used, the newest first",
    examples: { "Those that somebody has to look at": "", "All there ever were": "--state all --limit 1000" }
  })
)

const lettersText = (letters: ReadonlyArray<DeadLetterSummary>): string =>
  textTable(
    ["Received", "Queue", "Message", "State", "Bytes", "Reason"].map((head) => ({ head, align: "left" })),
    letters.map(({ bodyBytes, messageId, queue, reason, receivedAt, state }) => [
      formatInstant(receivedAt),
      queue,
      messageId,
      state,
      `${bodyBytes}`,
      `${reason.kind}: ${reason.text.split("\n")[0]}`
    ])
  )

const letterOf = Effect.fnUntraced(function* (id: string) {
  const found = yield* (yield* DeadLetters).find(id)
  if (Option.isNone(found)) return yield* new NotThere({ what: `There is no dead letter ${id}.` })
  return found.value
})

const showCommand = Command.make(
  "show",
  {
    ...storeFlags,
    id: idArgument,
    body: Flag.Boolean("body").pipe(
      Flag.withDescription("Print the bytes as they came and nothing else"),
      Flag.withDefault(false)
    ),
    json: jsonFlag
  },
  Effect.fn("dead-letters show")(function* ({ body: isBody, id, json, ...flags }) {
    yield* withStore("dead-letters show", flags, "use", () =>
      Effect.gen(function* () {
        const letter = yield* letterOf(id)
        if (isBody) return yield* printBytes(letter.body)
        const { body, ...rest } = letter
        yield* json ? printJson(deadLetterItem({ ...rest, bodyBytes: body.length })) : print(letterText(letter))
      })
    )
  })
).pipe(
  explained({
    what: "Shows a dead letter and why it is one, or its bytes",
    examples: {
      "The reason, and how the message begins": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11",
      "The message as it came": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --body > message.json"
    }
  })
)

const SHOWN_BYTES = 400

const letterText = (letter: DeadLetter): string => {
  const { body, truncated } = letter
  const beginning = new TextDecoder().decode(body.subarray(0, SHOWN_BYTES))
  const rest = body.length > SHOWN_BYTES ? "… (the rest with --body)" : ""
  return factsText([
    ["Message", letter.messageId],
    ["Queue", letter.queue],
    ["Received", formatInstant(letter.receivedAt)],
    ["Correlation id", letter.correlationId],
    ["Reason", `${letter.reason.kind}: ${letter.reason.text}`],
    ["State", letter.state],
    ["Settled", letter.settledAt === undefined ? undefined : formatInstant(letter.settledAt)],
    ["Remark", letter.remark],
    ["Bytes", `${body.length}${truncated ? ", the beginning of what came" : ""}`],
    ["Begins with", `${beginning}${rest}`]
  ])
}

const replayCommand = Command.make(
  "replay",
  { ...storeFlags, config: configFlag, id: idArgument, json: jsonFlag },
  Effect.fn("dead-letters replay")(function* ({ config: path, id, json, ...flags }) {
    const config = yield* loadConfig(path)
    yield* withStore("dead-letters replay", storeFlagsOf(config, flags), "use", () =>
      Effect.gen(function* () {
        const { document, notes, outcome, parkedParts } = yield* replayDeadLetter(id).pipe(
          Effect.provide(intakeSettings(config))
        )
        if (json) return yield* printJson({ messageId: id, outcome, document, parkedParts, notes })
        yield* print(`Message ${id} ${outcome}.\n${notes.map((note) => `- ${note}\n`).join("")}`)
      })
    )
  })
).pipe(
  explained({
    what: "Handles a dead letter once more, after what was wrong has been mended",
    more: "It needs the configuration of `serve`. Where the message still cannot be used, it says why and changes nothing.",
    examples: { "With the settings of the environment": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11" }
  })
)

const dismissCommand = Command.make(
  "dismiss",
  {
    ...storeFlags,
    id: idArgument,
    remark: Flag.String("remark").pipe(Flag.withDescription("Why nothing is to be done about it; it is kept"))
  },
  Effect.fn("dead-letters dismiss")(function* ({ id, remark, ...flags }) {
    yield* withStore("dead-letters dismiss", flags, "use", () =>
      Effect.gen(function* () {
        const letters = yield* DeadLetters
        yield* letters.dismiss(id, yield* Clock.currentTimeMillis, remark)
        yield* print(`Dead letter ${id} is dismissed. Its bytes are kept.\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Settles a dead letter about which nothing is to be done",
    examples: {
      "With the reason, which is kept":
        "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --remark 'sent twice by mistake, see case 4711'"
    }
  })
)

/** `datahub-settlement dead-letters`: messages that could not be read or used. */
export const deadLettersCommand = Command.make("dead-letters").pipe(
  Command.withDescription("Messages of DataHub that could not be read or used, with their bytes"),
  Command.withShortDescription("Look at dead letters, replay or dismiss them"),
  Command.withSubcommands([listCommand, showCommand, replayCommand, dismissCommand])
)
