import type { ProcessDefinition, Transition } from "./ProcessDefinition.ts"
import { processDefinitions } from "./definitions/index.ts"
import { ruleText } from "./deadlineRules.ts"

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
    "`node_modules/.bin/vitest run -u packages/core/test/processes/document.test.ts`.",
    "",
    "Every event is kept in the history of its process, also one that does not fit. A state marked *rests* has done its work",
    "and can still be undone; one marked *final* is left by nothing.",
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
      ([name, { final, rests, title: meaning }]) =>
        `| \`${name}\` | ${meaning}${final ? " (*final*)" : ""}${rests ? " (*rests*)" : ""} |`
    ),
    "",
    "| from | event | to | asks for | why |",
    "| --- | --- | --- | --- | --- |",
    ...transitions.map(
      (step) =>
        `| ${step.from.join(", ")} | ${labelOf(step)} | ${step.to ?? "stays"} | ${effectsOf(step).join(", ")} | ${step.why} |`
    ),
    ...(Object.keys(deadlines).length === 0
      ? []
      : ["", "| deadline | what | when |", "| --- | --- | --- |"].concat(
          Object.entries(deadlines).map(([name, rule]) => `| \`${name}\` | ${rule.title} | ${ruleText(rule)} |`)
        ))
  ]
}

const effectsOf = ({ effects = [] }: Transition): ReadonlyArray<string> =>
  effects.map((spec) => (typeof spec === "string" ? spec : "send" in spec ? `send ${spec.send}` : `task: ${spec.task}`))
