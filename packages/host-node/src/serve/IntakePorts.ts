import type { handleMessage, keepUnreadable, replayDeadLetter, retryParked } from "@datahub-settlement/core"
import type { Effect } from "effect"

/** What the handling of messages needs: ports, and the settings of the intake. */
export type IntakePorts = Effect.Services<
  | ReturnType<typeof handleMessage>
  | ReturnType<typeof keepUnreadable>
  | ReturnType<typeof replayDeadLetter>
  | ReturnType<typeof retryParked>
>
