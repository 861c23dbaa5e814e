import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn, supplier } from "../../../test/messages/structureDocuments.ts"
import { decodeChangeOfSupplierRequest } from "../RequestChangeOfSupplier.ts"
import { buildMoveIn, type MoveInDraft } from "./buildMoveIn.ts"

const draft: MoveInDraft = {
  gsrn,
  startAt: day("2025-05-01"),
  kind: "ordinary",
  cpr: "0101701234",
  customerName: "Eva Eksempel",
  balanceResponsible: "5790009990024"
}

it.each([
  ["ordinary", "E65"],
  ["secondary", "D29"]
] as const)("makes the request of an %s move, %s", (kind, processType) => {
  const { body, ...about } = Result.getOrThrow(buildMoveIn({ ...draft, kind }, on("2025-05-05")))
  expect(about).toMatchObject({ rsm: "RSM-001", process: "BRS-009", processType, transactionIds: ["t-1"] })
  const { header, records } = Result.getOrThrow(decodeChangeOfSupplierRequest(JSON.stringify(body)))
  expect(header).toMatchObject({ processType, type: "392", receiver: { id: "5790001330552", role: "DDZ" } })
  expect(records).toEqual([
    {
      transactionId: "t-1",
      gsrn,
      supplier,
      balanceResponsible: "5790009990024",
      customer: { scheme: "ARR", number: "0101701234" },
      customerName: "Eva Eksempel",
      startAt: draft.startAt
    }
  ])
})

it("takes dates from 7 days back to 60 days ahead, over a clock change too", () => {
  const build = (startAt: number) => buildMoveIn({ ...draft, startAt }, on("2025-03-31"))
  expect(taken(build, "2025-03-23", "2025-03-24", "2025-03-31", "2025-05-30", "2025-05-31")).toEqual([
    "2025-03-24",
    "2025-03-31",
    "2025-05-30"
  ])
  const autumn = (startAt: number) => buildMoveIn({ ...draft, startAt }, on("2025-10-27"))
  expect(taken(autumn, "2025-10-19", "2025-10-20", "2025-12-26", "2025-12-27")).toEqual(["2025-10-20", "2025-12-26"])
})

it("takes dates 45 days back under the purchase obligation", () => {
  const build = (startAt: number) => buildMoveIn({ ...draft, startAt, purchaseObligation: true }, on("2025-05-05"))
  expect(taken(build, "2025-03-20", "2025-03-21", "2025-07-04", "2025-07-05")).toEqual(["2025-03-21", "2025-07-04"])
})

it.each<[string, Partial<MoveInDraft>, ReadonlyArray<string>]>([
  [
    "too long ago",
    { startAt: day("2025-04-27") },
    ["startAt: must be from 2025-04-28 to 2025-07-04, got 2025-04-27 (BRS-009 E17)"]
  ],
  ["no name", { customerName: "" }, ["customerName: must be given (BRS-009 D03)"]],
  [
    "the unknown customer",
    { customerName: "(ukendt)" },
    ["customerName: must be a customer's name, not (ukendt) (BRS-009 D03)"]
  ],
  ["no number", { cpr: undefined }, ["cvr: a CVR number or a CPR number must be given (BRS-009 D17)"]],
  ["both numbers", { cvr: "12345678" }, ["cpr: must not be given together with a CVR number (BRS-009 D17)"]],
  [
    "a broken GSRN",
    { gsrn: "571313999000000019" },
    ["gsrn: GSRN 571313999000000019 has check digit 9, expected 0 (BRS-009 E10)"]
  ],
  [
    "no balance responsible",
    { balanceResponsible: "" },
    [`balanceResponsible: GLN must be 13 digits, got "" (BRS-009 E18)`]
  ],
  [
    "a time that is no midnight",
    { startAt: day("2025-05-01") + 1 },
    ["startAt: must be midnight in Denmark, got 2025-04-30T22:00:00Z (BRS-009 D66)"]
  ]
])("refuses %s", (_, change, issues) => {
  expect(issuesOf(buildMoveIn({ ...draft, ...change }, on("2025-05-05")))).toEqual(issues)
})
