import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { allTables } from "./allTables.ts"
import { begin, everything, world } from "./RefusalTable.ts"

const numbers = [Number.NaN, Number.POSITIVE_INFINITY, -1e20, 1e20, 8.64e15 + 1, -1, 0, 0.5, Number.MAX_SAFE_INTEGER]
const texts = ["", " ", "\u0000", "x".repeat(5000), "１２３４５６７８", "57131399900000001٠", "\ud800", "null"]

/** A value of every kind in the place of a value, also within what it holds. */
const wrongs = (value: unknown): ReadonlyArray<unknown> => {
  if (typeof value === "number") return numbers
  if (typeof value === "string") return texts
  if (Array.isArray(value)) {
    return [[], ...value.flatMap((one, index) => wrongs(one).map((wrong) => value.with(index, wrong)))]
  }
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => wrongs(one).map((wrong) => ({ ...value, [key]: wrong })))
}

/** What says which request it is, and is chosen by whoever writes the program. */
const chosen = new Set(["reason", "process", "customer", "kind", "corrects", "contract"])

describe.each(allTables.map((of) => [of.name, of] as const))("%s", (_, of) => {
  it.effect("is made or refused whatever it is given, and is no defect", () =>
    Effect.gen(function* () {
      const isChosen = (key: string): boolean => chosen.has(key) && typeof of.valid[key] !== "object"
      const drafts = Object.keys(of.valid)
        .filter((key) => !isChosen(key) && key !== "contract")
        .flatMap((key) => wrongs(of.valid[key]).map((wrong) => ({ ...of.valid, [key]: wrong })))
      assert.isNotEmpty(drafts)
      for (const draft of drafts) {
        yield* Effect.gen(function* () {
          yield* begin(of)
          const stored = yield* everything
          const exit = yield* Effect.exit(of.ask(draft))
          if (Exit.isSuccess(exit)) return
          const shown = JSON.stringify(draft).slice(0, 300)
          assert.isFalse(Cause.hasDies(exit.cause), `${shown}: ${Cause.pretty(exit.cause).slice(0, 600)}`)
          assert.deepStrictEqual(yield* everything, stored, shown)
        }).pipe(Effect.provide(world))
      }
    })
  )
})
