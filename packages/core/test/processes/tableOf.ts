import { type MarketProcess, processDefinitions } from "@datahub-settlement/core"
import { describe, expect, it } from "vitest"
import { after, asked } from "./shorthand.ts"

/** What has happened, what happens now, the state after it (`!`: it does not fit), and what it asks for. */
export type Row = readonly [before: string, event: string, state: string, effects?: string]

const taken = new Set<string>()

/** Steps of one process, each a test. */
export const tableOf = (title: string, process: MarketProcess, rows: ReadonlyArray<Row>): void => {
  describe(title, () => {
    const filled = rows.map(([before, event, state, effects = ""]) => [before, event, state, effects] as const)
    it.each(filled)("%s, then %s: %s", (before, event, state, effects) => {
      const { legal, process: end, effects: given } = after(process, before === "" ? event : `${before}, ${event}`)
      for (const { event, from, legal: fits, reason, to } of end.history) {
        if (fits) taken.add([end.kind, end.role, event.kind, from, to, reason].join("|"))
      }
      const expected = state.startsWith("!") ? [false, state.slice(1)] : [true, state]
      expect([legal, end.state]).toEqual(expected)
      expect(asked(given)).toBe(effects)
      expect(end.history.length).toBe((before === "" ? 0 : before.split(",").length) + 1)
    })
  })
}

/** That the tables above have taken every step of the processes that they are about. */
export const everyStepTaken = (kinds: ReadonlyArray<string>): void => {
  describe("the tables", () => {
    it.each(processDefinitions.filter(({ kind }) => kinds.includes(kind)))(
      "take every step of $title",
      (definition) => {
        const { kind, role, transitions } = definition
        const untaken = transitions.filter(
          ({ from, on, to, why }) =>
            !from.some((state) => taken.has([kind, role, on, state, to ?? state, why].join("|")))
        )
        expect(untaken.map(({ from, of, on, to }) => `${from} ${on} ${of} ${to}`)).toEqual([])
      }
    )
  })
}
