import { Effect, Layer, Result } from "effect"
import { Command } from "effect/cli"
import { configFlag, loadNotedConfig, storeFlagsOf } from "../config/index.ts"
import { commandFailed, wrongUse } from "../store/print.ts"
import { storeFlags, storePlace } from "../store/storePlace.ts"
import { programVersion } from "../programVersion.ts"
import { datahubClient } from "./datahubClient.ts"
import { intakeSettings } from "./intakeSettings.ts"
import { Notices } from "./Notices.ts"
import { serve } from "./serve.ts"
import { ServeStatus } from "./ServeStatus.ts"
import { StopRequest } from "./StopRequest.ts"
import { telemetry } from "./telemetry.ts"

const description = `Empties the queues of DataHub into the database, sends what waits in the outbox, and answers over HTTP how it stands.

  Each queue is emptied on its own: one that fails is tried again by itself, and stops no other. A message leaves its queue
  only after everything that it does is stored. \`config check\` says what it would run by.

  A database that is away or starting when the host starts is waited for, as long as DATAHUB_START_TIMEOUT says: told once,
  and /health answers 503 until it is there. What somebody has to mend, such as a wrong password, ends the start at once.

  SIGTERM or Ctrl-C lets the messages in hand go their whole way; a second one breaks them off, and they come again.

  Exit codes: 0 stopped in order, 1 it cannot start, 2 wrong use, 70 a fault of ours, 130 broken off.`

/** `datahub-settlement serve`. */
export const serveCommand = Command.make(
  "serve",
  { ...storeFlags, config: configFlag },
  Effect.fnUntraced(function* ({ config: path, ...flags }) {
    const { config, notes } = yield* loadNotedConfig(path)
    const surroundings = Layer.mergeAll(
      datahubClient(config),
      intakeSettings(config),
      Notices.layer,
      ServeStatus.layer,
      StopRequest.layer
    ).pipe(Layer.provideMerge(telemetry(config, programVersion)))
    const place = storePlace(storeFlagsOf(config, flags))
    if (Result.isFailure(place)) return yield* wrongUse("serve", place.failure)
    // A misspelt name changes nothing, which is not what whoever wrote it waits for.
    const tellNotes = Effect.forEach(notes, (note) => Effect.logWarning(note), { discard: true })
    yield* Effect.andThen(tellNotes, Effect.scoped(serve(config, place.success))).pipe(
      Effect.provide(surroundings),
      Effect.catch(({ message }) => commandFailed(message))
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Run as a service: take in what DataHub sends, send what waits"),
  Command.withExamples([
    { command: "datahub-settlement serve", description: "Run by what the environment says" },
    {
      command: "datahub-settlement serve --config host.json",
      description: "With a file; the environment goes before it"
    }
  ])
)
