import { addDays, type Instant, MarketCalendar } from "../market/index.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { TaskSpec } from "./TaskSpec.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import type { ProcessEvent } from "./ProcessEvent.ts"
import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

/**
 * Days from the end of a supply or customer relation, or from when it became known, to the final bill. Six weeks are
 * the confirmed limit (elleveringsbekendtgørelsen § 7, 5); four are planned for, because a later text may say so.
 */
export const finalSettlementDays = { planned: 28, latest: 42 } as const

/** A process before and after a step. */
export interface StepTaken {
  readonly before: MarketProcess
  readonly process: MarketProcess
  readonly event: ProcessEvent
}

type Effects = (step: StepTaken) => ReadonlyArray<ProcessEffect>

/** An effect at the effective date. */
const from =
  (kind: Exclude<Extract<ProcessEffect, { readonly from: Instant }>["kind"], `move${string}`>): Effects =>
  ({ process }) => [{ kind, from: process.effectiveAt }]

/** From the wrong date to the right one; nothing where they are the same or there is no right one. */
const moved =
  (kind: "moveSupplyStart" | "moveCustomerRelationEnd"): Effects =>
  ({ process: { correctedAt, effectiveAt } }) =>
    correctedAt === undefined ? [] : [{ kind, from: effectiveAt, to: correctedAt }]

/** From the date before a step to the one after it; nothing where it is the same. */
const followed =
  (kind: "moveSupplyStart" | "moveSupplyEnd"): Effects =>
  ({ before, process }) =>
    before.effectiveAt === process.effectiveAt ? [] : [{ kind, from: before.effectiveAt, to: process.effectiveAt }]

const undo =
  (of: ProcessKind, role: ProcessRole): Effects =>
  ({ process }) => [{ kind: "undoProcess", of, role, effectiveAt: process.effectiveAt }]

/** It took place, on the right date. */
const redate =
  (of: ProcessKind, role: ProcessRole): Effects =>
  ({ process: { correctedAt, effectiveAt } }) =>
    correctedAt === undefined ? [] : [{ kind: "undoProcess", of, role, effectiveAt, correctedAt }]

const finalSettlement: Effects = ({ event, process: { effectiveAt } }) => {
  const known = MarketCalendar.localDateOf(Math.max(effectiveAt, event.at))
  const endOf = (days: number): Instant => MarketCalendar.startOfDay(addDays(known, days + 1))
  const { latest, planned } = finalSettlementDays
  return [{ kind: "finalSettlement", end: effectiveAt, dueBy: endOf(planned), latestBy: endOf(latest) }]
}

/** It matters for as long as an answer is waited for. */
const checkReplyDate: TaskSpec = {
  task: "Check the last day for an answer",
  fulfilledBy: [
    { on: "operator", of: ["replyDateTold", "simple", "complex"] },
    { on: "resumptionAccepted" },
    { on: "resumptionRefused" },
    { on: "deadlinePassed", of: ["reply", "answer"] }
  ]
}

const replyDateDoubtful: Effects = ({ event }) => {
  if (!("replyBy" in event) || event.replyBy === undefined) return []
  const day = MarketCalendar.localDateOf(event.at)
  if (event.replyBy >= day) return []
  const why = `${event.replyBy} lies before ${day}, the day on which it was told: our own count is used.`
  return [{ kind: "task", what: checkReplyDate.task, why }]
}

/** What a step asks for, by the name that definitions use. */
export const effectTable = {
  openSupply: from("openSupply"),
  reopenSupply: from("reopenSupply"),
  annulSupply: from("annulSupply"),
  closeSupply: ({ process }) => [{ kind: "closeSupply", at: process.effectiveAt }],
  /** DataHub's date goes before the one that was asked for or told before. */
  followStart: followed("moveSupplyStart"),
  followEnd: followed("moveSupplyEnd"),
  correctSupplyStart: moved("moveSupplyStart"),
  correctCustomerEnd: moved("moveCustomerRelationEnd"),
  openCustomer: from("openCustomerRelation"),
  annulCustomer: from("annulCustomerRelation"),
  restoreCustomer: from("restoreCustomerRelation"),
  endCustomer: ({ process }) => [{ kind: "endCustomerRelation", at: process.effectiveAt }],
  holdBilling: from("holdBilling"),
  releaseBilling: () => [{ kind: "releaseBilling" }],
  creditEverything: from("creditEverything"),
  /** Only the time between the wrong date and the right one was billed to the wrong customer, or not at all. */
  creditBetweenDates: ({ process: { correctedAt, effectiveAt } }) =>
    correctedAt !== undefined && correctedAt > effectiveAt
      ? [{ kind: "creditEverything", from: effectiveAt, to: correctedAt }]
      : [],
  settleBetweenDates: ({ process: { correctedAt, effectiveAt } }) =>
    correctedAt === undefined
      ? []
      : [{ kind: "resettle", from: Math.min(correctedAt, effectiveAt), to: Math.max(correctedAt, effectiveAt) }],
  resettle: from("resettle"),
  expectReset: from("expectReset"),
  recomputeAconto: from("recomputeAconto"),
  stopAconto: from("stopAconto"),
  finalSettlement,
  cancelFinalSettlement: () => [{ kind: "cancelFinalSettlement" }],
  replyDateDoubtful,
  undoSwitch: undo("changeOfSupplier", "gaining"),
  undoLostSwitch: undo("changeOfSupplier", "losing"),
  undoMoveIn: undo("moveIn", "new"),
  undoMoveOut: undo("moveOut", "current"),
  redateMoveOut: redate("moveOut", "current"),
  undoLostMove: undo("moveIn", "previous")
} as const satisfies Readonly<Record<string, Effects>>

export type EffectName = keyof typeof effectTable

/** Tasks that an effect of this table may be. */
export const tableTasks: Readonly<Partial<Record<string, TaskSpec>>> = { replyDateDoubtful: checkReplyDate }
