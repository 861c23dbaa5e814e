import { Effect } from "effect"
import { Statements } from "../exchange/index.ts"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import type { AdvancedProcess, MarketProcess, ProcessEffect, ProcessEvent } from "../processes/index.ts"
import { pointSubject } from "./PreparedMessage.ts"
import { recordSupply } from "./recordSupply.ts"
import { type SupplyEvent, supplyStatement } from "./supplyEvents.ts"
import { beginOf } from "./toldBefore.ts"

/**
 * What a step does to our supply. Notices and master data say it themselves, and have done it; what is left are answers
 * (a cancellation that was accepted), what support told a person, and a start that is put on another date.
 */
export const supplyEffects = Effect.fnUntraced(function* ({ effects, process }: AdvancedProcess, event: ProcessEvent) {
  const { gsrn, history, id, kind } = process
  if (gsrn === undefined) return
  const begins = effects.some(({ kind }) => kind === "moveSupplyStart" || kind === "reopenSupply")
  const isKnown = !begins || (yield* (yield* Portfolio).known([gsrn])).has(gsrn)
  const changes = effects
    // A moved start of a point that nothing is known of yet waits with the message that tells it.
    .filter((effect) => effect.kind !== "moveSupplyStart" || isKnown)
    .flatMap((effect) => changesBy(effect, event, kind === "erroneousMove"))
  if (changes.length === 0) return
  // A person's word has no message: the step of the process stands for it.
  const messageId = event.messageId ?? `${id}#${history.length}`
  const events = changes.map((change): SupplyEvent => ({
    ...change,
    gsrn,
    processType: kind,
    madeAt: saidAt(process, event),
    messageId
  }))
  // One that is given back is met among the statements by the master data that tell of the point.
  if (!isKnown) return yield* (yield* Statements).add(events.map(supplyStatement))
  yield* recordSupply(events, { messageId, now: event.at })
})

/** Of an answer that goes before what a person had said in its place: after that, whenever DataHub made it. */
const saidAt = ({ history }: MarketProcess, event: ProcessEvent): Instant =>
  Math.max(
    event.at,
    ...history.flatMap(({ event: before, legal }) =>
      legal && before.kind === "operator" && before !== event ? [before.at + 1] : []
    )
  )

type SupplyChange = Pick<SupplyEvent, "kind" | "at">

const changesBy = (effect: ProcessEffect, event: ProcessEvent, isCorrection: boolean): ReadonlyArray<SupplyChange> => {
  if (effect.kind === "moveSupplyStart") {
    const start: SupplyChange = { kind: "start", at: effect.to }
    // The notice of a correction may name either date: what it named it has annulled.
    const isAnnulled = isCorrection && event.kind === "notice" && event.effectiveAt === effect.from
    return isAnnulled ? [start] : [{ kind: "annulled", at: effect.from }, start]
  }
  if (event.kind === "notice" || event.kind === "masterData") return []
  switch (effect.kind) {
    case "annulSupply":
      return [{ kind: "annulled", at: effect.from }]
    case "closeSupply":
      return [{ kind: "stop", at: effect.at }]
    case "reopenSupply":
      return [{ kind: "start", at: effect.from }]
    default:
      return []
  }
}

/**
 * A customer relation that ends, or never was: who is known as the customer, and, where nothing is supplied from then on,
 * what was agreed.
 */
export const customerEnds = Effect.fnUntraced(function* ({ effects, process }: AdvancedProcess, event: ProcessEvent) {
  const { effectiveAt, gsrn } = process
  if (gsrn === undefined) return
  if (isSignUp(process) && isRefusal(process, event)) yield* removeFrom(gsrn, effectiveAt, annulledFrom)
  for (const effect of effects) {
    // A customer whose supply ends is done with where the supply is; only a move-out ends the one and not the other.
    const isMoveOut = effect.kind === "endCustomerRelation" && process.kind === "moveOut"
    if (isMoveOut && !(yield* isToldOf(gsrn, effect.at))) yield* removeFrom(gsrn, effect.at, endedAt)
    if (effect.kind === "annulCustomerRelation") yield* removeFrom(gsrn, effect.from, annulledFrom)
  }
})

/** Whether DataHub told who is the customer from that very day on: it may be the same one, given back. */
const isToldOf = Effect.fnUntraced(function* (gsrn: Gsrn, at: Instant) {
  const statements = yield* Statements
  return (yield* statements.of([pointSubject(gsrn)], ["customer"])).some((statement) => beginOf(statement) === at)
})

/** By DataHub, or by its support's word; what was agreed by then is another sign-up's where support had said so before. */
const isRefusal = ({ history, state }: MarketProcess, event: ProcessEvent): boolean =>
  event.kind === "refused"
    ? history.at(-1)?.from !== "toldRefused"
    : event.kind === "operator" && event.action === "toldRefused" && state === "toldRefused"

/** What was agreed with a sign-up was recorded with it. */
const isSignUp = ({ kind, role }: MarketProcess): boolean =>
  (kind === "changeOfSupplier" && role === "gaining") || (kind === "moveIn" && role === "new")

interface Removed {
  readonly customers: ReadonlyArray<Validity>
  readonly contracts: ReadonlyArray<Validity>
}

const removeFrom = Effect.fnUntraced(function* (
  gsrn: Gsrn,
  at: Instant,
  removedOf: (point: PortfolioPoint, at: Instant) => Removed
) {
  const portfolio = yield* Portfolio
  const point = (yield* portfolio.versions([gsrn])).get(gsrn)
  // Of a point that never became ours nothing is known but what was agreed.
  const { contracts, customers } =
    point === undefined ? { contracts: [{ from: at }], customers: [] } : removedOf(point, at)
  if (contracts.length + customers.length === 0) return
  const ofPoint = (part: Validity) => ({ ...part, gsrn })
  yield* portfolio.record({ removed: { customers: customers.map(ofPoint), contracts: contracts.map(ofPoint) } })
})

/** Only those who were there before: whoever comes on the same day stays. */
const endedAt = ({ customers }: PortfolioPoint, at: Instant): Removed => ({
  customers: customers
    .filter(({ from, ...one }) => from < at && endOf({ from, ...one }) > at)
    .map((one) => tail(one, at)),
  contracts: []
})

/** What was agreed goes with the supply; where we supplied before and go on, a person says what holds then. */
const annulledFrom = ({ contracts, customers, supply }: PortfolioPoint, at: Instant): Removed => {
  const suppliesOn = supply.some((one) => one.from < at && endOf(one) > at)
  const later = (one: Validity): boolean => one.from >= at
  const whole = (one: Validity): Validity => tail(one, one.from)
  return {
    customers: customers.filter(later).map(whole),
    contracts: suppliesOn ? [] : contracts.filter(later).map(whole)
  }
}

const tail = ({ to }: Validity, from: Instant): Validity => (to === undefined ? { from } : { from, to })
