import { formatInstant, ParkedParts } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { explained } from "../command/explained.ts"
import { textTable } from "../run/textTable.ts"
import { parkedItem } from "../api/exchangeItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { jsonFlag, limitFlag } from "./listFlags.ts"

const listCommand = Command.make(
  "list",
  { ...storeFlags, limit: limitFlag, json: jsonFlag },
  Effect.fn("parked list")(function* ({ json, limit, ...flags }) {
    yield* withStore("parked list", flags, "use", () =>
      Effect.gen(function* () {
        const parked = yield* ParkedParts
        const parts = yield* parked.list(limit)
        if (json) return yield* printJson(parts.map(parkedItem))
        if (parts.length === 0) return yield* print("Nothing is parked.\n")
        const table = textTable(
          ["Parked", "Message", "Waits for", "Why"].map((head) => ({ head, align: "left" })),
          parts.map(({ messageId, parkedAt, reason, waitsFor }) => [
            formatInstant(parkedAt),
            messageId,
            waitsFor,
            reason
          ])
        )
        yield* print(`${table}${parts.length} of ${yield* parked.count}\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Lists parts of messages that wait for something else, the oldest first",
    examples: { "What waits, and for what": "" }
  })
)

/** `datahub-settlement parked`: what waits for something else. */
export const parkedCommand = Command.make("parked").pipe(
  Command.withDescription("Parts of messages that cannot be applied yet; they are taken up by themselves"),
  Command.withShortDescription("Look at what waits for something else"),
  Command.withSubcommands([listCommand])
)
