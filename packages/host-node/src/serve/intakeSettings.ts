import { IntakeSettings } from "@datahub-settlement/core"
import { Layer } from "effect"
import type { HostConfig } from "../config/index.ts"
import { priceAreaIn } from "../config/gridAreas.ts"

/** What the handling of messages has to be told. */
export const intakeSettings = ({ gln, gridAreas, keepReadingBodies }: HostConfig): Layer.Layer<IntakeSettings> =>
  Layer.succeed(IntakeSettings, {
    gln,
    priceAreaOf: priceAreaIn(gridAreas),
    keepsReadings: keepReadingBodies
  })
