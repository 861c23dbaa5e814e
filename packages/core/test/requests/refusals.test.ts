import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { RequestIssue } from "../../src/messages/index.ts"
import type { Customer } from "../../src/portfolio/index.ts"
import { sendCustomerData } from "../../src/requests/index.ts"
import { day, gsrn } from "../intake/Making.ts"
import { allTables } from "./allTables.ts"
import { type AnyTable, begin, type Breach, everything, refusedOf, supplied, today, world } from "./RefusalTable.ts"

type Row = Breach<Record<string, unknown>>

const nameOf = ({ change, field, rule }: Row, index: number): string =>
  `${index}: ${field} ${rule ?? ""} ${Object.keys(change).join(", ")}`

/** The draft of a table with some rules of it broken, in the state in which they are. */
const broken = (of: AnyTable, rows: ReadonlyArray<Row>) =>
  Effect.gen(function* () {
    yield* begin(of)
    for (const { before } of rows) if (before !== undefined) yield* before
    const stored = yield* everything
    const refused = yield* refusedOf(of.ask(Object.assign({}, of.valid, ...rows.map(({ change }) => change))))
    assert.deepStrictEqual(yield* everything, stored)
    assert.strictEqual(refused.process, of.process)
    for (const { field, reason, rule } of refused.issues) {
      assert.include(refused.message, `- ${field}: ${reason}${rule === undefined ? "" : ` (${rule})`}`)
    }
    return refused.issues
  })

const isSaid = (issues: ReadonlyArray<RequestIssue>, { field, reason, rule }: Row): boolean =>
  issues.some((issue) => issue.field === field && issue.rule === rule && reason.test(issue.reason))

const said = ({ field, reason, rule }: Row) => `${field} ${rule ?? ""} ${reason.source}`

describe.each(allTables.map((of) => [of.name, of] as const))("%s", (_, of) => {
  it.effect("is made when nothing is wrong with it", () =>
    Effect.gen(function* () {
      yield* begin(of)
      yield* of.ask(of.valid)
    }).pipe(Effect.provide(world))
  )

  for (const [index, row] of of.breaches.entries()) {
    it.effect(`is refused, and nothing is stored: ${nameOf(row, index)}`, () =>
      Effect.gen(function* () {
        const issues = yield* broken(of, [row])
        assert.deepStrictEqual(
          issues.filter((issue) => !isSaid([issue], row)),
          []
        )
        assert.isTrue(isSaid(issues, row), said(row))
      }).pipe(Effect.provide(world))
    )
  }

  it.effect("is refused with every rule that it breaks, at once", () =>
    Effect.gen(function* () {
      const changed = (row: Row) => Object.keys(row.change)
      const pairs = of.breaches.flatMap((one, index) =>
        of.breaches
          .slice(index + 1)
          .filter((other) => one.before === undefined || other.before === undefined)
          .filter((other) => changed(other).every((key) => !changed(one).includes(key)))
          .map((other) => [one, other] as const)
      )
      for (const pair of pairs) {
        const issues = yield* broken(of, pair).pipe(Effect.provide(world))
        const unsaid = pair.filter((row) => !isSaid(issues, row))
        assert.deepStrictEqual(unsaid.map(said), [], pair.map(said).join(" and "))
      }
    })
  )
})

it.effect("customer data are refused with everything that is wrong with them", () =>
  Effect.gen(function* () {
    yield* TestClock.setTime(today)
    yield* supplied()
    const wrong: Customer = {
      name: "(ukendt)",
      cvr: "1",
      cpr: "2",
      secondName: " ",
      secondCvr: "3",
      secondCpr: "4",
      contacts: [{ type: "D04", address: { country: "DK", city: "Odense C" } }]
    }
    const refused = yield* refusedOf(
      sendCustomerData({ reason: "E34", gsrn, startAt: day("2025-01-12"), customer: wrong })
    )
    assert.deepStrictEqual(
      refused.issues.map(({ field }) => field.replace(/^customer\./, "")),
      [
        "startAt",
        "name",
        "cpr",
        "cvr",
        "cpr",
        "secondName",
        "secondCpr",
        "secondCvr",
        "secondCpr",
        "contacts",
        "contacts[0].address.addressId"
      ]
    )
    // A number of a person is in no message.
    for (const number of [wrong.cpr!, wrong.secondCpr!]) assert.notInclude(refused.message, `"${number}"`)
  }).pipe(Effect.provide(world))
)
