import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readCustomer } from "./customerFile.ts"

const fileOf = Effect.fnUntraced(function* (body: string) {
  const folder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "customer-"))),
    (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
  )
  const path = join(folder, "customer.json")
  yield* Effect.promise(() => writeFile(path, body))
  return path
})

/** What is said about a file, without its path. */
const faultsOf = Effect.fnUntraced(function* (customer: unknown) {
  const path = yield* fileOf(typeof customer === "string" ? customer : JSON.stringify(customer))
  const { message } = yield* Effect.flip(readCustomer(path))
  expect(message).toContain(path)
  return message.replace(path, "customer.json")
})

describe("a customer in a file", () => {
  it.effect("needs no contacts", () =>
    Effect.gen(function* () {
      const path = yield* fileOf('{ "name": "Nordlys ApS", "cvr": "12345678" }')
      expect(yield* readCustomer(path)).toEqual({ name: "Nordlys ApS", cvr: "12345678", contacts: [] })
    })
  )

  it.effect("is refused with every fault, where it is, and what stands there", () =>
    Effect.gen(function* () {
      const contact = { type: "D01", phone: 33445566, address: { postalCode: 5000, zip: "5000" } }
      expect(yield* faultsOf({ cvr: 12345678, contacts: [contact] })).toBe(
        [
          "The customer in customer.json cannot be used:",
          "- name: expected a value, got nothing",
          "- cvr: expected string, got 12345678",
          "- contacts[0].phone: expected string, got 33445566",
          '- contacts[0].address.zip: expected no excess property, got "5000"',
          "- contacts[0].address.postalCode: expected string, got 5000"
        ].join("\n")
      )
      expect(yield* faultsOf("{ name")).toBe("The customer in customer.json cannot be used: it is no JSON")
    })
  )

  it.effect("has no number of a person repeated, wherever it was put", () =>
    Effect.gen(function* () {
      const named = { name: "Anna Hansen" }
      const faults = yield* Effect.forEach(
        [
          { ...named, cpr: 101901234 },
          { ...named, secondCpr: 12 },
          { ...named, CPR: "12" },
          // A number loses the first digit of a birthday before the tenth.
          { ...named, cvr: 101901234 },
          { ...named, cprr: "0101901234" },
          { ...named, personnummer: "01 01 90-1234" },
          { ...named, person: { number: "010190" } },
          [{ ...named, cpr: "0101901234" }]
        ],
        faultsOf
      )
      expect(faults).toEqual(
        [
          "cpr: expected string",
          "secondCpr: expected string",
          "CPR: expected no excess property",
          "cvr: expected string",
          "cprr: expected no excess property",
          "personnummer: expected no excess property",
          "person: expected no excess property",
          "the file: expected object"
        ].map((fault) => `The customer in customer.json cannot be used: ${fault}`)
      )
    })
  )
})
