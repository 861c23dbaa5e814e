import { type BillingHold, billingHolds, type Gsrn, type Instant } from "@datahub-settlement/core"
import { Effect } from "effect"
import { dayText } from "../output/dayText.ts"

/** Holds that reach time before an instant: of one metering point, or of all. */
export const holdsBefore = (end: Instant, gsrn?: Gsrn) =>
  Effect.map(billingHolds(gsrn), (holds) => holds.filter(({ from }) => from < end))

/** Settled is settled; what is on hold is not to be billed yet. */
export const holdsText = (holds: ReadonlyArray<BillingHold>): string =>
  holds
    .map(
      ({ from, gsrn, processId, why }) =>
        `On hold: ${gsrn} is not to be billed from ${dayText(from)} on, by process ${processId}. ${why}\n`
    )
    .join("")
