import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, issuesOf, on } from "../../../test/messages/building.ts"
import { gsrn } from "../../../test/messages/structureDocuments.ts"
import { decodeRequestAnswer } from "../RequestAnswer.ts"
import { buildReallocateAnswer, type ReallocateAnswerDraft } from "./buildReallocateAnswer.ts"

const draft: ReallocateAnswerDraft = {
  process: "BRS-011",
  gsrn,
  requestTransactionId: "51100000-0000-4000-8000-000000000012",
  requestedAt: Date.UTC(2025, 4, 5, 8),
  accepted: true
}

it.each([
  ["BRS-003", true, "ConfirmRequestReallocateChangeOfSupplier", "D07", "A01", []],
  ["BRS-011", true, "ConfirmRequestReallocateChangeOfSupplier", "D33", "A01", []],
  ["BRS-003", false, "RejectRequestReallocateChangeOfSupplier", "D07", "A02", [{ code: "D29" }]],
  ["BRS-011", false, "RejectRequestReallocateChangeOfSupplier", "D33", "A02", [{ code: "D29" }]]
] as const)("answers %s with %s", (process, accepted, name, processType, reasonCode, reasons) => {
  const built = Result.getOrThrow(buildReallocateAnswer({ ...draft, process, accepted }, on("2025-05-06")))
  expect(built).toMatchObject({ name, rsm: "RSM-003", process, processType, transactionIds: ["t-1"] })
  expect(Result.getOrThrow(decodeRequestAnswer(built.body))).toMatchObject({
    name,
    accepted,
    header: { type: "D02", processType, reasonCode, sender: { role: "DDQ" }, receiver: { role: "DDZ" } },
    records: [{ transactionId: "t-1", answers: "51100000-0000-4000-8000-000000000012", gsrn, reasons }]
  })
})

it("can be sent to the end of the third working day", () => {
  const send = (requestedAt: string, now: string) =>
    issuesOf(buildReallocateAnswer({ ...draft, requestedAt: Date.parse(requestedAt) }, at(Date.parse(now))))
  expect(send("2025-05-05T08:00:00Z", "2025-05-08T21:59:59Z")).toEqual([])
  expect(send("2025-05-05T08:00:00Z", "2025-05-08T22:00:00Z")).toEqual([
    "requestedAt: the last day for an answer was 2025-05-08; silence has counted as yes (BRS-011 E17)"
  ])
  // Over Easter: 16, 22 and 23 April.
  expect(send("2025-04-15T08:00:00Z", "2025-04-23T21:59:59Z")).toEqual([])
  expect(send("2025-04-15T08:00:00Z", "2025-04-23T22:00:00Z")).toHaveLength(1)
})

it("goes by the day in DataHub's e-mail where there is one", () => {
  const send = (replyBy: string, today: string) => issuesOf(buildReallocateAnswer({ ...draft, replyBy }, on(today)))
  expect(send("2025-05-12", "2025-05-12")).toEqual([])
  expect(send("2025-05-12", "2025-05-13")).toEqual([
    "replyBy: the last day for an answer was 2025-05-12; silence has counted as yes (BRS-011 E17)"
  ])
  expect(send("2025-05-07", "2025-05-08")).toHaveLength(1)
  expect(send("12/5", "2025-05-08")).toEqual([`replyBy: "12/5" is not a date YYYY-MM-DD`])
})

it.each<[string, Partial<ReallocateAnswerDraft>, ReadonlyArray<string>]>([
  [
    "a broken GSRN",
    { gsrn: "571313999000000012" },
    ["gsrn: GSRN 571313999000000012 has check digit 2, expected 0 (BRS-011 E10)"]
  ],
  ["no reference", { requestTransactionId: "" }, ["requestTransactionId: must have 1 to 36 characters"]],
  [
    "a request that has not come",
    { requestedAt: day("2025-05-07") },
    ["requestedAt: must be a point in time that is past, in milliseconds"]
  ],
  [
    "a request at no time",
    { requestedAt: Number.NaN },
    ["requestedAt: must be a point in time that is past, in milliseconds"]
  ]
])("refuses %s", (_, change, issues) => {
  expect(issuesOf(buildReallocateAnswer({ ...draft, ...change }, on("2025-05-06")))).toEqual(issues)
})
