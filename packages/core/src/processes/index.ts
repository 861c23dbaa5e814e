export * from "./ProcessKind.ts"
export {
  type Connection,
  eventTitles,
  isOwnRequest,
  type OperatorAction,
  type ProcessEvent,
  type ProcessEventKind,
  type ProcessReason
} from "./ProcessEvent.ts"
export type { ProcessEffect, ProcessTask } from "./ProcessEffect.ts"
export type { EffectSpec, ProcessDefinition, StateDefinition, Transition } from "./ProcessDefinition.ts"
export type { EventPattern, Fulfilment, TaskSpec } from "./TaskSpec.ts"
export {
  CORRECTION_DAYS_MAX,
  type DeadlineDefinition,
  type DeadlineLength,
  EFFECTIVE_DATE,
  RESUMPTION_REPLY_WORKING_DAYS
} from "./deadlineRules.ts"
export { definitionOf, findDefinition, processDefinitions, processStates } from "./definitions/index.ts"
export {
  activeKeyOf,
  type MarketProcess,
  type ProcessDeadline,
  type ProcessOpening,
  type ProcessStep,
  type RequestedData,
  type RequestedLink
} from "./MarketProcess.ts"
export { openProcess, ProcessNotOpened } from "./openProcess.ts"
export { advanceDue } from "./advanceDue.ts"
export { type AdvancedProcess, advanceProcess, keepMisfit, replayProcess } from "./advanceProcess.ts"
export {
  deadlinesOf,
  dueEvents,
  hasMisfits,
  isActive,
  isFinal,
  isOver,
  nextDueAt,
  type RunningDeadline
} from "./deadlinesOf.ts"
export { limitOf, type OpenTask, openTasks, tasksFulfilledBy, waitsUntil } from "./openTasks.ts"
export { mayFulfilElsewhere } from "./wishRules.ts"
export { openTaskKinds } from "./wishes.ts"
export { effectText } from "./effectText.ts"
export { type AskedOutcome, timeline, type TimelineEntry } from "./timeline.ts"
export { type ProcessFacts, processFor, type ProcessMatch } from "./processFor.ts"
export { namesAStart, pastProcessFor } from "./pastProcessFor.ts"
export type { UnaskedDocument } from "./noticeRoutes.ts"
export { type RefusalMeaning, refusalMeaning, refusalOf, refusalWords } from "./refusalMeaning.ts"
export { type AnswerFacts, answerEvent } from "./answerEvent.ts"
export { processDiagram, processesDocument } from "./processDiagram.ts"
export * from "./ProcessStore.ts"
