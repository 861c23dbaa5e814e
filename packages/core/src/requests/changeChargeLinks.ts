import { Effect } from "effect"
import { chargeKeyText } from "../charges/index.ts"
import { endOf, type Gsrn } from "../market/index.ts"
import {
  buildChargeLinkChange,
  type ChargeLinkChange,
  type ChargeLinkChangeDraft,
  type RequestIssue
} from "../messages/index.ts"
import type { PortfolioPoint } from "../portfolio/index.ts"
import type { RequestedLink } from "../processes/index.ts"
import { knownPoint, notSupplied, supplyStartAt, withKnown } from "./ourSupply.ts"
import { beginProcess } from "./submitRequest.ts"

const PROCESS = "BRS-037"

/**
 * Asks for Energinet's charges to be linked to a metering point of ours, counted otherwise or stopped (BRS-037): RSM-030.
 * The process ends when DataHub has accepted it and told the links (RSM-031), or refuses it; what was settled from that day
 * on is corrected by itself. Fails with every rule that the draft breaks, and where the same change is under way.
 *
 * @example
 * import { Effect } from "effect"
 * import { changeChargeLinks, energinet, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 * import { TestClock } from "effect/testing"
 *
 * const asked = Effect.gen(function* () {
 *   yield* TestClock.setTime(Date.UTC(2025, 4, 5, 10))
 *   const charge = { owner: energinet, type: "D03", code: "EA-001" } as const
 *   const from = MarketCalendar.startOfDay(LocalDate.make("2025-05-10"))
 *   return yield* Effect.flip(changeChargeLinks({ gsrn: "571313999000000010", changes: [{ charge, from }] }))
 * })
 * const { message } = await Effect.runPromise(asked.pipe(Effect.provide([memoryIntake(), TestClock.layer()])))
 * message.includes("we do not supply it on that day") // => true
 */
export const changeChargeLinks = Effect.fn("changeChargeLinks")(function* (draft: ChargeLinkChangeDraft) {
  const { changes } = draft
  const gsrn = draft.gsrn as Gsrn
  const point = yield* knownPoint(gsrn)
  // Without any change the draft is refused, whatever the date.
  const effectiveAt = changes.length === 0 ? 0 : Math.min(...changes.map(({ from }) => from))
  const known = faultsOf(point, changes, effectiveAt)
  return yield* beginProcess(
    { kind: "chargeLinks", role: "requesting", gsrn, effectiveAt, changes: changes.map(requested) },
    (context) => withKnown(buildChargeLinkChange(draft, context), PROCESS, known)
  )
})

const requested = ({ charge, from, stop }: ChargeLinkChange): RequestedLink => ({
  charge: chargeKeyText(charge),
  from,
  ...(stop === true ? { stop } : {})
})

/** What DataHub would refuse, as far as it is known here. */
const faultsOf = (
  point: PortfolioPoint | undefined,
  changes: ReadonlyArray<ChargeLinkChange>,
  first: number
): ReadonlyArray<RequestIssue> => [
  ...notSupplied(supplyStartAt(point, first), first, PROCESS),
  ...changes.flatMap((change, index) => notLinked(point, change, index))
]

/** What is to be stopped must be linked until then. */
const notLinked = (
  point: PortfolioPoint | undefined,
  { charge, from, stop }: ChargeLinkChange,
  index: number
): ReadonlyArray<RequestIssue> => {
  const key = chargeKeyText(charge)
  const isLinked = point?.links.some(
    (one) => chargeKeyText(one.charge) === key && one.from <= from && endOf(one) > from
  )
  return stop !== true || isLinked === true || !Number.isFinite(from)
    ? []
    : [{ field: `changes[${index}].stop`, reason: `${key} is not linked on that day`, rule: `${PROCESS} E50` }]
}
