import { formatInstant, Outbox, type OutboxEntry } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { textTable } from "../run/textTable.ts"
import { outboxItem } from "../serve/api/wireItems.ts"
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
).pipe(Command.withDescription("Lists documents of ours on their way to DataHub, the newest first"))

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

/** `datahub-settlement outbox`: what is sent to DataHub. */
export const outboxCommand = Command.make("outbox").pipe(
  Command.withDescription("Documents on their way to DataHub; `serve` sends them"),
  Command.withShortDescription("Look at what is sent to DataHub"),
  Command.withSubcommands([listCommand])
)
