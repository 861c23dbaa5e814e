import { IntakeSettings, OutgoingIds } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { randomUUID } from "node:crypto"
import type { HostConfig } from "../config/index.ts"
import { priceAreaIn } from "../config/gridAreas.ts"

/** What the handling of messages has to be told, and ids for what we send. */
export const intakeSettings = ({
  correctionForms,
  gln,
  gridAreas,
  keepReadingBodies
}: HostConfig): Layer.Layer<IntakeSettings | OutgoingIds> =>
  Layer.merge(
    Layer.succeed(IntakeSettings, {
      gln,
      priceAreaOf: priceAreaIn(gridAreas),
      keepsReadings: keepReadingBodies,
      correctionForms
    }),
    Layer.succeed(OutgoingIds, { next: Effect.sync(randomUUID) })
  )
