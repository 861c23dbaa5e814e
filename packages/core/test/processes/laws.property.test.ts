import {
  advanceDue,
  advanceProcess,
  definitionOf,
  dueEvents,
  eventTitles,
  type Instant,
  isFinal,
  MarketCalendar,
  type MarketProcess,
  nextDueAt,
  processDefinitions,
  type ProcessEvent,
  replayProcess
} from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { eventOf, midnight } from "./shorthand.ts"

/** What is expected: every event that came, in its order, and when it is. */
interface Model {
  readonly came: Array<ProcessEvent>
  now: Instant
}

interface Real {
  process: MarketProcess
}

const DAY = 86_400_000

const holds = (before: MarketProcess, { process }: Real, { came }: Model): void => {
  const { deadlines, states } = definitionOf(process)
  expect(Object.keys(states)).toContain(process.state)
  expect(process.history.map(({ event }) => event)).toEqual(came)
  if (isFinal(before)) expect(process.state).toBe(before.state)
  for (const { from, legal, reason, to } of process.history) {
    expect(reason).not.toBe("")
    if (!legal) expect(to).toBe(from)
  }
  for (const { at, name, since } of process.deadlines) {
    const { from, runs } = deadlines[name]!
    if (from === "effectiveDate") expect(MarketCalendar.isLocalMidnight(since)).toBe(true)
    const first = "hours" in runs ? since : MarketCalendar.localDayOf(since).from
    expect(at).toBeGreaterThanOrEqual(first)
  }
  if (isFinal(process)) expect(nextDueAt(process)).toBeUndefined()
}

/** An event comes: one that fits, or any other. */
class Comes implements fc.Command<Model, Real> {
  private readonly text: string
  private readonly hours: number

  constructor(text: string, hours: number) {
    this.text = text
    this.hours = hours
  }

  check(): boolean {
    return true
  }

  run(model: Model, real: Real): void {
    model.now += this.hours * 3_600_000
    const before = real.process
    const event = { ...eventOf(this.text, before, model.came.length), at: model.now }
    const advanced = advanceProcess(before, event)
    real.process = advanced.process
    if (!advanced.known) model.came.push(event)
    if (!advanced.legal) {
      expect(advanced.effects.filter(({ kind }) => kind !== "task")).toEqual([])
      expect({ ...real.process, history: [] }).toEqual({ ...before, history: [] })
    }
    holds(before, real, model)
  }

  toString(): string {
    return `${this.text} after ${this.hours} h`
  }
}

/** A message comes again, later. */
class ComesAgain implements fc.Command<Model, Real> {
  private readonly nth: number

  constructor(nth: number) {
    this.nth = nth
  }

  check({ came }: Readonly<Model>): boolean {
    return came.length > 0
  }

  run(model: Model, real: Real): void {
    const event = model.came[this.nth % model.came.length]!
    const later = event.messageId === undefined ? event : { ...event, at: event.at + DAY }
    const advanced = advanceProcess(real.process, later)
    expect(advanced.process).toBe(real.process)
    expect(advanced.effects).toEqual([])
    expect(advanced.known).toBe(true)
  }

  toString(): string {
    return `number ${this.nth} again`
  }
}

/** Days go by, and time brings what is due: each thing once, and then nothing is due any more. */
class TimePasses implements fc.Command<Model, Real> {
  private readonly days: number

  constructor(days: number) {
    this.days = days
  }

  check(): boolean {
    return true
  }

  run(model: Model, real: Real): void {
    model.now += this.days * DAY
    for (const advanced of advanceDue(real.process, model.now)) {
      const before = real.process
      real.process = advanced.process
      model.came.push(advanced.process.history.at(-1)!.event)
      holds(before, real, model)
    }
    expect(dueEvents(real.process, model.now)).toEqual([])
  }

  toString(): string {
    return `${this.days} days`
  }
}

const replies = ["", " 2025-05-02", " 2025-05-20"]

/** Events of every kind, those of the definition most of the time. */
const textsOf = (process: MarketProcess): fc.Arbitrary<string> => {
  const known = definitionOf(process).transitions.flatMap(({ of = [""], on }) =>
    of.map((variant) => `${on} ${variant}`)
  )
  const anything = Object.keys(eventTitles).flatMap((kind) => [kind, `${kind} X99`, `${kind} D34`])
  const usable = (texts: ReadonlyArray<string>) =>
    texts.map((text) => text.trim()).filter((text) => !/^(dateReached|dataReceived|resumptionRequested)/.test(text))
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...usable(known)) },
    { weight: 2, arbitrary: fc.constantFrom(...usable(anything), "dateReached", "notice D46 >2025-05-20") },
    { weight: 1, arbitrary: fc.constantFrom("taskDone 1.1", "taskDone 2.1", "taskDone 2.2", "taskDone 3.3") },
    { weight: 1, arbitrary: fc.constantFrom(...replies.map((reply) => `resumptionRequested${reply} >2025-05-20`)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("masterData E03 >2025-06-09", "masterData E65 >2025-05-09", "notice E20 >2025-06-30")
    },
    {
      weight: process.kind === "dataRequest" ? 6 : 0,
      arbitrary: fc.constantFrom("dataReceived 2025-01-01 2025-01-20", "dataReceived 2025-01-10 2025-02-01")
    }
  )
}

describe.each(
  processDefinitions.map((definition) => [`${definition.kind} as ${definition.role}`, definition] as const)
)("%s", (_, { kind, role }) => {
  it("keeps its laws whatever comes", () => {
    const opened = processOf(kind, role)
    const commands = fc.commands(
      [
        fc.tuple(textsOf(opened), fc.integer({ min: 0, max: 30 })).map(([text, hours]) => new Comes(text, hours)),
        fc.nat(20).map((nth) => new ComesAgain(nth)),
        fc.constantFrom(1, 3, 10, 40, 400).map((days) => new TimePasses(days))
      ],
      { maxCommands: 25 }
    )
    fc.assert(
      fc.property(commands, (some) => {
        const real: Real = { process: opened }
        fc.modelRun(() => ({ model: { came: [], now: midnight("2025-05-06") } satisfies Model, real }), some)
        const events = real.process.history.map(({ event }) => event)
        expect(replayProcess(real.process, events)).toEqual(real.process)
      }),
      { numRuns: 150 }
    )
  })
})
