import { gsrnOf, listOpenTasks, type MarketProcess, ProcessStore } from "@datahub-settlement/core"
import { memoryProcessStore, processOf } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { after, midnight } from "../processes/shorthand.ts"

const gsrn = (index: number) => gsrnOf(`57131399900${String(index).padStart(6, "0")}`)
const gaining = (id: string, index: number, start: string) =>
  processOf("changeOfSupplier", "gaining", { id, gsrn: gsrn(index), effectiveAt: midnight(start) })
const left = after(processOf("moveOut", "current", { id: "left", gsrn: gsrn(1) }), "sent, accepted, dateReached")
const later = after(gaining("later", 2, "2025-07-10"), "sent, accepted, customerData E03")
const sooner = after(gaining("sooner", 3, "2025-06-01"), "sent, accepted, customerData E03")

const opened = (processes: ReadonlyArray<MarketProcess>) =>
  ProcessStore.use((store) => Effect.forEach(processes, store.open, { discard: true }))

describe("what processes wait for", () => {
  it.effect("is listed by its limit, the nearest first, then by process", () =>
    Effect.gen(function* () {
      yield* opened([left, later, sooner].map(({ process }) => process))
      const tasks = yield* listOpenTasks()
      assert.deepStrictEqual(
        tasks.map(({ before, effect, process }) => [process.id, effect.kind, before]),
        [
          ["sooner", "send", midnight("2025-06-01")],
          ["left", "finalSettlement", midnight("2025-06-30")],
          ["later", "send", midnight("2025-07-10")],
          ["later", "task", undefined],
          ["left", "task", undefined],
          ["sooner", "task", undefined]
        ]
      )
      const dueBefore = (instant: number) =>
        Effect.map(listOpenTasks({ dueBefore: instant }), (due) => due.map(({ process }) => process.id))
      assert.deepStrictEqual(yield* dueBefore(midnight("2025-06-30")), ["sooner"])
      assert.deepStrictEqual(yield* dueBefore(midnight("2025-06-30") + 1), ["sooner", "left"])
    }).pipe(Effect.provide(memoryProcessStore))
  )

  it.effect("is listed to the end, however many processes there are", () =>
    Effect.gen(function* () {
      const many = Array.from({ length: 501 }, (_, index) => ({ ...later.process, id: `p${index}`, gsrn: gsrn(index) }))
      yield* opened(many)
      const tasks = yield* listOpenTasks({ kinds: ["send"] })
      assert.deepStrictEqual(tasks.map(({ process }) => process.id).sort(), many.map(({ id }) => id).sort())
    }).pipe(Effect.provide(memoryProcessStore))
  )
})
