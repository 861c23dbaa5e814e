import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { sqlErrorOf } from "./sqlErrorOf.ts"
import { storageErrors } from "./storageErrors.ts"

const isRetryable = (code: string): boolean =>
  sqlErrorOf(Object.assign(new Error("something"), { code }), "append").isRetryable

it("takes what passes by itself as worth another attempt: a full disk, no memory, a server that is away", () => {
  expect(
    ["53100", "53200", "53300", "58030", "57P01", "57P03", "08006", "40001", "ECONNREFUSED"].map(isRetryable)
  ).toEqual(Array.from({ length: 9 }, () => true))
})

it("takes what stays as it is as not worth one: a rule that is broken, a table that is missing", () => {
  expect(["23505", "23514", "42P01", "42501", "22003"].map(isRetryable)).toEqual(Array.from({ length: 5 }, () => false))
})

it("takes a session that the server ended as worth another one, but not a user whom it lets in nowhere", () => {
  const ended = (code: string) =>
    sqlErrorOf(Object.assign(new Error("something"), { code, severity: "FATAL" }), "append").isRetryable
  expect(["42710", "XX000"].map(ended)).toEqual([true, true])
  expect(["28P01", "42501"].map(ended)).toEqual([false, false])
})

it.effect("tells data that are refused from a store that cannot take any", () =>
  Effect.gen(function* () {
    const refuses = (code: string) =>
      Effect.fail(sqlErrorOf(Object.assign(new Error("something"), { code }), "append")).pipe(
        storageErrors("append"),
        Effect.flip,
        Effect.map((error) => error.refusesData)
      )
    expect(yield* Effect.forEach(["23505", "23514", "22003", "22021"], refuses)).toEqual([true, true, true, true])
    // A right that is missing, tables of another version, a full disk: no message is to blame.
    expect(yield* Effect.forEach(["42501", "42P01", "25006", "53100"], refuses)).toEqual([false, false, false, false])
  })
)
