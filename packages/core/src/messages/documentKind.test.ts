import { expect, it } from "@effect/vitest"
import { documentKind, documentLabel, rsmNumbers } from "./documentKind.ts"

it("names every known document by its root key, parsed or not", () => {
  for (const [name, rsm] of Object.entries(rsmNumbers)) {
    const document = { [`${name}_MarketDocument`]: { mRID: "1" } }
    const kind = { rootKey: `${name}_MarketDocument`, name, rsm }
    expect(documentKind(document)).toEqual(kind)
    expect(documentKind(JSON.stringify(document))).toEqual(kind)
    expect(documentKind(`\uFEFF\n ${JSON.stringify(document, null, 2)}`)).toEqual(kind)
  }
})

it("gives the name of a document that it does not know, without a number", () => {
  expect(documentKind({ NotifyTheFuture_MarketDocument: {} })).toEqual({
    rootKey: "NotifyTheFuture_MarketDocument",
    name: "NotifyTheFuture",
    rsm: undefined
  })
  expect(documentKind({ toString_MarketDocument: {} })?.rsm).toBeUndefined()
})

it.each([
  null,
  3,
  [],
  [{ NotifyPriceList_MarketDocument: {} }],
  {},
  { MarketDocument: {} },
  "",
  "[]",
  "not JSON",
  `{"records":[]}`
])("takes %j for no document", (body) => {
  expect(documentKind(body)).toBeUndefined()
})

it("labels errors with number and root key", () => {
  expect(documentLabel("NotifyBillingMasterData")).toBe("RSM-031 NotifyBillingMasterData_MarketDocument")
})
