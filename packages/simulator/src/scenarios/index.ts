import { cancellation } from "./cancellation.ts"
import { correction } from "./correction.ts"
import { erroneousMove, erroneousSwitch, lateReturn } from "./erroneous.ts"
import { fullLifecycle } from "./fullLifecycle.ts"
import { load } from "./load.ts"
import { lostSwitch } from "./lostSwitch.ts"
import { meteringPoint } from "./meteringPoint.ts"
import { moveIn } from "./moveIn.ts"
import { moveOut } from "./moveOut.ts"
import { putForward } from "./putForward.ts"
import { reconciliationMismatch } from "./reconciliationMismatch.ts"
import { rejection } from "./rejection.ts"
import { sameDay } from "./sameDay.ts"
import type { Scenario } from "./Scenario.ts"
import { steady } from "./steady.ts"
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
    load,
    lostSwitch,
    lateReturn,
    sameDay,
    meteringPoint,
    putForward,
    steady
  ].map((scenario) => [scenario.name, scenario])
)
