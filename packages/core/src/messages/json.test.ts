import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import type { CimError } from "./CimError.ts"
import { addFault, ISSUES_MAX, noFaults, pathText, refusal, shortened } from "./faults.ts"
import { cimRootOf, jsonOf } from "./json.ts"

const failure = <A>(result: Result.Result<A, CimError>): CimError => Result.getOrThrow(Result.flip(result))

it("takes text and parsed values", () => {
  expect(Result.getOrThrow(jsonOf(`{"a":1}`, "x"))).toEqual({ a: 1 })
  expect(Result.getOrThrow(jsonOf(`\uFEFF{"a":1}`, "x"))).toEqual({ a: 1 })
  expect(Result.getOrThrow(jsonOf({ a: 1 }, "x"))).toEqual({ a: 1 })
})

it("says where text stops being JSON", () => {
  expect(failure(jsonOf(`{\n  "a": 1,\n  "b" 2\n}`, "x")).path).toBe("line 3, column 7")
  expect(failure(jsonOf(`{\n "a": [1,`, "x")).path).toBe("line 2, column 10")
  expect(failure(jsonOf("no json\nat all", "x")).message.split("\n")).toHaveLength(2)
  const empty = failure(jsonOf("  ", "RSM-012"))
  expect(empty).toMatchObject({ _tag: "CimError", document: "RSM-012", expected: "JSON", actual: "an empty text" })
  expect(empty.message).toContain("RSM-012 cannot be read")
})

it("says which root key it wants and which it found", () => {
  const other = failure(cimRootOf({ NotifyPriceList_MarketDocument: {} }, "NotifyValidatedMeasureData"))
  expect(other.expected).toBe("the root key NotifyValidatedMeasureData_MarketDocument")
  expect(other.actual).toBe(`"NotifyPriceList_MarketDocument"`)
  expect(failure(cimRootOf([1], "NotifyPriceList")).actual).toBe("[1]")
  const list = failure(cimRootOf({ NotifyPriceList_MarketDocument: [] }, "NotifyPriceList"))
  expect(list).toMatchObject({ path: "NotifyPriceList_MarketDocument", expected: "an object", actual: "[]" })
})

it("writes paths the way one would type them", () => {
  expect(pathText(["Root", "Series", 3, "Period", "Point", 4, "quantity"])).toBe(
    "Root.Series[3].Period.Point[4].quantity"
  )
  expect(pathText(["Root", "process.processType", "value"])).toBe(`Root["process.processType"].value`)
  expect(pathText([])).toBe("the document")
})

it("lists the first faults and counts the others", () => {
  const faults = noFaults()
  for (let i = 0; i < 27; i++) addFault(faults, ["Series", i], "a text", i)
  const error = refusal("RSM-012", faults, "m-1")
  expect(error.issues).toHaveLength(ISSUES_MAX)
  expect(error.issueCount).toBe(27)
  expect(error.path).toBe("Series[0]")
  expect(error.message).toContain("RSM-012 m-1 cannot be read")
  expect(error.message).toContain("- Series[19]: expected a text, got 19\n- and 7 more")
})

it("shortens what it shows", () => {
  expect(shortened("x".repeat(500)).length).toBeLessThan(90)
  expect(shortened(Array.from({ length: 96 }))).toBe("an array of 96")
  expect(shortened(undefined)).toBe("nothing")
  expect(shortened(1n)).toBe("bigint")
})
