import { Effect } from "effect"
import { Statements } from "../exchange/index.ts"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import type { AdvancedProcess, MarketProcess, ProcessEffect, ProcessEvent } from "../processes/index.ts"
import { pointSubject } from "./PreparedMessage.ts"
import { recordSupply } from "./recordSupply.ts"
import { isRefusedSignUp, otherSignUps } from "./signUps.ts"
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
  const never = Effect.fnUntraced(function* (at: Instant) {
    yield* removeFrom(gsrn, at, annulledUntil((yield* otherSignUps(gsrn, at, process)).next))
  })
  if (isRefusedSignUp(process, event)) yield* never(effectiveAt)
  for (const effect of effects) {
    // A customer whose supply ends is done with where the supply is; only a move-out ends the one and not the other.
    const isMoveOut = effect.kind === "endCustomerRelation" && process.kind === "moveOut"
    if (isMoveOut && !(yield* isToldOf(gsrn, effect.at))) yield* removeFrom(gsrn, effect.at, endedAt)
    if (effect.kind === "annulCustomerRelation") yield* never(effect.from)
  }
})

/** Whether DataHub told who is the customer from that very day on: it may be the same one, given back. */
const isToldOf = Effect.fnUntraced(function* (gsrn: Gsrn, at: Instant) {
  const statements = yield* Statements
  return (yield* statements.of([pointSubject(gsrn)], ["customer"])).some((statement) => beginOf(statement) === at)
})

interface Removed {
  readonly customers: ReadonlyArray<Validity>
  readonly contracts: ReadonlyArray<Validity>
}

const removeFrom = Effect.fnUntraced(function* (
  gsrn: Gsrn,
  at: Instant,
  removedOf: (point: PortfolioPoint | undefined, at: Instant) => Removed
) {
  const portfolio = yield* Portfolio
  const point = (yield* portfolio.versions([gsrn])).get(gsrn)
  const { contracts, customers } = removedOf(point, at)
  if (contracts.length + customers.length === 0) return
  const ofPoint = (part: Validity) => ({ ...part, gsrn })
  yield* portfolio.record({ removed: { customers: customers.map(ofPoint), contracts: contracts.map(ofPoint) } })
})

/** Only those who were there before: whoever comes on the same day stays. */
const endedAt = (point: PortfolioPoint | undefined, at: Instant): Removed => ({
  customers: (point?.customers ?? [])
    .filter(({ from, ...one }) => from < at && endOf({ from, ...one }) > at)
    .map((one) => tail(one, at)),
  contracts: []
})

/**
 * What was agreed goes with the supply; where we supplied before and go on, a person says what holds then. From the day of
 * another sign-up of ours on, it is that one's.
 */
const annulledUntil =
  (until: Instant | undefined) =>
  (point: PortfolioPoint | undefined, at: Instant): Removed => {
    // Of a point that never became ours nothing is known but what was agreed.
    if (point === undefined)
      return { contracts: [until === undefined ? { from: at } : { from: at, to: until }], customers: [] }
    const { contracts, customers, supply } = point
    const suppliesOn = supply.some((one) => one.from < at && endOf(one) > at)
    const isMeant = ({ from }: Validity): boolean => from >= at && (until === undefined || from < until)
    const whole = (one: Validity): Validity => tail(one, one.from)
    return {
      customers: customers.filter(isMeant).map(whole),
      contracts: suppliesOn ? [] : contracts.filter(isMeant).map(whole)
    }
  }

const tail = ({ to }: Validity, from: Instant): Validity => (to === undefined ? { from } : { from, to })
