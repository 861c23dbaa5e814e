import { StorageError } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Redacted } from "effect"
import { causeOf } from "./causeOf.ts"

const places = {
  databaseUrl: Redacted.make("postgres://settlement:secret@db.example/portfolio"),
  datahub: "https://datahub.example",
  tokens: "https://login.example"
}

const storage = (code: string) =>
  new StorageError({ operation: "keep", reason: "", retryable: true, cause: Object.assign(new Error(""), { code }) })

const call = (_tag: string, operation: string, status?: number) => ({ _tag, message: "", operation, status })

it.each([
  ["a server that is away", storage("ECONNREFUSED"), "DatabaseUnavailable", "database"],
  ["a server that starts", storage("57P03"), "DatabaseUnavailable", "database"],
  ["a full disk", storage("53100"), "DiskFull", "the disk of the database"],
  ["a statement that was refused", storage("23505"), "StorageError", "queue q"],
  [
    "wrong credentials",
    call("TokenRefused", "token", 401),
    "TokenRefused",
    "the token server at https://login.example"
  ],
  [
    "a token server that is away",
    call("Unavailable", "token", 503),
    "Unavailable",
    "the token server at https://login.example"
  ],
  [
    "a token that is not accepted",
    call("Unauthorized", "peek", 401),
    "Unauthorized",
    "DataHub at https://datahub.example"
  ],
  ["no connection", call("Unreachable", "peek"), "Unreachable", "DataHub at https://datahub.example"],
  ["a connection that broke in an answer", call("Unreachable", "peek", 200), "Unreachable", "queue q"],
  ["a fault of one queue", call("Unavailable", "peek", 503), "Unavailable", "queue q"],
  ["a role that may not do it", call("Forbidden", "peek", 403), "Forbidden", "queue q"],
  ["a fault of ours", { _tag: "Defect", message: "" }, "Defect", "queue q"]
] as const)("%s", (_, failure, kind, what) => {
  expect(causeOf(failure, "queue q", places)).toEqual({ kind, what })
})
