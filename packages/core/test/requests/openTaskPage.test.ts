import { assert, describe, it } from "@effect/vitest"
import {
  gsrnOf,
  listOpenTasks,
  openTaskPage,
  placeOfTaskCursor,
  ProcessStore,
  taskCursorOf,
  type TaskPage
} from "@datahub-settlement/core"
import { memoryProcessStore, processOf } from "@datahub-settlement/core/testing"
import { Effect } from "effect"
import { after } from "../processes/shorthand.ts"

const DAY = 86_400_000

/** Move-ins of other dates, each with customer data that are due 15 days after it. */
const movedIn = (events: string) =>
  Effect.forEach(["a", "b", "c"], (id, index) => {
    const opened = processOf("moveIn", "new", { id, gsrn: gsrnOf(`5713139990000000${index}`) })
    const moved = { ...opened, effectiveAt: opened.effectiveAt - index * 7 * DAY, plannedAt: opened.effectiveAt }
    return ProcessStore.use((store) => store.open(after(moved, events).process))
  })

const ids = ({ tasks }: TaskPage) => tasks.map(({ id }) => id)

describe("open tasks by page", () => {
  it.effect("come with their process, the nearest limit first, and go on where the page ended", () =>
    Effect.gen(function* () {
      // To look at the links has no limit.
      yield* movedIn("sent, accepted, chargeLinks E65")
      const first = yield* openTaskPage({ limit: 3 })
      // The second process of the page is not cut.
      assert.deepStrictEqual(ids(first), ["c#2.4", "b#2.4", "b#3.1", "c#3.1"])
      const second = yield* openTaskPage({ limit: 3, after: placeOfTaskCursor(taskCursorOf(first.next!))! })
      assert.deepStrictEqual([ids(second), second.next], [["a#2.4", "a#3.1"], undefined])
      const all = yield* listOpenTasks()
      assert.deepStrictEqual(all.map(({ id }) => id).toSorted(), [...ids(first), ...ids(second)].toSorted())
    }).pipe(Effect.provide(memoryProcessStore))
  )

  it.effect("are as many as were asked for, of the kind and before the day that were asked for", () =>
    Effect.gen(function* () {
      yield* movedIn("sent, accepted")
      const sends = yield* openTaskPage({ limit: 2, kinds: ["send"] })
      assert.deepStrictEqual(ids(sends), ["c#2.4", "b#2.4"])
      assert.deepStrictEqual(ids(yield* openTaskPage({ limit: 2, kinds: ["send"], after: sends.next })), ["a#2.4"])
      const [{ before } = { before: 0 }] = sends.tasks
      assert.deepStrictEqual(ids(yield* openTaskPage({ limit: 9, dueBefore: before! + 1 })), ["c#2.4"])
      assert.deepStrictEqual(yield* openTaskPage({ limit: 9, dueBefore: before }), { tasks: [] })
      assert.isUndefined(placeOfTaskCursor("never.p-1"))
      // What is wanted may stand on a later page than the first that is read.
      const refused = after(processOf("moveIn", "new", { id: "d" }), "sent, refused D17").process
      yield* ProcessStore.use((store) => store.open(refused))
      assert.deepStrictEqual(ids(yield* openTaskPage({ limit: 1, kinds: ["task"] })), ["d#2.1"])
    }).pipe(Effect.provide(memoryProcessStore))
  )
})
