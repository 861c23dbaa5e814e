import {
  advanceProcess,
  effectText,
  type MarketProcess,
  openTasks,
  processDefinitions,
  timeline
} from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { after } from "./shorthand.ts"
import { accepted, gaining, leaving, moving, taskCases } from "./taskCases.ts"

const named = Object.entries(taskCases).flatMap(([what, some]) =>
  some.map((one) => [`${what}, ${one.of.kind} as ${one.of.role}`, what, one] as const)
)

const isWanted = (text: string, what: string): boolean =>
  text.replace(/ before \d{4}-.*/, "") === what || text.replace(/ before \d{4}-.*/, "") === `task: ${what}`

const isOpen = (process: MarketProcess, what: string): boolean =>
  openTasks(process).some(({ effect }) => isWanted(effectText(effect), what))

const outcomesOf = (process: MarketProcess, what: string) =>
  timeline(process)
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ asked }) => isWanted(asked, what))

describe("a task", () => {
  it.each(named)("%s", (_, what, { asked, doneBy = [], notBy = [], of }) => {
    expect(isOpen(after(of, asked).process, what)).toBe(true)
    for (const event of notBy)
      expect([event, isOpen(after(of, `${asked}, ${event}`).process, what)]).toEqual([event, true])
    for (const event of doneBy) {
      const { legal, process } = after(of, `${asked}, ${event}`)
      expect([event, legal, isOpen(process, what)]).toEqual([event, true, false])
      const { event: last } = process.history.at(-1)!
      expect(outcomesOf(process, what)).toMatchObject([
        {
          how: "done",
          at: last.at,
          by: timeline(process).at(-1)!.what,
          ...(last.messageId ? { messageId: last.messageId } : {})
        }
      ])
    }
  })

  it("is here, whichever there is", () => {
    const all = processDefinitions.flatMap(({ transitions }) =>
      transitions.flatMap(({ effects = [] }) =>
        effects.flatMap((one) => (typeof one !== "string" && "task" in one ? [one.task] : []))
      )
    )
    expect([...new Set(all)].filter((task) => taskCases[task] === undefined)).toEqual([])
  })

  it("has one rule for its words in a process", () => {
    for (const { transitions } of processDefinitions) {
      const rules = new Map<string, string>()
      for (const one of transitions.flatMap(({ effects = [] }) => effects)) {
        if (typeof one === "string" || !("task" in one)) continue
        const rule = JSON.stringify([one.fulfilledBy, one.lasts])
        expect([one.task, rules.get(one.task) ?? rule]).toEqual([one.task, rule])
        rules.set(one.task, rule)
      }
    }
  })

  it("is on the list once, however often it is asked for", () => {
    const { process } = after(gaining, `${accepted}, customerData E03, customerData E03`)
    const open = openTasks(process).filter(({ effect }) => effect.kind === "task")
    expect(open).toMatchObject([{ stepNo: 4 }])
    expect(outcomesOf(process, "See whether name and address are the customer's")).toMatchObject([{ how: "fellAway" }])
  })

  it("that lasts is still to be done when its process stands, and falls away with what it was for", () => {
    const tariffs = "See whether tax and Energinet's tariffs fit the new customer (BRS-037)"
    const movedIn = `${accepted}, chargeLinks E65, dateReached`
    expect(
      isOpen(
        after(moving, `${movedIn}, deadlinePassed correctionWindow, deadlinePassed correctionOutcome`).process,
        tariffs
      )
    ).toBe(true)
    expect(isOpen(after(moving, `${movedIn}, undone`).process, tariffs)).toBe(false)
    const owner = "Tell the owner to register: the next step is mostly a secondary move-in (BRS-009, D29)"
    const left = `${accepted}, dateReached`
    expect(
      isOpen(
        after(leaving, `${left}, deadlinePassed correctionWindow, deadlinePassed correctionOutcome`).process,
        owner
      )
    ).toBe(true)
    expect(isOpen(after(leaving, `${left}, undone`).process, owner)).toBe(false)
    const right = "See whether the customer is right"
    const taken = "notice D31, customerData D31, masterData D31 @2025-06-02"
    expect(isOpen(after(processOf("forcedSwitch", "new"), taken).process, right)).toBe(true)
    const address = "See whether name and address are the customer's"
    const switched = `${accepted}, customerData E03, dateReached`
    expect(isOpen(after(gaining, switched).process, address)).toBe(true)
    expect(
      isOpen(
        after(gaining, `${switched}, deadlinePassed correctionWindow, deadlinePassed correctionOutcome`).process,
        address
      )
    ).toBe(false)
  })

  it("is not done by a late answer to what was sent before", () => {
    const correctIt = "Correct the customer data and send them again"
    const first = { ...after(gaining, `${accepted}, customerDataSent, customerDataSent @2025-05-07`) }.process
    const answered = (kind: "customerDataAccepted" | "customerDataRefused", answers: string, minute: number) =>
      ({ kind, at: Date.UTC(2025, 4, 8, 10, minute), messageId: `a-${minute}`, answers, reasons: [] }) as const
    const [one, two] = first.history.slice(-2).map(({ event }) => event.transactionId!)
    const take = (...events: ReadonlyArray<ReturnType<typeof answered>>): MarketProcess =>
      events.reduce((process, event) => advanceProcess(process, event).process, first)
    const refused = answered("customerDataRefused", two!, 1)
    expect(isOpen(take(refused, answered("customerDataAccepted", one!, 2)), correctIt)).toBe(true)
    const refusedFirst = answered("customerDataRefused", one!, 1)
    expect(isOpen(take(refusedFirst, answered("customerDataAccepted", two!, 2)), correctIt)).toBe(false)
  })
})
