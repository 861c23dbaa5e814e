import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn } from "../../../test/messages/structureDocuments.ts"
import { decodeCancellationRequest } from "../RequestCancellation.ts"
import { buildCancellation, type CancellationDraft } from "./buildCancellation.ts"

const cancels = { processType: "E03", transactionId: "t-0", effectiveAt: day("2025-06-01") } as const
const draft: CancellationDraft = { gsrn, cancels }

it.each([
  ["E03", "BRS-001", "E03"],
  ["E65", "BRS-009", "E65"],
  ["D29", "BRS-009", "E65"],
  ["E20", "BRS-002", "E20"],
  ["E66", "BRS-010", "E66"]
] as const)("takes back %s as part of %s with %s", (requested, process, processType) => {
  const built = Result.getOrThrow(
    buildCancellation({ gsrn, cancels: { ...cancels, processType: requested } }, on("2025-05-05"))
  )
  expect(built).toMatchObject({ name: "RequestCancellation", rsm: "RSM-024", process, processType })
  const { header, records } = Result.getOrThrow(decodeCancellationRequest(built.body))
  expect(header).toMatchObject({ processType, type: "E67" })
  expect(records).toEqual([{ transactionId: "t-1", gsrn, cancels: "t-0" }])
})

it.each([
  ["E03", "BRS-001"],
  ["E65", "BRS-009"],
  ["D29", "BRS-009"],
  ["E66", "BRS-010"]
] as const)("takes back %s to the last minute of the day before", (processType, process) => {
  const send = (now: string) =>
    issuesOf(buildCancellation({ gsrn, cancels: { ...cancels, processType } }, at(Date.parse(now))))
  expect(send("2025-05-31T21:59:59Z")).toEqual([])
  expect(send("2025-05-31T22:00:00Z")).toEqual([
    `cancels.effectiveAt: the last day for a cancellation was 2025-05-31 (${process} E17)`
  ])
  const build = (effectiveAt: number) =>
    buildCancellation({ gsrn, cancels: { ...cancels, processType, effectiveAt } }, on("2025-10-25"))
  expect(taken(build, "2025-10-25", "2025-10-26", "2025-10-27", "2030-01-01")).toEqual([
    "2025-10-26",
    "2025-10-27",
    "2030-01-01"
  ])
})

it("takes back an end of supply after its date, for only the disconnection ends the supply", () => {
  const late = { ...cancels, processType: "E20" as const }
  expect(issuesOf(buildCancellation({ gsrn, cancels: late }, on("2025-08-01")))).toEqual([])
})

it.each<[string, CancellationDraft, ReadonlyArray<string>]>([
  [
    "a broken GSRN",
    { ...draft, gsrn: "571313999000000011" },
    ["gsrn: GSRN 571313999000000011 has check digit 1, expected 0 (BRS-001 E10)"]
  ],
  [
    "no reference",
    { gsrn, cancels: { ...cancels, transactionId: "" } },
    ["cancels.transactionId: must have 1 to 36 characters (BRS-001 D06)"]
  ],
  [
    "its own id as the reference",
    { gsrn, cancels: { ...cancels, transactionId: "t-1" } },
    ["cancels.transactionId: must be that of the request, not of its cancellation (BRS-001 D06)"]
  ],
  [
    "a date that is no midnight",
    { gsrn, cancels: { ...cancels, effectiveAt: cancels.effectiveAt + 3_600_000 } },
    ["cancels.effectiveAt: must be midnight in Denmark, got 2025-05-31T23:00:00Z (BRS-001 D66)"]
  ]
])("refuses %s", (_, one, issues) => {
  expect(issuesOf(buildCancellation(one, on("2025-05-05")))).toEqual(issues)
})
