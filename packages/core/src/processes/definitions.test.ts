import { describe, expect, it } from "vitest"
import { effectTable } from "./effectTable.ts"
import { guards } from "./guardTable.ts"
import {
  EFFECTIVE_DATE,
  eventTitles,
  findDefinition,
  type ProcessDefinition,
  processDefinitions,
  type ProcessKind,
  processKindOf,
  type ProcessRole
} from "./index.ts"
import { tasksOf } from "./wishRules.ts"

const named = processDefinitions.map((definition) => [`${definition.kind} as ${definition.role}`, definition] as const)

const targets = ({ states, transitions }: ProcessDefinition, state: string): ReadonlyArray<string> =>
  transitions
    .filter(({ from, to }) => from.includes(state) && to !== undefined && to !== state)
    .map(({ to }) => to!)
    .filter((to) => Object.hasOwn(states, to))

const reachable = (definition: ProcessDefinition): ReadonlySet<string> => {
  const seen = new Set([definition.initial])
  for (const state of seen) for (const to of targets(definition, state)) seen.add(to)
  return seen
}

/** States at work that a process can be in while a deadline runs: from where it begins to where it ends. */
const statesWhile = (definition: ProcessDefinition, deadline: string): ReadonlySet<string> => {
  const begin = definition.transitions
    .filter(({ starts = [] }) => starts.includes(deadline))
    .flatMap(({ from, to }) => (to === undefined ? from : [to]))
  const seen = new Set(begin)
  for (const state of seen) {
    for (const { from, meets = [], on, to } of definition.transitions) {
      const ends = meets.includes(deadline) || (deadline === EFFECTIVE_DATE && on === "dateReached")
      const isOver = to !== undefined && (definition.states[to]!.final ?? definition.states[to]!.over)
      if (from.includes(state) && to !== undefined && !ends && !isOver) seen.add(to)
    }
  }
  return seen
}

/** Of tasks that several processes have in common an event may come in some of them alone. */
const isShared = (task: string): boolean => task === "Check the last day for an answer"

describe.each(named)("%s", (_, definition) => {
  const { deadlines, initial, states, transitions } = definition

  it("names only states, events, guards, effects and deadlines that there are", () => {
    expect(Object.keys(states)).toContain(initial)
    for (const { effects = [], from, guards: names = [], meets = [], on, starts = [], to } of transitions) {
      for (const state of [...from, ...(to === undefined ? [] : [to])]) expect(Object.keys(states)).toContain(state)
      expect(Object.keys(eventTitles)).toContain(on)
      for (const name of names) expect(Object.keys(guards)).toContain(name)
      for (const name of [...starts, ...meets]) {
        // Parts that several processes have in common may meet what one of them does not have.
        if (starts.includes(name)) expect(Object.keys(deadlines)).toContain(name)
      }
      for (const spec of effects) {
        if (typeof spec === "string") expect(Object.keys(effectTable)).toContain(spec)
        else if (spec.by !== undefined) expect(Object.keys(deadlines)).toContain(spec.by)
      }
    }
  })

  it("says of every task which events do it, and only such as come", () => {
    const rules = new Map<string, string>()
    for (const { fulfilledBy, lasts, task } of tasksOf(definition)) {
      const rule = JSON.stringify([fulfilledBy, lasts])
      expect(rules.get(task) ?? rule).toBe(rule)
      rules.set(task, rule)
      if (isShared(task)) continue
      for (const { in: kind = definition.kind, of = [], on } of fulfilledBy) {
        const takers = processDefinitions.filter(
          (one) => one.kind === kind && (kind !== definition.kind || one === definition)
        )
        const steps = takers.flatMap(({ transitions: some }) => some.filter((step) => step.on === on))
        const comes = (variant: string) => steps.some((step) => step.of === undefined || step.of.includes(variant))
        expect([task, on, steps.length > 0, of.filter((variant) => !comes(variant))]).toEqual([task, on, true, []])
      }
    }
  })

  it("reaches every state, and leaves every state that is not final", () => {
    expect([...reachable(definition)].sort()).toEqual(Object.keys(states).sort())
    for (const [state, { final }] of Object.entries(states)) {
      const ways = targets(definition, state)
      expect([state, ways.length > 0]).toEqual([state, final !== true])
    }
  })

  it("does not go back to work from a state that rests, but where it was over by somebody's word", () => {
    for (const [state, { over, rests }] of Object.entries(states)) {
      if (over) expect([state, rests]).toEqual([state, true])
      if (!rests || over) continue
      for (const to of targets(definition, state)) expect(states[to]!.final ?? states[to]!.rests).toBe(true)
    }
  })

  it("has no step that an earlier one hides", () => {
    transitions.forEach((later, index) => {
      const hidden = later.from.every((state) =>
        transitions
          .slice(0, index)
          .some(
            (earlier) =>
              earlier.on === later.on &&
              earlier.from.includes(state) &&
              (earlier.guards ?? []).every((name) => later.guards?.includes(name)) &&
              (earlier.of === undefined || (later.of ?? ["any other"]).every((one) => earlier.of!.includes(one)))
          )
      )
      expect([later.on, later.of, later.from, hidden]).toEqual([later.on, later.of, later.from, false])
    })
  })

  it("begins every deadline, and takes the effective date wherever it may come", () => {
    for (const name of Object.keys(deadlines)) {
      const begun = statesWhile(definition, name)
      expect([name, begun.size > 0]).toEqual([name, true])
      if (name !== EFFECTIVE_DATE) continue
      for (const state of begun) {
        const takes = transitions.some(({ from, on }) => on === "dateReached" && from.includes(state))
        expect([state, takes]).toEqual([state, true])
      }
    }
  })
})

/** The states of the published process tables, and how they are called here where a process ends differently. */
const published: ReadonlyArray<readonly [kind: ProcessKind, role: ProcessRole, states: string]> = [
  [
    "changeOfSupplier",
    "gaining",
    "draft sent rejected dataDue pendingEffect effectuated cancelSent cancelled corrected"
  ],
  ["changeOfSupplier", "losing", "supplying stopping stopped"],
  ["endOfSupply", "current", "draft sent rejected awaitingDisconnect disconnectRefused cancelled effectuated"],
  ["erroneousSwitch", "current", "supplying correctionRequested corrected"],
  ["erroneousSwitch", "previous", "stopped resumeRequested resuming supplying"],
  ["forcedSwitch", "new", "none takeoverAnnounced supplying"],
  ["forcedSwitch", "losing", "supplying stopping stopped"],
  ["moveIn", "new", "draft sent rejected dataDue pendingEffect effectuated cancelled corrected"],
  ["moveIn", "previous", "supplying stopped"],
  ["moveOut", "current", "draft sent pendingEffect cancelled effectuated corrected"],
  ["erroneousMove", "reporting", "effectuated caseDraft reported awaitReply withSupport corrected refused overdue"],
  ["erroneousMove", "previous", "stopped resumeRequested awaitData refused restoring supplying"],
  ["customerData", "current", "draft sent effectuated waiting rejected"],
  ["electricHeating", "adding", "noHeating addSent awaitD14 heating"],
  ["electricHeating", "removing", "heating removing noHeating"],
  ["chargeLinks", "requesting", "sent accepted effectuated rejected"],
  ["dataRequest", "requesting", "sent answered rejected overdue"],
  ["meteringPoint", "current", "new connected disconnected closed"],
  ["closeDown", "current", "supplying closing closed"]
]

describe("processes", () => {
  it.each(published)("%s as %s has every state of the published table", (kind, role, states) => {
    expect(Object.keys(findDefinition(kind, role)!.states)).toEqual(expect.arrayContaining(states.split(" ")))
  })

  it("are the published ones", () => {
    expect(processDefinitions.map(({ kind, role }) => `${kind} ${role}`)).toEqual(
      published.map(([kind, role]) => `${kind} ${role}`)
    )
  })

  it("have numbers; the erroneous switch has two", () => {
    const asked = ["BRS-003", "BRS-042", "BRS-011", "BRS-006", "BRS-007", "BRS-999", "constructor"]
    expect(asked.map(processKindOf)).toEqual([
      "erroneousSwitch",
      "erroneousSwitch",
      "erroneousMove",
      "meteringPoint",
      "closeDown",
      undefined,
      undefined
    ])
  })

  it("are plain data", () => {
    expect(JSON.parse(JSON.stringify(processDefinitions))).toEqual(processDefinitions)
  })
})
