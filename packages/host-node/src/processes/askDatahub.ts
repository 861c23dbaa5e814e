import {
  type IntakeSettings,
  type MarketProcess,
  type OutgoingIds,
  RequestRefused,
  requestWords,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Data, Effect, type Option, type Stdio } from "effect"
import { configFlag, loadConfig, storeFlagsOf } from "../config/index.ts"
import { jsonFlag } from "../exchange/listFlags.ts"
import { begunItem, requestItem } from "../serve/api/processItems.ts"
import { intakeSettings } from "../serve/intakeSettings.ts"
import { type Stores, withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { type StoreFlags, storeFlags } from "../store/storePlace.ts"

/** What every request has: where to store it, and how to tell of it. */
export const askFlags = { ...storeFlags, config: configFlag, json: jsonFlag }

export interface AskFlags extends StoreFlags {
  readonly config: Option.Option<string>
  readonly json: boolean
}

/** How to tell what a request has become, where it is more than any other. */
export interface Telling<S> {
  readonly item: (submitted: S) => unknown
  /** What there is to say besides, to people. */
  readonly notes: (submitted: S) => ReadonlyArray<string>
}

/** Makes a request and tells what it has become; `serve` sends it. */
export const askDatahub = Effect.fnUntraced(function* <
  E extends { readonly message: string },
  S extends SubmittedRequest
>(
  name: string,
  { config: path, json, ...flags }: AskFlags,
  request: Effect.Effect<S, E, Stores | IntakeSettings | OutgoingIds | Stdio.Stdio>,
  { item, notes }: Telling<S> = { item: requestItem, notes: () => [] }
) {
  const config = yield* loadConfig(path)
  yield* withStore(`request ${name}`, storeFlagsOf(config, flags), "use", () =>
    Effect.gen(function* () {
      const submitted = yield* request.pipe(Effect.mapError(inWords), Effect.provide(intakeSettings(config)))
      if (json) return yield* printJson(item(submitted))
      const { messageId, process } = submitted
      const sent = `Process ${process.id}: document ${messageId} waits in the outbox, \`serve\` sends it.`
      yield* print([sent, ...notes(submitted), ""].join("\n"))
    })
  )
})

/** The same of something of which nothing is sent. */
export const askWithoutDocument = Effect.fnUntraced(function* <E extends { readonly message: string }>(
  name: string,
  { config: path, json, ...flags }: AskFlags,
  begin: Effect.Effect<MarketProcess, E, Stores | IntakeSettings | OutgoingIds | Stdio.Stdio>
) {
  const config = yield* loadConfig(path)
  yield* withStore(`request ${name}`, storeFlagsOf(config, flags), "use", () =>
    Effect.gen(function* () {
      const process = yield* begin.pipe(Effect.mapError(inWords), Effect.provide(intakeSettings(config)))
      if (json) return yield* printJson(begunItem(process))
      yield* print(`Process ${process.id} waits for what DataHub's mail says: \`processes decide\`.\n`)
    })
  )
})

/** A request that is refused, with what a person has to change. */
class Refused extends Data.TaggedError("Refused")<{ readonly message: string }> {}

const inWords = <E extends { readonly message: string }>(failure: E): E | Refused => {
  if (!(failure instanceof RequestRefused)) return failure
  const { issues, process } = failure
  const lines = requestWords(failure).map((words, index) => {
    const { rule } = issues[index]!
    return `\n- ${words}${rule === undefined ? "" : ` (${rule})`}`
  })
  return new Refused({ message: `${process} cannot be sent:${lines.join("")}` })
}
