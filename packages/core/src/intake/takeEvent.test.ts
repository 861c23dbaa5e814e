import { assert, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { day, gsrn } from "../../test/intake/Making.ts"
import { eventOf } from "../../test/processes/shorthand.ts"
import { type MarketProcess, ProcessStore } from "../processes/index.ts"
import { memoryIntake, processOf } from "../testing/index.ts"
import { takeEvent } from "./takeEvent.ts"

/** Opens a process and takes some events to it, in short. */
const begun = Effect.fnUntraced(function* (opened: MarketProcess, ...texts: ReadonlyArray<string>) {
  yield* (yield* ProcessStore).open(opened)
  let process = opened
  for (const text of texts) {
    process = (yield* takeEvent(process, eventOf(text, process, process.history.length))).process
  }
})

it.effect("a switch that is undone undoes the end of that day, and not an earlier one", () =>
  Effect.gen(function* () {
    for (const [index, date] of ["2025-05-20", "2025-06-01"].entries()) {
      const opening = { id: date, gsrn, effectiveAt: day(date), openedAt: day("2025-05-05") + index }
      yield* begun(processOf("changeOfSupplier", "losing", opening), "notice E03", "dateReached")
    }
    const steps = ["resumptionRequested", "resumptionAccepted", "masterData D07", "readingsComplete"]
    yield* begun(processOf("erroneousSwitch", "previous", { id: "back", gsrn }), ...steps)
    const states = yield* Effect.forEach(["2025-05-20", "2025-06-01", "back"], (id) =>
      ProcessStore.use((store) => Effect.map(store.find(id), (found) => Option.getOrThrow(found).state))
    )
    assert.deepStrictEqual(states, ["stopped", "resumed", "supplying"])
  }).pipe(Effect.provide(memoryIntake()))
)
