import { isOver } from "./deadlinesOf.ts"
import { definitionOf } from "./definitions/index.ts"
import type { MarketProcess, ProcessStep } from "./MarketProcess.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import { isOwnRequest } from "./ProcessEvent.ts"
import { isLike, wishRuleOf } from "./wishRules.ts"

/** How it came that nobody needs to do anything any more, and by which step of the process; from 1. */
export interface WishEnd {
  /** `byItself`: with the step that asked. `fellAway`: asked for anew, called off, or the process has ended. */
  readonly how: "byItself" | "done" | "fellAway"
  readonly stepNo: number
}

/** Something that a step of a process asked for, and what has become of it. */
export interface Wish {
  readonly effect: ProcessEffect
  /** Which step asked for it; counted from 1. */
  readonly stepNo: number
  /** As which of the wishes of that step; counted from 1. */
  readonly taskNo: number
  /** Why it is asked for. */
  readonly why: string
  /** Nothing while it is open. */
  readonly end?: WishEnd | undefined
}

/** A wish in its place. Steps are counted from 0 in here. */
interface Asked {
  readonly effect: ProcessEffect
  readonly index: number
  readonly process: MarketProcess
}

type Ended = { readonly how: WishEnd["how"]; readonly index: number } | undefined
type EndOf = (asked: Asked) => Ended

/**
 * Supply, customers, other processes and what is prepaid by the plan that is recorded: with the step itself. Bills: by the
 * correction runs, of what has changed.
 */
const byItself: EndOf = ({ index }) => ({ how: "byItself", index })

/** The first step after the wish that is so. */
const firstAfter = (
  { index, process: { history } }: Asked,
  how: WishEnd["how"],
  isSo: (step: ProcessStep, place: number) => boolean
): Ended => {
  const found = history.findIndex((step, place) => place > index && step.legal && isSo(step, place))
  return found < 0 ? undefined : { how, index: found }
}

const onceAsked =
  (how: WishEnd["how"], ...kinds: ReadonlyArray<ProcessEffect["kind"]>): EndOf =>
  (asked) =>
    firstAfter(asked, how, ({ effects }) => effects.some(({ kind }) => kinds.includes(kind)))

/** Where the request stands that an answer answers; of all else, where it stands itself. */
const placeOf = ({ history }: MarketProcess, index: number): number => {
  const { answers } = history[index]!.event
  const asked = history.findIndex(({ event }) => isOwnRequest(event) && event.transactionId === answers)
  return answers === undefined || asked < 0 ? index : asked
}

/** An answer to what was sent before does not tell of what a later answer asked for. */
const isOlderAnswer = (process: MarketProcess, index: number, place: number): boolean => {
  const [asking, later] = [process.history[index]!.event, process.history[place]!.event]
  return (
    asking.answers !== undefined && later.answers !== undefined && placeOf(process, place) < placeOf(process, index)
  )
}

const fulfilled: EndOf = (asked) => {
  const { effect, index, process } = asked
  const own = wishRuleOf(process, effect).fulfilledBy.filter(
    (rule) => rule.in === undefined || rule.in === process.kind
  )
  return firstAfter(
    asked,
    "done",
    ({ event }, place) => own.some((rule) => isLike(event, rule)) && !isOlderAnswer(process, index, place)
  )
}

const isSameWish = (a: ProcessEffect, b: ProcessEffect): boolean =>
  (a.kind === "task" && b.kind === "task" && a.what === b.what) ||
  (a.kind === "send" && b.kind === "send" && a.rsm === b.rsm && a.processType === b.processType)

const askedAnew: EndOf = (asked) =>
  firstAfter(asked, "fellAway", ({ effects }) => effects.some((one) => isSameWish(one, asked.effect)))

/** What the step that ends a process asks for itself is still to be done, and what came after it. */
const over: EndOf = ({ effect, index, process }) => {
  if (!isOver(process)) return undefined
  const { state } = process
  const lasts = wishRuleOf(process, effect).lasts === true && definitionOf(process).states[state]?.stands === true
  const ending = process.history.findLastIndex(({ from, to }) => from !== to && to === state)
  return index < ending && !lasts ? { how: "fellAway", index: ending } : undefined
}

const firstOf =
  (...ways: ReadonlyArray<EndOf>): EndOf =>
  (asked) =>
    ways
      .map((way) => way(asked))
      .reduce((first, one) => (first === undefined || (one !== undefined && one.index < first.index) ? one : first))

/** A last bill that was never made needs no taking back. */
const nothingWasBilled: EndOf = ({ index, process: { history } }) => {
  const wasBilled = history
    .slice(0, index)
    .some(({ effects }, asking) =>
      effects.some(
        ({ kind }, place) =>
          kind === "finalSettlement" &&
          history.slice(asking + 1, index).some((step) => isMark(step, asking + 1, place + 1))
      )
    )
  return wasBilled ? undefined : { how: "byItself", index }
}

const isMark = ({ event, legal }: ProcessStep, stepNo: number, taskNo: number): boolean =>
  legal && event.kind === "taskDone" && event.stepNo === stepNo && event.taskNo === taskNo

const forAPerson = firstOf(fulfilled, askedAnew, over)

/** How each wish ends, besides that somebody says that it is done. */
const ends: Readonly<Record<ProcessEffect["kind"], EndOf>> = {
  openSupply: byItself,
  closeSupply: byItself,
  reopenSupply: byItself,
  annulSupply: byItself,
  moveSupplyStart: byItself,
  moveSupplyEnd: byItself,
  openCustomerRelation: byItself,
  endCustomerRelation: byItself,
  annulCustomerRelation: byItself,
  restoreCustomerRelation: byItself,
  moveCustomerRelationEnd: byItself,
  undoProcess: byItself,
  creditEverything: byItself,
  resettle: byItself,
  /** Nothing to do: what comes is no fault. */
  expectReset: byItself,
  releaseBilling: byItself,
  holdBilling: onceAsked("done", "releaseBilling"),
  finalSettlement: onceAsked("fellAway", "cancelFinalSettlement"),
  cancelFinalSettlement: nothingWasBilled,
  /** Where no plan is recorded, there is nothing to reckon. */
  recomputeAconto: byItself,
  stopAconto: byItself,
  send: forAPerson,
  task: forAPerson
}

/** What a process may ask for and somebody has to do: all that is not carried out with the step itself. */
export const openTaskKinds: ReadonlyArray<ProcessEffect["kind"]> = (
  Object.keys(ends) as ReadonlyArray<ProcessEffect["kind"]>
).filter((kind) => ends[kind] !== byItself)

/** Everything that a process has asked for, in its order, and what has become of each. */
export const wishesOf = (process: MarketProcess): ReadonlyArray<Wish> =>
  process.history.flatMap(({ effects, reason: why }, index) =>
    effects.map((effect, place): Wish => {
      const [stepNo, taskNo] = [index + 1, place + 1]
      const marked: EndOf = (asked) => firstAfter(asked, "done", (step) => isMark(step, stepNo, taskNo))
      const ended = firstOf(marked, ends[effect.kind])({ effect, index, process })
      const end = ended === undefined ? {} : { end: { how: ended.how, stepNo: ended.index + 1 } }
      return { effect, stepNo, taskNo, why, ...end }
    })
  )
