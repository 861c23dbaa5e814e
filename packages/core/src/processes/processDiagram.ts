import type { ProcessDefinition, Transition } from "./ProcessDefinition.ts"
import { processDefinitions } from "./definitions/index.ts"
import { ruleText } from "./deadlineRules.ts"
import type { Fulfilment } from "./TaskSpec.ts"
import { tasksOf } from "./wishRules.ts"

/**
 * A process as a state diagram in Mermaid's language.
 *
 * @example
 * import { processDefinitions, processDiagram } from "@datahub-settlement/core"
 *
 * const moveOut = processDefinitions.find(({ kind }) => kind === "moveOut")!
 * processDiagram(moveOut).split("\n")[1] // => "  [*] --> draft"
 */
export const processDiagram = ({ initial, states, transitions }: ProcessDefinition): string => {
  const arrows = transitions.flatMap((transition) =>
    transition.from.flatMap((from) => {
      const to = transition.to ?? from
      return to === from ? [] : [{ path: `${from} --> ${to}`, label: labelOf(transition) }]
    })
  )
  const paths = Map.groupBy(arrows, ({ path }) => path)
  return [
    "stateDiagram-v2",
    `  [*] --> ${initial}`,
    ...[...paths].map(([path, some]) => `  ${path}: ${[...new Set(some.map(({ label }) => label))].join(" / ")}`),
    ...Object.entries(states).flatMap(([name, { final }]) => (final ? [`  ${name} --> [*]`] : []))
  ].join("\n")
}

const labelOf = ({ guards, of, on }: Transition): string => {
  const variants = of === undefined ? "" : ` ${of.join(" ")}`
  return `${on}${variants}${guards === undefined ? "" : ` [${guards.join(", ")}]`}`
}

/** All processes as one page of Markdown: diagrams, states, steps and deadlines. */
export const processesDocument = (): string =>
  [
    "# Market processes",
    "",
    "Made from the definitions in `packages/core/src/processes/definitions`; change those, then run",
    "`node_modules/.bin/vitest run packages/core/test/processes/document.test.ts -u`.",
    "",
    "Every event is kept in the history of its process, also one that does not fit; where DataHub decided something by it, the",
    "process gets a task (`See what holds`) and stays as it is. A state marked *rests* has done its work and can still be undone;",
    "one marked *over* has ended as far as we know, and only DataHub's own word leads out of it; one marked *final* is left by",
    "nothing.",
    "",
    "DataHub's word goes before our own clock and before what anybody told us: a switch that stands is undone by its notice,",
    "whenever that comes, and an answer that comes after a person had decided without it (`toldAccepted`, `toldRefused`) holds.",
    "",
    "A task waits until one of the events beside it comes, in the same process or, where a process is named, in one of that",
    "kind of the same metering point. It is also off the list when it is asked for anew, when its process has ended (one that",
    "*lasts* only where that end undoes what it was for), and when somebody says that it is done.",
    "",
    "What a step asks of supply, customers, bills and payment in advance (`recomputeAconto`, `stopAconto`) is done with the step;",
    "`send`, `task`, `finalSettlement` and `holdBilling` stay on the list of what is to be done until they are.",
    ...processDefinitions.flatMap(sectionOf),
    ""
  ].join("\n")

const sectionOf = (definition: ProcessDefinition): ReadonlyArray<string> => {
  const { deadlines, kind, role, source, states, title, transitions } = definition
  return [
    "",
    `## ${title}`,
    "",
    `\`${kind}\` as \`${role}\` · ${source}`,
    "",
    "```mermaid",
    processDiagram(definition),
    "```",
    "",
    "| state | meaning |",
    "| --- | --- |",
    ...Object.entries(states).map(
      ([name, { final, over, rests, title: meaning }]) =>
        `| \`${name}\` | ${meaning}${final ? " (*final*)" : ""}${over ? " (*over*)" : rests ? " (*rests*)" : ""} |`
    ),
    "",
    "| from | event | to | asks for | why |",
    "| --- | --- | --- | --- | --- |",
    ...transitions.map(
      (step) =>
        `| ${step.from.join(", ")} | ${labelOf(step)} | ${step.to ?? "stays"} | ${effectsOf(step).join(", ")} | ${step.why} |`
    ),
    ...tasksTable(definition),
    ...(Object.keys(deadlines).length === 0
      ? []
      : ["", "| deadline | what | when |", "| --- | --- | --- |"].concat(
          Object.entries(deadlines).map(([name, rule]) => `| \`${name}\` | ${rule.title} | ${ruleText(rule)} |`)
        ))
  ]
}

const effectsOf = ({ effects = [] }: Transition): ReadonlyArray<string> =>
  effects.map((spec) => (typeof spec === "string" ? spec : "send" in spec ? `send ${spec.send}` : `task: ${spec.task}`))

const tasksTable = (definition: ProcessDefinition): ReadonlyArray<string> => {
  const tasks = new Map(tasksOf(definition).map((one) => [one.task, one]))
  const rows = [...tasks.values()].map(({ fulfilledBy, lasts, task }) => {
    const events = fulfilledBy.map(fulfilmentText).join(" / ")
    return `| ${task}${lasts ? " (*lasts*)" : ""} | ${events === "" ? "a person says so" : events} |`
  })
  return rows.length === 0 ? [] : ["", "| task | done by |", "| --- | --- |", ...rows]
}

const fulfilmentText = ({ in: kind, of = [], on }: Fulfilment): string =>
  [on, ...of, ...(kind === undefined ? [] : [`of \`${kind}\``])].join(" ")
