import { expect, it } from "@effect/vitest"
import { documentErrorsOf } from "./DocumentError.ts"

it.each([
  [
    "one error",
    `{ "Error": { "Code": "00101", "Message": "used", "Target": "MessageId" } }`,
    [{ code: "00101", target: "MessageId", message: "used" }]
  ],
  [
    "several errors",
    `{ "Error": { "Code": "BadRequest", "Message": "Multiple errors in message", "Target": "", "Details": { "Errors": [
      { "Code": "00002", "Message": "a", "Target": "SenderId" }, { "Code": "00304", "Message": "b", "Target": "marketRole.type" } ] } } }`,
    [
      { code: "00002", target: "SenderId", message: "a" },
      { code: "00304", target: "marketRole.type", message: "b" }
    ]
  ],
  [
    "an error without a target",
    `{ "Error": { "Code": "00001", "Message": "role", "Target": null } }`,
    [{ code: "00001", target: undefined, message: "role" }]
  ],
  [
    "lower case, several",
    `{ "error": { "code": "BadRequest", "message": "", "target": "", "details": [
      { "code": "00302", "message": "#/a", "target": null, "innererror": {} }, { "code": "00102", "message": "c", "target": "TransactionId" } ] } }`,
    [
      { code: "00302", target: undefined, message: "#/a" },
      { code: "00102", target: "TransactionId", message: "c" }
    ]
  ],
  [
    "lower case, one, with empty details",
    `{ "error": { "code": "00301", "message": "d", "details": [] } }`,
    [{ code: "00301", target: undefined, message: "d" }]
  ],
  ["an empty body", "", []],
  ["a page", "<html>", []],
  ["another object", `{ "hello": 1 }`, []],
  ["another value", `[1]`, []],
  ["null", `null`, []]
])("reads %s", (_, body, expected) => {
  expect(documentErrorsOf(body)).toEqual(expected)
})
