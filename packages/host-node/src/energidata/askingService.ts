import { formatInstant } from "@datahub-settlement/core"
import { Effect, type Stdio } from "effect"
import { printError } from "../store/print.ts"
import { EnergiDataService } from "./EnergiDataService.ts"
import { type EnergiDataWait, EnergiDataWaits } from "./RequestTurn.ts"

const waitText = ({ dataset, reason, until }: EnergiDataWait): string =>
  `Waiting until ${formatInstant(until)} to ask for ${dataset}: ${reason}.\n`

/** Gives a command Energi Data Service, and tells each wait on standard error. */
export const askingService = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R | EnergiDataService>) {
  const stdio = yield* Effect.context<Stdio.Stdio>()
  const others = yield* EnergiDataWaits
  const tell = (wait: EnergiDataWait) =>
    printError(waitText(wait)).pipe(
      // A closed error stream is no reason to stop.
      Effect.ignore,
      Effect.provide(stdio),
      Effect.andThen(others(wait))
    )
  return yield* effect.pipe(Effect.provide(EnergiDataService.layerConfig), Effect.provideService(EnergiDataWaits, tell))
})
