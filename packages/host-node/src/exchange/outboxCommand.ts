import { formatInstant, Outbox, type OutboxEntry } from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { textTable } from "../run/textTable.ts"
import { outboxItem } from "../api/exchangeItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { jsonFlag, limitFlag } from "./listFlags.ts"

const listCommand = Command.make(
  "list",
  {
    ...storeFlags,
    state: Flag.Literals("state", ["waiting", "sent", "refused"]).pipe(
      Flag.withDescription("Only documents in this state"),
      Flag.optional
    ),
    limit: limitFlag,
    json: jsonFlag
  },
  Effect.fn("outbox list")(function* ({ json, limit, state, ...flags }) {
    yield* withStore("outbox list", flags, "use", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const entries = yield* outbox.list({ limit, state: Option.getOrUndefined(state) })
        if (json) return yield* printJson(entries.map(outboxItem))
        yield* print(entries.length === 0 ? "The outbox is empty.\n" : outboxText(entries))
      })
    )
  })
).pipe(
  explained({
    what: "Lists documents of ours on their way to DataHub, the newest first",
    examples: { "What went and what waits": "", "What DataHub refused": "--state refused" }
  })
)

const outboxText = (entries: ReadonlyArray<OutboxEntry>): string =>
  textTable(
    ["Made", "Message", "Document", "Process", "State", "Attempts", "Problem"].map((head) => ({ head, align: "left" })),
    entries.map((entry) => [
      formatInstant(entry.createdAt),
      entry.messageId,
      entry.document,
      `${entry.process} ${entry.processType}`,
      entry.state,
      `${entry.attempts}`,
      entry.problem?.split("\n")[0] ?? ""
    ])
  )

const resendCommand = Command.make(
  "resend",
  {
    ...storeFlags,
    id: Argument.String("id").pipe(Argument.withDescription("Id of the message, as `outbox list` shows it"))
  },
  Effect.fn("outbox resend")(function* ({ id, ...flags }) {
    yield* withStore("outbox resend", flags, "use", () =>
      Effect.gen(function* () {
        const outbox = yield* Outbox
        yield* outbox.resend(id, yield* Clock.currentTimeMillis)
        yield* print(`${id} waits to be sent once more.\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Lets a refused document be sent once more, with the same ids, when the cause is mended",
    examples: { "After the credentials were put right": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11" }
  })
)

/** `datahub-settlement outbox`: what is sent to DataHub. */
export const outboxCommand = Command.make("outbox").pipe(
  Command.withDescription("Documents on their way to DataHub; `serve` sends them"),
  Command.withShortDescription("Look at what is sent to DataHub"),
  Command.withSubcommands([listCommand, resendCommand])
)
