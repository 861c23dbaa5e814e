import { Effect } from "effect"
import { expectSame } from "./conformance.ts"
import { exchangeCase, type ExchangeCase } from "./exchangeCases.ts"

/** What every adapter of `Statements` must do. */
export const statementsConformance: ReadonlyArray<ExchangeCase> = [
  exchangeCase(760, "statements are kept once and come in the order in which they were made", (world) =>
    Effect.gen(function* () {
      const { at, id, statement, statements } = world
      const [early, late] = [statement("2", { madeAt: at(-1) + 1 }), statement("1", { madeAt: at(5) })]
      const sameTime = [statement("3"), statement("2", { messageId: id("a message before") })]
      yield* statements.add([late, ...sameTime])
      yield* statements.add([early, { ...late, document: '{"other":true}', madeAt: at(-9) }, early])
      yield* statements.add([])
      const all = yield* statements.of([id("point")], ["master data"])
      const [first, second] = sameTime
      yield* expectSame(
        "all",
        all,
        [early, second, first, late].map((one) => ({ ...one! }))
      )
    })
  ),
  exchangeCase(761, "only the subjects and kinds that are asked for come", ({ id, statement, statements }) =>
    Effect.gen(function* () {
      const links = statement("1", { kind: "links" })
      const customer = statement("1", { kind: "customer" })
      const other = statement("1", { subject: id("other"), kind: "links" })
      yield* statements.add([links, customer, other, statement("1")])
      const of = statements.of
      yield* expectSame("one kind", yield* of([id("point")], ["links"]), [links])
      yield* expectSame("two kinds", yield* of([id("point")], ["links", "customer"]), [customer, links])
      yield* expectSame("two subjects", yield* of([id("point"), id("other"), id("point")], ["links"]), [other, links])
      const none = [yield* of([], ["links"]), yield* of([id("point")], []), yield* of([id("point")], ["charge prices"])]
      yield* expectSame("none", none, [[], [], []])
    })
  )
]
