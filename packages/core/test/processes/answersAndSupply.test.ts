import { assert, describe, it } from "@effect/vitest"
import { endSupply, moveOut, signUp } from "@datahub-settlement/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn } from "../intake/Making.ts"
import { type Act, cancel, later, movingIn, standing, Story, switching, world } from "./answerStory.ts"

const START = "RequestChangeOfSupplier"
const END = "RequestEndOfSupply"
const CANCEL = "RequestCancellation"
const see = /^task: See what holds: DataHub has /m
const nothing = /^(?!task)/

/** What happens, and what stands then: supply, contract, the state, and what the last message is said to mean. */
const stories: ReadonlyArray<
  readonly [string, (story: Story) => ReadonlyArray<Act>, supply: string, contracts: string, state: string, RegExp]
> = [
  [
    "refused",
    (s) => [signUp(switching), s.answer(START, "E22")],
    "",
    "",
    "rejected",
    /What to do: see whether it is a move-in/
  ],
  [
    "a move-in refused",
    (s) => [signUp(movingIn), s.answer(START, "D17")],
    "",
    "",
    "rejected",
    /change of supplier \(BRS-001\)/
  ],
  [
    "refused twice",
    (s) => [signUp(switching), s.answer(START, "E22"), s.answer(START, "E22")],
    "",
    "",
    "rejected",
    /the same answer to .* came before/
  ],
  [
    "refused, then confirmed",
    (s) => [signUp(switching), s.answer(START, "E22"), s.answer(START)],
    "",
    "",
    "rejected",
    see
  ],
  [
    "refused, then supplied all the same: DataHub's master data count, and nothing is agreed",
    (s) => [signUp(switching), s.answer(START, "E22"), s.answer(START), s.masterData("E03")],
    "02-01",
    "",
    "rejected",
    nothing
  ],
  [
    "confirmed, then refused: what DataHub's master data say stays",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), s.answer(START, "E22")],
    "02-01",
    "02-01",
    "dataDue",
    see
  ],
  [
    "confirmed, and refused when it is in effect",
    (s) => [signUp(movingIn), s.answer(START), s.masterData("E65"), later("2025-02-02"), s.answer(START, "D07")],
    "02-01",
    "02-01",
    "effectuated",
    see
  ],
  [
    "refused after the date, unanswered until then",
    (s) => [signUp(switching), later("2025-02-02"), s.answer(START, "E17")],
    "",
    "",
    "rejected",
    /outside the deadline/
  ],
  [
    "cancelled",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), cancel, s.answer(CANCEL)],
    "",
    "",
    "cancelled",
    nothing
  ],
  [
    "a cancellation refused",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), cancel, s.answer(CANCEL, "D40")],
    "02-01",
    "02-01",
    "dataDue",
    /cannot be cancelled/
  ],
  [
    "a cancellation refused, then accepted",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), cancel, s.answer(CANCEL, "D40"), s.answer(CANCEL)],
    "02-01",
    "02-01",
    "dataDue",
    see
  ],
  [
    "a cancellation accepted, then refused",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), cancel, s.answer(CANCEL), s.answer(CANCEL, "E17")],
    "",
    "",
    "cancelled",
    see
  ],
  [
    "a cancellation accepted after the date",
    (s) => [signUp(switching), s.answer(START), s.masterData("E03"), cancel, later("2025-02-02"), s.answer(CANCEL)],
    "",
    "",
    "cancelled",
    nothing
  ],
  [
    "a cancellation refused after the date",
    (s) => [
      signUp(switching),
      s.answer(START),
      s.masterData("E03"),
      cancel,
      later("2025-02-02"),
      s.answer(CANCEL, "E17")
    ],
    "02-01",
    "02-01",
    "effectuated",
    /RSM-024|cancel/i
  ],
  [
    "an end of supply refused",
    (s) => [
      s.masterData("E03", "2025-01-01"),
      endSupply({ gsrn, desiredEndAt: day("2025-01-20") }),
      s.answer(END, "E22")
    ],
    "01-01",
    "",
    "rejected",
    /look at the open processes/
  ],
  [
    "a move-out refused",
    (s) => [s.masterData("E03", "2025-01-01"), moveOut({ gsrn, endAt: day("2025-01-20") }), s.answer(END, "D07")],
    "01-01",
    "",
    "rejected",
    /a move is reported already/
  ],
  [
    "a move-out confirmed, then refused when the customer has left",
    (s) => [
      s.masterData("E03", "2025-01-01"),
      moveOut({ gsrn, endAt: day("2025-01-20") }),
      s.answer(END),
      later("2025-01-21"),
      s.answer(END, "D07")
    ],
    "01-01",
    "",
    "effectuated",
    see
  ]
]

describe("supply and contract after answers", () => {
  for (const [name, tell, supply, contracts, state, said] of stories) {
    it.effect(name, () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
        const story = new Story()
        for (const act of tell(story)) yield* act
        assert.deepStrictEqual(yield* standing, { supply, contracts, state })
        assert.match(story.said, said)
      }).pipe(Effect.provide(world()))
    )
  }

  it.effect("a customer can be signed up again after a refusal, and after a cancellation", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
      const story = new Story()
      yield* signUp(switching)
      yield* story.answer(START, "E22")
      yield* TestClock.adjust("1 hour")
      yield* signUp(switching)
      yield* story.answer(START)
      yield* cancel
      yield* story.answer(CANCEL)
      yield* TestClock.adjust("1 hour")
      yield* signUp(switching)
      assert.deepStrictEqual(yield* standing, { supply: "", contracts: "02-01", state: "sent" })
    }).pipe(Effect.provide(world()))
  )
})
