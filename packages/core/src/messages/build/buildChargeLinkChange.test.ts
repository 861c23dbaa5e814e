import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn, supplier } from "../../../test/messages/structureDocuments.ts"
import { energinet } from "../../market/index.ts"
import { decodeChargeLinkRequest } from "../RequestChangeBillingMasterData.ts"
import { buildChargeLinkChange, type ChargeLinkChange } from "./buildChargeLinkChange.ts"

const tax = { owner: energinet, type: "D03", code: "EA-001" } as const
const reduced = { owner: energinet, type: "D03", code: "EA-002" } as const
const subscription = { owner: energinet, type: "D01", code: "40010" } as const
const from = day("2025-05-01")

const build = (...changes: ReadonlyArray<ChargeLinkChange>) =>
  buildChargeLinkChange({ gsrn, changes }, on("2025-05-05"))

it("makes, changes and stops links in one request", () => {
  const { body, ...about } = Result.getOrThrow(
    build({ charge: tax, from, stop: true }, { charge: reduced, from }, { charge: subscription, from, quantity: 2 })
  )
  expect(about).toEqual({
    name: "RequestChangeBillingMasterData",
    rsm: "RSM-030",
    process: "BRS-037",
    processType: "D17",
    messageId: "m-1",
    transactionIds: ["t-1"]
  })
  const { header, records } = Result.getOrThrow(decodeChargeLinkRequest(JSON.stringify(body)))
  expect(header).toMatchObject({ processType: "D17", type: "D05" })
  expect(records).toEqual([
    {
      transactionId: "t-1",
      gsrn,
      links: [
        { gsrn, charge: tax, quantity: 1, from, to: from },
        { gsrn, charge: reduced, quantity: 1, from },
        { gsrn, charge: subscription, quantity: 2, from }
      ]
    }
  ])
})

it("takes dates from 21 days back to three years ahead", () => {
  const on7April = (start: number) =>
    buildChargeLinkChange({ gsrn, changes: [{ charge: tax, from: start }] }, on("2025-04-07"))
  expect(taken(on7April, "2025-03-16", "2025-03-17", "2028-04-07", "2028-04-08")).toEqual(["2025-03-17", "2028-04-07"])
  expect(issuesOf(on7April(day("2025-03-16")))).toEqual([
    "changes[0].from: must be from 2025-03-17 to 2028-04-07, got 2025-03-16 (BRS-037 E17)"
  ])
})

it.each<[string, ReadonlyArray<ChargeLinkChange>, ReadonlyArray<string>]>([
  ["nothing to change", [], ["changes: there must be one at least"]],
  [
    "a charge of somebody else",
    [
      { charge: tax, from },
      { charge: { ...tax, owner: supplier }, from }
    ],
    ["changes[1].charge.owner: must be Energinet, 5790000432752 (BRS-037 D26)"]
  ],
  [
    "a type that is none",
    [{ charge: { ...tax, type: "D09" as "D03" }, from }],
    ["changes[0].charge.type: must be D01, D02 or D03 (BRS-037 D14)"]
  ],
  [
    "a code that is too long",
    [{ charge: { ...tax, code: "EA-00000001" }, from }],
    ["changes[0].charge.code: must have 1 to 10 characters (BRS-037 D14)"]
  ],
  [
    "two pieces of a tariff",
    [{ charge: tax, from, quantity: 2 }],
    ["changes[0].quantity: must be 1, a tariff counts once (BRS-037)"]
  ],
  [
    "half a subscription",
    [{ charge: subscription, from, quantity: 0.5 }],
    ["changes[0].quantity: must be a whole number from 1 (BRS-037)"]
  ],
  [
    "a time that is no midnight",
    [{ charge: tax, from: from + 3_600_000 }],
    ["changes[0].from: must be midnight in Denmark, got 2025-04-30T23:00:00Z (BRS-037 D66)"]
  ],
  [
    "one charge twice on a date",
    [
      { charge: tax, from },
      { charge: tax, from, stop: true }
    ],
    ["changes[1]: the same charge changes twice on that date (BRS-037 D14)"]
  ]
])("refuses %s", (_, changes, issues) => {
  expect(issuesOf(build(...changes))).toEqual(issues)
})

it("refuses a broken GSRN", () => {
  const built = buildChargeLinkChange({ gsrn: "57", changes: [{ charge: tax, from }] }, on("2025-05-05"))
  expect(issuesOf(built)).toEqual([`gsrn: GSRN must be 18 digits, got "57" (BRS-037 E10)`])
})
