import type { DeadlineDefinition } from "./deadlineRules.ts"
import { definitionOf, processDefinitions } from "./definitions/index.ts"
import { tableTasks } from "./effectTable.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessDefinition } from "./ProcessDefinition.ts"
import type { EventPattern, Fulfilment, TaskSpec } from "./TaskSpec.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import { type ProcessEvent, variantsOf } from "./ProcessEvent.ts"

/** What shows that a wish is done, and whether it outlives its process. */
export type WishRule = Pick<TaskSpec, "fulfilledBy" | "lasts">

/** What sending a document is known by, in the process that asks for it or in one of its own. */
const sends: Readonly<Record<string, ReadonlyArray<Fulfilment>>> = {
  "RSM-027/E03": [{ on: "customerDataSent" }],
  "RSM-027/E65": [{ on: "customerDataSent" }],
  "RSM-027/E34": [{ on: "customerDataSent" }, { on: "sent", in: "customerData" }],
  "RSM-015/E23": [{ on: "sent", in: "dataRequest", of: ["RSM-015/E23"] }],
  // Silence counts as yes, and DataHub's data say that it has taken it for one.
  ...Object.fromEntries(
    ["D07", "D33"].map((processType) => [
      `RSM-003/${processType}`,
      [
        { on: "resumptionAccepted" },
        { on: "resumptionRefused" },
        { on: "deadlinePassed", of: ["reply"] },
        { on: "masterData", of: [processType] }
      ] satisfies ReadonlyArray<Fulfilment>
    ])
  )
}

/** What is asked for when a deadline passes for which a state has no step of its own. */
export const passedTask = (deadline: DeadlineDefinition | undefined): string =>
  `A deadline has passed: ${deadline?.title ?? "of an older rule"}`

/** It is done by whatever would have met the deadline. */
const afterDeadlines = ({ deadlines, transitions }: ProcessDefinition): ReadonlyArray<TaskSpec> =>
  Object.entries(deadlines).map(([name, deadline]) => ({
    task: passedTask(deadline),
    fulfilledBy: transitions
      .filter(({ meets }) => meets?.includes(name))
      .map(({ of, on }) => (of === undefined ? { on } : { on, of }))
  }))

/** Every task that the steps of a process ask for. */
export const tasksOf = ({ transitions }: ProcessDefinition): ReadonlyArray<TaskSpec> =>
  transitions.flatMap(({ effects = [] }) =>
    effects.flatMap((spec) => {
      if (typeof spec === "string") return Object.hasOwn(tableTasks, spec) ? [tableTasks[spec]!] : []
      return "task" in spec ? [spec] : []
    })
  )

const rules: ReadonlyMap<ProcessDefinition, ReadonlyMap<string, WishRule>> = new Map(
  processDefinitions.map((definition) => [
    definition,
    new Map([...afterDeadlines(definition), ...tasksOf(definition)].map((spec) => [spec.task, spec] as const))
  ])
)

const unknown: WishRule = { fulfilledBy: [] }

/**
 * The rule of a task for a person or of a document to be sent, as the definition has it now: what was asked for by an older
 * one is found by its words.
 */
export const wishRuleOf = (process: Pick<MarketProcess, "kind" | "role">, effect: ProcessEffect): WishRule => {
  if (effect.kind === "send") return { fulfilledBy: sends[`${effect.rsm}/${effect.processType}`] ?? [] }
  return effect.kind === "task" ? (rules.get(definitionOf(process))!.get(effect.what) ?? unknown) : unknown
}

/** Whether an event is one of those that a pattern is for. */
export const isLike = (event: ProcessEvent, { of, on }: EventPattern, variants = variantsOf(event)): boolean =>
  event.kind === on && (of === undefined || of.some((one) => variants.includes(one)))

const elsewhere = [
  ...Object.values(sends).flat(),
  ...processDefinitions.flatMap(tasksOf).flatMap((one) => one.fulfilledBy)
]

const watched: ReadonlySet<string> = new Set(
  elsewhere.flatMap(({ in: kind, on }) => (kind === undefined ? [] : [`${kind}/${on}`]))
)

/** Whether an event of a process may show that something is done that another process asked for. */
export const mayFulfilElsewhere = ({ kind }: MarketProcess, event: ProcessEvent): boolean =>
  watched.has(`${kind}/${event.kind}`)

/** Whether an event of a process shows that a wish of another one of the metering point is done. */
export const fulfilsElsewhere = (
  asking: MarketProcess,
  effect: ProcessEffect,
  other: MarketProcess,
  event: ProcessEvent
): boolean => {
  const { request } = other
  const variants = request === undefined ? variantsOf(event) : [`${request.rsm}/${request.processType}`]
  const isInTime =
    request === undefined ? other.effectiveAt >= asking.effectiveAt : request.period.from <= asking.effectiveAt
  return wishRuleOf(asking, effect).fulfilledBy.some(
    (rule) => rule.in === other.kind && isLike(event, rule, variants) && (isInTime || rule.onAnyDate === true)
  )
}
