import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import type { Instant, Validity } from "../market/index.ts"
import { type Contract, Portfolio } from "../portfolio/index.ts"
import { openProcess, ProcessStore } from "../processes/index.ts"
import { joinEqual } from "../storage/index.ts"
import { memoryIntake, spotProductOf } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { takeEvent } from "./takeEvent.ts"

const moveAt = day("2025-01-16")
const { from: _, ...terms } = spotProductOf({ subscription: "39" })
const agreed = (from: Instant, to?: Instant): Contract => ({ gsrn, from, terms, ...(to === undefined ? {} : { to }) })

interface Story {
  readonly correctedAt: Instant
  /** The date that RSM-004/D34 names: that of the wrong start, or the right one. */
  readonly named: Instant
  /** Whether RSM-022 and RSM-028 of the right date follow. */
  readonly isToldAnew?: boolean
  readonly contracts?: ReadonlyArray<Contract>
  /** Whether we supplied the customer before, too. */
  readonly sinceNewYear?: boolean
}

/** A move-in that was ours from the 16th, after its report with another date was accepted. */
const pointAfter = Effect.fnUntraced(function* (story: Story) {
  const { contracts = [agreed(moveAt)], correctedAt, isToldAnew = false, named, sinceNewYear = false } = story
  const made = new Making()
  if (sinceNewYear) made.masterData("E03", { validFrom: day("2025-01-01"), supplyStart: day("2025-01-01") })
  made.masterData("E65", { validFrom: moveAt, supplyStart: moveAt })
  made.customer("N. Nyboe", moveAt)
  for (const message of made.messages.splice(0)) yield* handleMessage(message)
  const portfolio = yield* Portfolio
  yield* portfolio.record({ contracts })
  const at = day("2025-02-03") + 3_600_000
  const opened = openProcess({
    id: "p-1",
    kind: "erroneousMove",
    role: "reporting",
    gsrn,
    effectiveAt: moveAt,
    correctedAt,
    openedAt: at
  })
  yield* (yield* ProcessStore).open(Result.getOrThrow(opened))
  const open = yield* takeEvent(Result.getOrThrow(opened), { kind: "operator", action: "openCase", at, by: "N. N." })
  yield* takeEvent(open.process, { kind: "sent", at, messageId: "o-1", transactionId: "o-1" })
  made.notice("D34", named)
  if (isToldAnew) {
    made.masterData("D33", { validFrom: correctedAt, supplyStart: correctedAt })
    made.customer("N. Nyboe", correctedAt)
  }
  for (const message of made.messages) yield* handleMessage({ ...message, receivedAt: at })
  const { state } = (yield* (yield* ProcessStore).list({ gsrn, limit: 1 }))[0]!
  const point = (yield* portfolio.versions([gsrn])).get(gsrn)!
  return { ...point, state }
})

/** A store keeps what it had, and what is added before it: together they are one time. */
const joined = (versions: ReadonlyArray<Validity>) => begins(joinEqual(versions, () => true))

const begins = (versions: ReadonlyArray<Validity>) => versions.map(({ from, to }) => [from, to])

const dates = [
  ["an earlier", day("2025-01-09")],
  ["a later", day("2025-01-19")]
] as const

describe("a move-in that is put on another date", () => {
  for (const [which, correctedAt] of dates) {
    for (const [what, named] of [
      ["wrong", moveAt],
      ["right", correctedAt]
    ] as const) {
      for (const isToldAnew of [false, true]) {
        const title = `${which} one, by a notice of the ${what} date${isToldAnew ? " and master data" : ""}`
        it.effect(`${title}: supply, contract and customer begin there`, () =>
          Effect.gen(function* () {
            const point = yield* pointAfter({ correctedAt, named, isToldAnew })
            assert.strictEqual(point.state, "corrected")
            for (const versions of [point.supply, point.contracts, point.customers]) {
              assert.deepStrictEqual(joined(versions), [[correctedAt, undefined]])
            }
          }).pipe(Effect.provide(memoryIntake({ gln: us })))
        )
      }
    }
  }

  it.effect("leaves what was agreed for another day, and what holds already, where it is", () =>
    Effect.gen(function* () {
      const correctedAt = day("2025-01-09")
      const before = agreed(day("2024-06-01"), day("2025-01-12"))
      const kept = [before, agreed(day("2025-01-16"))]
      const point = yield* pointAfter({ correctedAt, named: moveAt, contracts: kept })
      assert.deepStrictEqual(begins(point.contracts), begins(kept))
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("takes a change of what was agreed before the right date away with it", () =>
    Effect.gen(function* () {
      const later = day("2025-01-25")
      const { terms: first } = agreed(moveAt)
      const changed = [
        agreed(moveAt, day("2025-01-20")),
        { ...agreed(day("2025-01-20")), terms: { ...first, name: "B" } }
      ]
      const point = yield* pointAfter({ correctedAt: later, named: moveAt, contracts: changed })
      assert.deepStrictEqual(begins(point.contracts), [[later, undefined]])
      assert.strictEqual(point.contracts[0]!.terms.name, "B")
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("does not interrupt a supply that was ours before the move", () =>
    Effect.gen(function* () {
      for (const [, correctedAt] of dates) {
        const story = { correctedAt, named: moveAt, isToldAnew: true, sinceNewYear: true }
        const point = yield* Effect.provide(pointAfter(story), memoryIntake({ gln: us }), { local: true })
        assert.deepStrictEqual(begins(point.supply), [[day("2025-01-01"), undefined]])
      }
    })
  )
})

describe("a switch for which DataHub names another start", () => {
  for (const [which, told] of [
    ["an earlier", day("2025-01-15")],
    ["a later", day("2025-01-17")]
  ] as const) {
    it.effect(`${which} one: the contract begins with the supply`, () =>
      Effect.gen(function* () {
        const opening = { id: "p-1", kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt: moveAt } as const
        const at = day("2025-01-02")
        const opened = Result.getOrThrow(openProcess({ ...opening, openedAt: at }))
        yield* (yield* ProcessStore).open(opened)
        yield* takeEvent(opened, { kind: "sent", at, messageId: "o-1", transactionId: "o-1" })
        const portfolio = yield* Portfolio
        yield* portfolio.record({ contracts: [agreed(moveAt)] })
        const made = new Making()
        made.answer("RequestChangeOfSupplier", "E03", "o-1")
        made.masterData("E03", { validFrom: told, supplyStart: told })
        for (const message of made.messages) yield* handleMessage({ ...message, receivedAt: at })
        const point = (yield* portfolio.versions([gsrn])).get(gsrn)!
        assert.deepStrictEqual(
          [joined(point.supply), joined(point.contracts)],
          [[[told, undefined]], [[told, undefined]]]
        )
      }).pipe(Effect.provide(memoryIntake({ gln: us })))
    )
  }

  for (const isLate of [false, true]) {
    const order = isLate ? "told before it" : "told after it"
    it.effect(`is another one where a customer moves in the day after another one of ours, ${order}`, () =>
      Effect.gen(function* () {
        const opening = { id: "p-1", kind: "moveIn", role: "new", gsrn, effectiveAt: moveAt } as const
        const at = day("2025-01-02")
        const opened = Result.getOrThrow(openProcess({ ...opening, openedAt: at }))
        yield* (yield* ProcessStore).open(opened)
        yield* takeEvent(opened, { kind: "sent", at, messageId: "o-1", transactionId: "o-1" })
        const portfolio = yield* Portfolio
        yield* portfolio.record({ contracts: [agreed(moveAt)] })
        const made = new Making()
        // The metering point was ours once.
        made.masterData("E03", { validFrom: day("2024-12-01"), supplyStart: day("2024-12-01") })
        made.notice("E01", day("2025-01-01"))
        made.answer("RequestChangeOfSupplier", "E65", "o-1")
        made.masterData("E65", { validFrom: moveAt, supplyStart: moveAt })
        const next = day("2025-01-17")
        made.notice("E01", next)
        made.masterData("E65", { validFrom: next, supplyStart: next })
        const [began, ended, answer, first, ...second] = made.messages
        const came = isLate ? [began!, ended!, answer!, ...second, first!] : made.messages
        for (const message of came) yield* handleMessage({ ...message, receivedAt: at })
        const point = (yield* portfolio.versions([gsrn])).get(gsrn)!
        assert.deepStrictEqual(
          [joined(point.supply), joined(point.contracts)],
          [
            [
              [day("2024-12-01"), day("2025-01-01")],
              [moveAt, undefined]
            ],
            [[moveAt, undefined]]
          ]
        )
      }).pipe(Effect.provide(memoryIntake({ gln: us })))
    )
  }
})
