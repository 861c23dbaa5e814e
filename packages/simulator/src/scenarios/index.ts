import { cancellation } from "./cancellation.ts"
import { correction } from "./correction.ts"
import { erroneousMove, erroneousSwitch } from "./erroneous.ts"
import { fullLifecycle } from "./fullLifecycle.ts"
import { load } from "./load.ts"
import { moveIn } from "./moveIn.ts"
import { moveOut } from "./moveOut.ts"
import { reconciliationMismatch } from "./reconciliationMismatch.ts"
import { rejection } from "./rejection.ts"
import type { Scenario } from "./Scenario.ts"
import { sunshine } from "./sunshine.ts"

/** All scenarios, by name. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [
    sunshine,
    rejection,
    cancellation,
    fullLifecycle,
    moveIn,
    moveOut,
    correction,
    erroneousSwitch,
    erroneousMove,
    reconciliationMismatch,
    load
  ].map((scenario) => [scenario.name, scenario])
)
