import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn } from "../../../test/messages/structureDocuments.ts"
import { deadlinesOf, type ProcessRole, replayProcess } from "../../processes/index.ts"
import { processOf } from "../../testing/stores/processCases.ts"
import { decodeEndOfSupplyRequest } from "../RequestEndOfSupply.ts"
import { decodeReallocationRequest } from "../RequestReallocateChangeOfSupplier.ts"
import { buildBrs011 } from "./buildBrs011.ts"
import { buildErroneousSwitch } from "./buildErroneousSwitch.ts"
import { buildReallocateAnswer } from "./buildReallocateAnswer.ts"
import { type CorrectionForm, correctionForms } from "./reallocationDocument.ts"

const moveAt = day("2025-06-01")

it("reports an erroneous move as RSM-005 with D33 and the date of the move", () => {
  const built = Result.getOrThrow(buildBrs011({ gsrn, moveAt }, on("2025-06-10")))
  expect(built).toMatchObject({ name: "RequestEndOfSupply", rsm: "RSM-005", process: "BRS-011", processType: "D33" })
  const read = Result.getOrThrow(decodeEndOfSupplyRequest(built.body))
  expect(read.header).toMatchObject({
    type: "432",
    processType: "D33",
    sender: { role: "DDQ" },
    receiver: { role: "DDZ" }
  })
  expect(read.records).toEqual([{ transactionId: "t-1", gsrn, date: moveAt }])
  expect(JSON.stringify(built.body)).toContain('"start_DateAndOrTime.dateTime":"2025-05-31T22:00:00Z"')
})

it.each(["D33", "BRS011"])("reports it as RSM-003 with %s when the form is that one", (processType) => {
  const form: CorrectionForm = { document: "RequestReallocateChangeOfSupplier", processType }
  const built = Result.getOrThrow(buildBrs011({ gsrn, moveAt }, on("2025-06-10"), form))
  expect(built).toMatchObject({ name: "RequestReallocateChangeOfSupplier", rsm: "RSM-003", processType })
  const read = Result.getOrThrow(decodeReallocationRequest(built.body))
  expect(read.records).toEqual([{ transactionId: "t-1", gsrn, startAt: moveAt }])
})

it("names the date on which the move really took place, where there is one", () => {
  for (const correctedAt of [day("2025-05-28"), day("2025-06-09")]) {
    const built = Result.getOrThrow(buildBrs011({ gsrn, moveAt, correctedAt }, on("2025-06-10")))
    expect(Result.getOrThrow(decodeEndOfSupplyRequest(built.body)).records[0]?.date).toBe(correctedAt)
  }
})

it("refuses a corrected date that is none, the wrong one, or out of reach", () => {
  const issues = (correctedAt: number) => issuesOf(buildBrs011({ gsrn, moveAt, correctedAt }, on("2025-06-10")))
  expect(issues(moveAt)).toEqual(["correctedAt: must be another date than that of the move"])
  expect(issues(moveAt + 1)[0]).toMatch(/^correctedAt: must be midnight in Denmark/)
  expect(issues(day("2025-04-11"))).toEqual([])
  expect(issues(day("2025-04-10"))).toHaveLength(1)
  expect(issues(day("2025-08-09"))).toEqual([])
  expect(issues(day("2025-08-10"))).toHaveLength(1)
})

it("reports an erroneous switch as RSM-003 with D07", () => {
  const built = Result.getOrThrow(buildErroneousSwitch({ gsrn, switchAt: moveAt }, on("2025-06-10")))
  expect(built).toMatchObject({ rsm: "RSM-003", process: "BRS-003", processType: "D07", transactionIds: ["t-1"] })
  expect(Result.getOrThrow(decodeReallocationRequest(built.body))).toMatchObject({
    header: { type: "D01", processType: "D07" },
    records: [{ startAt: moveAt }]
  })
  const other = buildErroneousSwitch({ gsrn, switchAt: moveAt }, on("2025-06-10"), correctionForms["BRS-011"])
  expect(Result.getOrThrow(other)).toMatchObject({ rsm: "RSM-005", process: "BRS-003", processType: "D33" })
})

/** Sixty calendar days: over Easter, over both clock changes, over New Year and a 29 February. */
const windows = [
  ["2025-05-05", "2025-03-06"],
  ["2025-04-21", "2025-02-20"],
  ["2025-03-30", "2025-01-29"],
  ["2025-11-30", "2025-10-01"],
  ["2026-01-15", "2025-11-16"],
  ["2028-03-20", "2028-01-20"]
] as const

it.each(windows)("takes on %s what took effect from %s to today", (today, first) => {
  const before = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10)
  const after = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
  const dates = [before, first, today, after]
  expect(taken((date) => buildBrs011({ gsrn, moveAt: date }, on(today)), ...dates)).toEqual([first, today])
  expect(taken((date) => buildErroneousSwitch({ gsrn, switchAt: date }, on(today)), ...dates)).toEqual([first, today])
})

it("counts the days of sending in Denmark: the last one to its last second", () => {
  const sent = (now: string) => issuesOf(buildBrs011({ gsrn, moveAt }, at(Date.parse(now))))
  expect(sent("2025-07-31T21:59:59Z")).toEqual([])
  expect(sent("2025-07-31T22:00:00Z")).toEqual([
    "moveAt: must be from 2025-06-02 to 2025-08-01, got 2025-06-01 (BRS-011 E17)"
  ])
})

it("says everything that is wrong at once", () => {
  const built = buildErroneousSwitch({ gsrn: "1", switchAt: Number.NaN }, { ...on("2025-06-10"), messageId: "" })
  expect(issuesOf(built)).toHaveLength(3)
})

/** Over a working week, Easter, Ascension Day, Constitution Day, Christmas and both clock changes. */
const asked = ["2025-05-05", "2025-04-15", "2025-05-27", "2025-06-03", "2025-12-22", "2025-03-28", "2025-10-24"]

it.each(asked)("a process asked on %s can be answered for as long as the answer can be built", (date) => {
  const requestedAt = day(date) + 10 * 3_600_000
  const process = replayProcess(processOf("erroneousMove", "previous" satisfies ProcessRole), [
    { kind: "resumptionRequested", at: requestedAt, effectiveAt: day("2025-03-01") }
  ])
  const end = deadlinesOf(process, requestedAt)[0]!.at
  const answer = (now: number) =>
    buildReallocateAnswer(
      { process: "BRS-011", gsrn, requestTransactionId: "t-0", requestedAt, accepted: true },
      at(now)
    )
  expect(issuesOf(answer(end - 1))).toEqual([])
  expect(issuesOf(answer(end))).toHaveLength(1)
})
